from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from programmes import indicators
from programmes.forms.records import RecordForm
from programmes.models import AwardIndicator
from work.forms import DateField, Form, PlainDecimalField


def indicator_choices():
    """Code and name of every indicator that a report knows."""
    known = sorted(indicators.known().values(), key=lambda one: one.code)
    return [*BLANK_CHOICE_DASH, *((one.code, f"{one.code} – {one.name}") for one in known)]


def breakdown_choices():
    """No breakdown, or one that some indicator has."""
    found = sorted({name for one in indicators.known().values() for name in one.breakdowns})
    return [*BLANK_CHOICE_DASH, *((name, name) for name in found)]


class IndicatorForm(RecordForm):
    """An indicator agreed in an award, with its baseline."""

    indicator = forms.ChoiceField(label=_("Indicator"), choices=indicator_choices)
    dimension = forms.ChoiceField(
        label=_("Breakdown by"),
        choices=breakdown_choices,
        required=False,
        help_text=_("Only where the agreement sets targets for a part, for example for women."),
    )

    class Meta:
        model = AwardIndicator
        fields = [
            "indicator",
            "dimension",
            "category",
            "objective",
            "baseline",
            "baseline_on",
            "baseline_method",
            "collection_method",
            "responsible",
        ]

    def __init__(self, *args, award, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["objective"].queryset = award.objectives.all()
        self.fields["category"].help_text = _("As reports write it, for example F, M, 0-17 or GT-12.")


def plainly(amount):
    """45 instead of 45.00; half a person stays 45.50."""
    return int(amount) if amount is not None and amount == amount.to_integral_value() else amount


def cell_name(row, period):
    """The name of one box of the table of targets."""
    return f"target-{row.pk.hex}-{period.label}"


class TargetsForm(Form):
    """The targets of an award for some periods: one box for each indicator and period.

    A target that stood before is changed only with the date, reason and document of what was agreed.
    """

    dated_on = DateField(label=_("Date of the document"), required=False)
    document = forms.CharField(label=_("Document"), max_length=200, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def __init__(self, *args, rows, periods, present, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.periods, self.present = rows, periods, present
        for row in rows:
            for period in periods:
                self.fields[cell_name(row, period)] = self.box(row, period)

    def box(self, row, period):
        """The box of one indicator and period, with the target that stands."""
        field = PlainDecimalField(
            label=f"{row}, {period.words}", required=False, min_value=0, max_digits=14, decimal_places=2
        )
        field.initial = plainly(self.present.get((row.indicator, row.dimension, row.category, period.label)))
        field.period_label = period.words
        field.widget.attrs["aria-label"] = field.label
        return field

    def table(self):
        """`(indicator row, its boxes)`, as they stand on the page."""
        return [(row, [self[cell_name(row, period)] for period in self.periods]) for row in self.rows]

    def values(self):
        """{(indicator row, period label): amount} of the boxes that say something else than what stands."""
        return {
            (row, period.label): self.cleaned_data[cell_name(row, period)]
            for row in self.rows
            for period in self.periods
            if cell_name(row, period) in self.changed_data
        }

    def clean(self):
        """Keep for the action what it asks: the changed boxes and what documents them."""
        data = super().clean()
        if self.errors:
            return data
        if not self.values():
            raise ValidationError(_("Nothing was changed."))
        kept = {name: data.get(name) for name in ("dated_on", "reason", "document")}
        return kept | {"values": self.values()}


class ChangeTargetForm(Form):
    """A target as it was agreed anew."""

    value = PlainDecimalField(
        label=_("New target"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("Leave empty when nothing is promised for this period any more."),
    )
    dated_on = DateField(label=_("Date of the document"))
    document = forms.CharField(label=_("Document"), max_length=200)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
