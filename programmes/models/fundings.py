from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import DateField, ExpressionWrapper, F, Q, Value
from django.utils.translation import gettext_lazy as _

from programmes.models.donors import OfAwardQuerySet
from programmes.periods import DAY
from work.dates import DateRange
from work.models import Record


def day_after(field):
    """The day after the one in this column."""
    return ExpressionWrapper(F(field) + 1, output_field=DateField())


class FundingQuerySet(OfAwardQuerySet):
    def live(self):
        """Windows that were not withdrawn as mistakes."""
        return self.filter(withdrawn_on=None)

    def on(self, day):
        """Windows that include this day."""
        return self.filter(since__lte=day, until__gt=day)


class Funding(Record):
    """An award pays for a component from a day until before another, inside the award's own term.

    `award_starts` and `award_ends` repeat the award's days: a foreign key over all three keeps them equal, so
    that the database itself refuses a window outside the award, also when the award's days change.
    """

    award = models.ForeignKey(
        "programmes.Award", models.PROTECT, related_name="fundings", verbose_name=_("award")
    )
    component = models.ForeignKey(
        "programmes.Component", models.PROTECT, related_name="fundings", verbose_name=_("component")
    )
    since = models.DateField(_("first day"))
    until = models.DateField(_("first day no longer paid"))
    award_starts = models.DateField(editable=False)
    award_ends = models.DateField(editable=False)
    correction = models.CharField(_("why it was corrected"), max_length=300, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)

    objects = FundingQuerySet.as_manager()

    class Meta:
        ordering = ["component__name", "since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")),
                name="funding_ends_after_start",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=False)
                | Q(since__gte=F("award_starts"), until__lte=day_after("award_ends")),
                name="funding_inside_award",
                violation_error_message=_(
                    "The award does not last that long: a funding window lies inside its award."
                ),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | ~Q(correction=""), name="funding_withdrawn_with_reason"
            ),
            ExclusionConstraint(
                name="funding_once_at_a_time",
                expressions=[
                    ("award", RangeOperators.EQUAL),
                    ("component", RangeOperators.EQUAL),
                    (DateRange("since", "until", Value("[)")), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_on=None),
                violation_error_message=_(
                    "The award already pays for this component during part of that time."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.award} → {self.component}"

    @property
    def last_day(self):
        return self.until - DAY
