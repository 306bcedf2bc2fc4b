from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Role
from work.dates import DateRange
from work.models import Record


class AbsenceQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody ended before their time."""
        return self.filter(ended_at=None)

    def of_day(self, day=None):
        """Those that hold on this local date (by default today)."""
        day = day or timezone.localdate()
        return self.standing().filter(since__lte=day, until__gte=day)

    def to_come(self, day=None):
        """Those that hold on this day or later."""
        return self.standing().filter(until__gte=day or timezone.localdate())

    def visible_to(self, user):
        """Her own, those that she covers, and those of people of offices that she supervises."""
        memberships = self.model._meta.get_field("user").related_model._meta.get_field("memberships")
        offices = sorted(user.office_ids(Role.SUPERVISOR))
        people = memberships.related_model.objects.in_force().filter(office__in=offices).values("user")
        return self.filter(Q(user=user.pk) | Q(cover=user.pk) | Q(user__in=people))

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("user", "cover")


class Absence(Record):
    """Somebody is away from a day to another, and a colleague of the office does her work meanwhile."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name=_("who is away")
    )
    cover = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="covering", verbose_name=_("who covers")
    )
    since = models.DateField(pgettext_lazy("absence", "first day"))
    until = models.DateField(pgettext_lazy("absence", "last day"))
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("The last day is before the first one."),
            ),
            models.CheckConstraint(
                condition=~Q(cover=F("user")),
                name="absence_covered_by_another",
                violation_error_message=_("Choose a colleague: nobody covers for herself."),
            ),
            ExclusionConstraint(
                name="absence_once_at_a_time",
                violation_error_message=_("For some of these days it is said already who covers."),
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (DateRange("since", "until", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["cover", "until"], condition=Q(ended_at=None), name="absence_of_cover"),
        ]
