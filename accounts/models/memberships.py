from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.absences import Absence
from accounts.models.offices import Office, Organisation
from accounts.roles import Role
from work.dates import DateRange
from work.models import Record, known


class Profession(models.TextChoices):
    """What somebody is by training: it opens notes of her profession, whatever her role (design §3)."""

    NONE = "", _("Not stated")
    SOCIAL_WORK = "social_work", _("Social work")
    PSYCHOLOGY = "psychology", _("Psychology")
    LAW = "law", _("Law")
    MEDICINE = "medicine", _("Medicine or nursing")
    EDUCATION = "education", _("Education")
    ADMINISTRATION = "administration", _("Administration")
    OTHER = "other", _("Other")


class MembershipQuerySet(models.QuerySet):
    def in_force(self, day=None):
        """Memberships that hold on this local date (by default today)."""
        day = day or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def with_offices(self):
        """With the ids of all offices of their organisations as `offices`."""
        offices = Office.objects.filter(organisation=OuterRef("organisation")).order_by()
        return self.annotate(offices=ArraySubquery(offices.values("pk")))

    def with_covered(self):
        """With the ids of those for whom the person stands in today as `covered`."""
        away = Absence.objects.of_day().filter(cover=OuterRef("user")).order_by()
        return self.annotate(covered=ArraySubquery(away.values("user")))

    def in_force_or_later(self, day=None):
        """Memberships that hold on this local date or will hold after it."""
        day = day or timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=day))

    def overlapping(self, since, until):
        """Memberships that share at least one day with this time; without `until` it never ends."""
        later = Q(until=None) | Q(until__gt=since)
        return self.filter(later) if until is None else self.filter(later, since__lt=until)

    def places_of(self, people):
        """`(person, office, kind of the office)` of all offices in which these people work or ever worked."""
        found = self.filter(user__in=people, office__isnull=False).order_by()
        return found.values_list("user", "office", "office__kind")

    def visible_to(self, user):
        """Memberships in organisations whose accounts she manages."""
        if user.leads(Role.ADMINISTRATOR):
            return self
        return self.filter(organisation__in=user.organisation_ids(Role.ADMINISTRATOR))


class Membership(Record):
    """Somebody's work in an office or a whole organisation, in one role, from a day until before another."""

    user = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="memberships", verbose_name=_("user")
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("office")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    profession = models.CharField(_("profession"), max_length=20, choices=Profession, blank=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("First day without this role."))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            known("role", Role.values),
            known("profession", Profession.values),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_start",
                violation_error_message=_("The end is before the beginning."),
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                violation_error_message=_("She already has this role there in that time."),
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func(
                            F("office"),
                            F("organisation"),
                            function="coalesce",
                            output_field=models.UUIDField(),
                        ),
                        RangeOperators.EQUAL,
                    ),
                    (DateRange("since", "until", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.place}"

    @property
    def place(self):
        """The office, or the whole organisation."""
        return self.office or self.organisation

    @property
    def may_end(self):
        """False once its end has come."""
        return self.until is None or self.until > timezone.localdate()
