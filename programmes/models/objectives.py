from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.indicators import known
from programmes.models.awards import Award, money
from programmes.models.donors import OfAwardQuerySet
from programmes.periods import words_of
from work.models import Record


def value(label, **options):
    """A column for a target or a baseline."""
    return models.DecimalField(
        label, max_digits=14, decimal_places=2, validators=[MinValueValidator(0)], **options
    )


class ObjectiveQuerySet(OfAwardQuerySet):
    def open(self):
        """Objectives that were not given up."""
        return self.filter(ended_on=None)


class Objective(Record):
    """What an award is to achieve; its budget is in the award's currency."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="objectives")
    code = models.CharField(
        _("number"), max_length=20, help_text=_("As in the proposal, for example 1 or 2.1.")
    )
    title = models.CharField(_("objective"), max_length=300)
    title_en = models.CharField(_("objective in English"), max_length=300, blank=True)
    budget = money(_("budget"), null=True, blank=True)
    ended_on = models.DateField(_("given up on"), null=True, blank=True)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "code"],
                name="objective_code_once",
                violation_error_message=_("The award already has an objective of this number."),
            ),
            models.UniqueConstraint(fields=["id", "award"], name="objective_with_award"),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0),
                name="objective_budget_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title}"


class AwardIndicator(Record):
    """An indicator agreed in an award, or one category of its breakdown, with its baseline.

    The code is text: what an indicator counts is defined by reports; what no report knows is shown as such.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="indicators")
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("objective"),
    )
    indicator = models.CharField(_("indicator"), max_length=40)
    dimension = models.CharField(_("breakdown by"), max_length=60, blank=True)
    category = models.CharField(_("category"), max_length=60, blank=True)
    baseline = value(_("baseline"), null=True, blank=True)
    baseline_on = models.DateField(_("baseline measured on"), null=True, blank=True)
    baseline_method = models.CharField(_("how the baseline was measured"), max_length=300, blank=True)
    collection_method = models.CharField(_("how it is measured"), max_length=300, blank=True)
    responsible = models.CharField(_("who answers for it (post, not name)"), max_length=120, blank=True)
    ended_on = models.DateField(_("no longer asked since"), null=True, blank=True)

    objects = OfAwardQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "dimension", "category", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "indicator", "dimension", "category"],
                name="award_indicator_once",
                violation_error_message=_("The award already has this indicator with this breakdown."),
            ),
            models.CheckConstraint(
                condition=Q(dimension="", category="") | ~Q(dimension="") & ~Q(category=""),
                name="breakdown_with_category",
                violation_error_message=_("A breakdown needs its category, and a category its breakdown."),
            ),
            models.CheckConstraint(
                condition=Q(baseline=None, baseline_on=None)
                | Q(baseline__isnull=False, baseline__gte=0, baseline_on__isnull=False)
                & ~Q(baseline_method=""),
                name="baseline_with_date_and_method",
                violation_error_message=_("A baseline needs the day it was measured and how."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.dimension}={self.category}" if self.dimension else self.indicator

    @property
    def name(self):
        """What the indicator is called; nothing where no report knows its code."""
        found = known().get(self.indicator)
        return found.name if found else ""


class TargetQuerySet(OfAwardQuerySet):
    def of(self, indicator, dimension="", category=""):
        """Targets of this indicator, in total or for one category."""
        return self.filter(indicator=indicator, dimension=dimension, category=category)


class Target(Record):
    """How much of an indicator was promised for a period; each later value, or none, is an AwardChange."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="targets")
    indicator = models.CharField(_("indicator"), max_length=40)
    dimension = models.CharField(_("breakdown by"), max_length=60, blank=True)
    category = models.CharField(_("category"), max_length=60, blank=True)
    period = models.CharField(_("period"), max_length=22)
    value = value(_("target"), null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "dimension", "category", "period", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "indicator", "dimension", "category", "period"],
                name="target_once",
                violation_error_message=_("There is already a target for this period."),
            ),
            models.UniqueConstraint(fields=["id", "award"], name="target_with_award"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0),
                name="target_not_negative",
                violation_error_message=_("A target cannot be negative."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.period_words}"

    @property
    def period_words(self):
        """The period as people read it."""
        return words_of(self.period)
