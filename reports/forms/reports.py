from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from programmes.models import Award
from programmes.periods import parse, quarters_of
from reports import checks
from reports.kinds import kind_choices
from reports.models import Deviation, ReportStatus
from reports.tracking.notes import check_words
from work.forms import FilterForm, Form, ModelForm


class OfAwardForm(Form):
    """An award of hers, and the kind of report."""

    award = forms.ModelChoiceField(label=_("Award"), queryset=Award.objects.none(), to_field_name="number")
    template = forms.ChoiceField(label=_("Kind of report"), choices=kind_choices)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["award"].queryset = Award.objects.visible_to(user).order_by("number")


class ScheduleForm(OfAwardForm):
    """Which report is made for every period of which award."""


class AskForm(OfAwardForm):
    """Which report of which period is made now."""

    period = forms.CharField(
        label=_("Period"),
        max_length=22,
        help_text=_("A quarter in the award's own calendar, for example FY2011-Q2 or AQ3."),
    )

    def clean(self):
        award, label = self.cleaned_data.get("award"), self.cleaned_data.get("period")
        if award is None or not label:
            return
        try:
            period = parse(label, award)
        except ValidationError as error:
            self.add_error("period", error)
            return
        quarters = {one.label for one in quarters_of(award)}
        if period.label not in quarters:
            sentence = _("This award reports by these periods: %(periods)s.")
            self.add_error("period", sentence % {"periods": ", ".join(sorted(quarters))})
        self.cleaned_data["period"] = period


class ChoosePeriodForm(Form):
    """The same as chosen on a page: of each award, the periods that are over, the latest first."""

    period = forms.ChoiceField(label=_("Award and period"))
    template = forms.ChoiceField(label=_("Kind of report"), choices=kind_choices)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        awards = Award.objects.visible_to(user).select_related("donor").order_by("-starts", "number")
        self.awards = list(awards)
        self.periods = {
            f"{award.number} {period.label}": (award, period)
            for award in self.awards
            for period in over(award)
        }
        groups = {}
        for key, (award, period) in self.periods.items():
            groups.setdefault(f"{award.donor} · {award}", []).append((key, words_with_days(period)))
        self.fields["period"].choices = [("", _("Choose one")), *groups.items()]

    def clean(self):
        data = super().clean()
        data["award"], data["period"] = self.periods.get(data.get("period"), (None, None))
        return data


def over(award):
    """The quarters of an award that are over, the latest first."""
    today = timezone.localdate()
    return [period for period in reversed(quarters_of(award)) if period.end < today]


def words_with_days(period):
    """A period as it is chosen: what it is called, and its days."""
    first, last = (date_format(day, "SHORT_DATE_FORMAT") for day in (period.start, period.end))
    return f"{capfirst(period.words)}: {first} – {last}"


class ConfirmForm(Form):
    """What is lacking, each to be confirmed as read before the report is approved."""

    confirmed = forms.MultipleChoiceField(
        label=_("I have read what is lacking"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Confirm that you have read what is lacking."),
            "invalid_choice": _("What is lacking changed after you read it. Read it again."),
        },
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        lacking = checks.warning(report.checks)
        self.checks = {checks.shown_as(one): one["check"] for one in lacking}
        self.fields["confirmed"].choices = [(checks.shown_as(one), check_words(one)[1]) for one in lacking]
        if not lacking:
            del self.fields["confirmed"]

    def clean_confirmed(self):
        return [self.checks[name] for name in self.cleaned_data["confirmed"]]


class DeviationForm(ModelForm):
    """Why a figure is far from its target, and what is done about it."""

    class Meta:
        model = Deviation
        fields = ["cause", "explanation", "explanation_en", "action", "action_en", "owner", "due_on"]


class ReportFilterForm(FilterForm):
    """Which reports are listed."""

    award = forms.ModelChoiceField(
        label=_("Award"), queryset=Award.objects.none(), to_field_name="number", required=False
    )
    status = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any")), *ReportStatus.choices], required=False
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["award"].queryset = Award.objects.visible_to(user).order_by("number")

    def narrow(self, rows):
        """The reports that fit; where something cannot be read, none."""
        if not self.is_valid():
            return rows.none() if self.is_bound and self.errors else rows
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return rows.filter(**wanted)
