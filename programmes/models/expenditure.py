from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.models.awards import Award, currency, money
from programmes.models.donors import OfAwardQuerySet
from programmes.models.fundings import day_after
from programmes.models.objectives import Objective
from programmes.periods import words_of
from work.dates import DateRange
from work.models import Record, known

NO_OBJECTIVE = "00000000-0000-0000-0000-000000000000"


class PaidBy(models.TextChoices):
    AWARD = "award", _("The award")
    COUNTERPART = "counterpart", _("Own contribution")


class ExpenditureImport(Record):
    """One file of spending: read and shown row by row first, taken in whole by a second decision."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="expenditure_imports")
    file_name = models.CharField(_("file"), max_length=120)
    digest = models.CharField(max_length=64, editable=False)
    imported_at = models.DateTimeField(_("taken in"), null=True, blank=True)
    discarded_at = models.DateTimeField(_("discarded"), null=True, blank=True)

    objects = OfAwardQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "digest"],
                condition=Q(discarded_at=None),
                name="expenditure_file_once",
                violation_error_message=_("This very file was already imported."),
            ),
            models.CheckConstraint(
                condition=Q(imported_at=None) | Q(discarded_at=None), name="import_taken_or_discarded"
            ),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("programmes:spending-import", args=[self.pk])


class ExpenditureQuerySet(OfAwardQuerySet):
    def within(self, start, end):
        """Spending of periods that lie wholly between these days."""
        return self.filter(starts__gte=start, ends__lte=end)


class Expenditure(Record):
    """What was spent on an objective in a period, as the accounts say; no accounts are kept here."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="expenditures")
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expenditures",
        verbose_name=_("objective"),
    )
    line = models.CharField(_("budget line"), max_length=120, blank=True)
    paid_by = models.CharField(_("paid by"), max_length=20, choices=PaidBy, default=PaidBy.AWARD)
    period = models.CharField(_("period"), max_length=22)
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    amount = money(_("amount"))
    currency = currency()
    came_in = models.ForeignKey(ExpenditureImport, models.PROTECT, related_name="expenditures")

    objects = ExpenditureQuerySet.as_manager()

    class Meta:
        ordering = ["starts", "objective__code", "line", "id"]
        constraints = [
            known("paid_by", PaidBy.values),
            models.CheckConstraint(
                condition=Q(amount__gte=0, currency__regex=r"^[A-Z]{3}$", ends__gte=F("starts")),
                name="expenditure_plausible",
                violation_error_message=_("An amount cannot be negative."),
            ),
            ExclusionConstraint(
                name="expenditure_once_for_a_time",
                expressions=[
                    ("award", RangeOperators.EQUAL),
                    (
                        Func(
                            F("objective"), Value(NO_OBJECTIVE, models.UUIDField()), function="coalesce",
                            output_field=models.UUIDField(),
                        ),
                        RangeOperators.EQUAL,
                    ),
                    ("line", RangeOperators.EQUAL),
                    ("paid_by", RangeOperators.EQUAL),
                    ("currency", RangeOperators.EQUAL),
                    (DateRange("starts", day_after("ends"), Value("[)")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Spending of part of this period is already there."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.period} {self.amount} {self.currency}"

    @property
    def period_words(self):
        """The period as people read it."""
        return words_of(self.period)


class RowOutcome(models.TextChoices):
    NEW = "new", pgettext_lazy("row to be taken in", "Taken")
    SAME = "same", _("Already there")
    CHANGED = "changed", _("Replaces an amount")
    REFUSED = "refused", _("Not taken")
    BLANK = "blank", _("Empty or a total")


class ImportRow(models.Model):
    """The account of one row of a file: what stood in it, what becomes of it, and why."""

    id = models.BigAutoField(primary_key=True)
    expenditure_import = models.ForeignKey(ExpenditureImport, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=dict)
    outcome = models.CharField(_("what becomes of it"), max_length=20, choices=RowOutcome)
    reason = models.JSONField(default=dict)
    objective = models.ForeignKey(Objective, models.PROTECT, null=True, related_name="+")
    line = models.CharField(max_length=120, blank=True)
    paid_by = models.CharField(max_length=20, blank=True)
    period = models.CharField(max_length=22, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    expenditure = models.ForeignKey(Expenditure, models.PROTECT, null=True, related_name="import_rows")

    class Meta:
        ordering = ["number"]
        constraints = [
            known("outcome", RowOutcome.values),
            models.UniqueConstraint(fields=["expenditure_import", "number"], name="import_row_once"),
        ]

    def __str__(self):
        return str(self.number)

    @property
    def period_words(self):
        """The period as people read it."""
        return words_of(self.period)
