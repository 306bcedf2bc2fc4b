from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.exclusions import without_shut
from work.models import Record, known


class Level(models.TextChoices):
    """How much of a case somebody reads (design §3), the least first."""

    REFERENCE = "reference", _("number, code name and dates")
    ASSISTANCE = "assistance", _("also her name, services, stays and needs")
    FULL = "full", _("all, with the account of what happened")


# So long whoever had a case open may still add what she saw while it was: a shift and the one after it.
AFTERWARDS = timedelta(hours=48)
ORDER = {Level.REFERENCE: 1, Level.ASSISTANCE: 2, Level.FULL: 3}


class AccessSource(models.TextChoices):
    """Why a case is open to somebody."""

    TEAM = "team", _("works in the team of the case")
    STAY = "stay", _("lives in the shelter")
    PLACEMENT = "placement", _("is followed home")
    REFERRAL = "referral", _("was referred")
    TRANSFER = "transfer", _("was handed over")
    BREAK_GLASS = "break_glass", _("opened in an emergency")


class WhyLetIn(models.TextChoices):
    """For what a colleague works with a case beside whoever answers for it: a code tells nothing of her."""

    ACCOMPANIES = "accompanies", _("accompanies the person too")
    PROFESSION = "profession", _("gives psychological, legal or medical help")
    LANGUAGE = "language", _("speaks the person's language")
    ADVISES = "advises", _("advises the team, as in a case conference")
    COVERS = "covers", _("covers for somebody who is away")
    STANDS_IN = "stands_in", _("stands in for a supervisor who knows the person")
    OTHER = "other", pgettext_lazy("why somebody is let in", "another reason")


# What hands a case to somebody of another organisation; any other row holds within the case's own.
ACROSS = (AccessSource.REFERRAL, AccessSource.TRANSFER)


class CaseAccessQuerySet(models.QuerySet):
    def live(self, now=None):
        """Rows that open something now."""
        now = now or timezone.now()
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), ended_at=None)

    def over_lately(self, now=None):
        """Rows by which she could help until lately, with the moment at which they were over as `over_at`."""
        now = now or timezone.now()
        rows = self.at_least(Level.ASSISTANCE).annotate(over_at=Least("ended_at", "expires_at"))
        return rows.filter(over_at__gt=now - AFTERWARDS, over_at__lte=now)

    def ways_lately(self, user, roles):
        """The cases that rows which are over lately had opened to her in these roles."""
        return self.over_lately().ways(user, roles)

    def at_least(self, level):
        """Rows that let read this much, or more."""
        enough = [one for one in ORDER if ORDER[one] >= ORDER[level]]
        return self if len(enough) == len(ORDER) else self.filter(level__in=enough)

    def for_user(self, user):
        """Rows made out to this person herself."""
        return self.filter(user=user.pk)

    def held_by(self, user, roles):
        """Her own rows that hold: she acts so in the case's organisation, or it was handed over."""
        own = Q(case__office__in=sorted(user.offices_within(*roles)))
        return self.for_user(user).filter(own | Q(source__in=ACROSS))

    def for_offices(self, offices):
        """Rows made out to one of these offices."""
        return self.filter(office__in=sorted(offices))

    def of_case(self, case):
        """Rows of this case."""
        return self.filter(case=case.pk)

    def beyond_a_stay(self):
        """Living rows by which somebody helps her, and that do not end with her living in a shelter."""
        return self.live().at_least(Level.ASSISTANCE).exclude(source=AccessSource.STAY)

    def ways(self, user, roles):
        """The cases that these rows open to her in these roles: of her own rows, and of her offices'."""
        if not user.has_role(*roles):
            return []
        rows = without_shut(self, user)
        ways = [rows.held_by(user, roles).values("case")]
        if offices := user.office_ids(*roles):
            ways.append(rows.for_offices(offices).values("case"))
        return ways

    def opening_for(self, user, roles):
        """Rows that hold for her, and those of an office in which she acts in one of these roles."""
        own = self.model.objects.held_by(user, roles).values("pk")
        rows = without_shut(self, user)
        return rows.filter(Q(pk__in=own) | Q(office__in=user.office_ids(*roles)))

    def stands_in(self, user):
        """Living rows by which she decides in the place of a supervisor who knows the person."""
        return self.live().for_user(user).filter(reason=WhyLetIn.STANDS_IN)

    def for_team(self):
        """Living rows with what the page of the team shows."""
        return self.live().select_related("user", "office", "given_by").order_by("created_at", "id")


class CaseAccess(Record):
    """A case is open to a person or an office at a level, for a reason and for a time."""

    told_with = ("case_id",)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="accesses")
    # Neither has an index over all its rows: PostgreSQL would take that one, though nearly all of them ended.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="case_accesses",
    )
    office = models.ForeignKey(
        "accounts.Office",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="case_accesses",
    )
    level = models.CharField(_("reads"), max_length=20, choices=Level)
    source = models.CharField(_("because she"), max_length=20, choices=AccessSource)
    reason = models.CharField(_("for what"), max_length=20, choices=WhyLetIn, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CaseAccessQuerySet.as_manager()

    @property
    def last_day(self):
        """The last day on which it opens the case; None without an end."""
        return self.expires_at and timezone.localdate(self.expires_at - timedelta(seconds=1))

    class Meta:
        constraints = [
            known("level", Level.values),
            known("source", AccessSource.values),
            known("reason", WhyLetIn.values, or_empty=True),
            models.CheckConstraint(
                condition=Q(user=None, office__isnull=False) | Q(user__isnull=False, office=None),
                name="case_access_of_person_or_office",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("created_at")),
                name="case_access_expires_later",
            ),
            models.UniqueConstraint(
                fields=["case", "user", "source"],
                condition=Q(ended_at=None, user__isnull=False),
                name="case_access_of_person_once",
            ),
            models.UniqueConstraint(
                fields=["case", "office", "source"],
                condition=Q(ended_at=None, office__isnull=False),
                name="case_access_of_office_once",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "case"], condition=Q(ended_at=None), name="case_access_live_user"),
            models.Index(
                fields=["office", "case"], condition=Q(ended_at=None), name="case_access_live_office"
            ),
            # By the expression that `over_lately` asks of, or PostgreSQL would read all that ever ended of an
            # office. What is not null needs no further condition: the columns are asked with a value.
            models.Index(
                F("user"),
                Least("ended_at", "expires_at"),
                condition=Q(user__isnull=False),
                name="case_access_over_user",
            ),
            models.Index(
                F("office"),
                Least("ended_at", "expires_at"),
                condition=Q(office__isnull=False),
                name="case_access_over_office",
            ),
        ]
