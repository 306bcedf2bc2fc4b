"""What is missing for the reports of a period, as it was sent to those who can write it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from programmes.periods import Period
from work.models import Record


class OfPeriod(models.Model):
    """It is about a period of an organisation's work."""

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    period = models.CharField(_("period"), max_length=22)
    start = models.DateField()
    end = models.DateField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="%(class)s_ends_after_start")
        ]

    def __str__(self):
        return self.period

    @property
    def days(self):
        """The period that it is about."""
        return Period(self.period, self.start, self.end)


class MissingSendingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of organisations whose programme she manages, and of offices that she supervises."""
        managed = Q(organisation__in=user.organisation_ids(Role.PROGRAMME_MANAGER))
        return self.filter(managed | Q(office__in=user.office_ids(Role.SUPERVISOR)))


class MissingSending(OfPeriod, Record):
    """Somebody had each worker sent her list of what is missing: of an organisation, or of one office.

    `workers` is to how many it was, once the worker program has done it.
    """

    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    workers = models.PositiveIntegerField(_("how many workers"), null=True, blank=True)

    objects = MissingSendingQuerySet.as_manager()

    class Meta(OfPeriod.Meta):
        abstract = False
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["organisation", "start"], name="missing_sending_of")]


class MissingListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Her own: a list is read by her to whom it was sent."""
        return self.filter(worker=user.pk)

    def open(self):
        """Lists that nobody has gone through yet."""
        return self.filter(done_at=None)


class MissingList(OfPeriod, Record):
    """A worker was sent what her cases lack for the reports of a period: once for each, however often sent.

    What lacks is looked up anew when she opens it; here stands only how many cases it was.
    """

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="missing_lists")
    cases = models.PositiveIntegerField(_("how many cases"))
    sent_at = models.DateTimeField(_("sent"))
    done_at = models.DateTimeField(_("gone through"), null=True, blank=True)

    objects = MissingListQuerySet.as_manager()

    class Meta(OfPeriod.Meta):
        abstract = False
        ordering = ["-sent_at", "id"]
        constraints = [
            *OfPeriod.Meta.constraints,
            models.UniqueConstraint(
                fields=["worker", "organisation", "start", "end"], name="missing_list_once_a_period"
            ),
            models.CheckConstraint(condition=Q(cases__gt=0), name="missing_list_of_something"),
        ]
