from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.forms.ending import REASON
from programmes.models import Component
from work.forms import DateField, Form


class FundForm(Form):
    """Which component an award pays for, from when until when."""

    component = forms.ModelChoiceField(label=_("Component"), queryset=Component.objects.none())
    since = DateField(label=_("First day"))
    last_day = DateField(
        label=_("Last day"), required=False, help_text=_("Leave empty when it is paid until the award ends.")
    )

    def __init__(self, *args, award, **kwargs):
        super().__init__(*args, **kwargs)
        recipients = award.sub_awards.to_organisations().values_list("recipient", flat=True)
        owners = [award.organisation_id, *recipients]
        self.fields["component"].queryset = Component.objects.filter(organisation__in=owners)
        self.fields["since"].initial = award.starts


class CorrectWindowForm(Form):
    """The right days of a funding window, and why they were wrong."""

    since = DateField(label=_("First day"))
    last_day = DateField(label=_("Last day"))
    correction = forms.CharField(
        label=_("Why it is corrected"),
        help_text=_("Figures that were already reported may change; reports show that as a restatement."),
        **REASON,
    )


class WithdrawWindowForm(Form):
    """Why a funding window was a mistake."""

    correction = forms.CharField(label=_("Why it was a mistake"), **REASON)
