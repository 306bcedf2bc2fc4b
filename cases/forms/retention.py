from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from accounts.roles import Role
from cases.forms.fields import CaseNumberField
from cases.models import MOST_YEARS, Case, RetentionClass, WhyHeld, WhyKept, WhyLifted
from work.forms import FilterForm, Form

DUE, HELD, ALL = "due", "held", "all"


def sentences(choices):
    """The answers of a closed list, each beginning with a capital."""
    return [(one.value, capfirst(one.label)) for one in choices]


class RetentionFilterForm(FilterForm):
    """Which closed cases are listed: those whose day has come, unless it is said otherwise."""

    state = forms.ChoiceField(
        label=_("Closed cases"),
        required=False,
        choices=[("", _("To be looked at now")), (HELD, _("Held")), (ALL, pgettext_lazy("cases", "All"))],
    )


class KeepLongerForm(Form):
    """Why what is kept of a closed case stays for another period."""

    why = forms.ChoiceField(
        label=_("Why is it kept?"), choices=lambda: sentences(WhyKept), widget=forms.RadioSelect
    )


class HoldForm(Form):
    """Of which case nothing may be destroyed, and why; the case is named by its number alone."""

    case = CaseNumberField(label=_("Number of the case"))
    why = forms.ChoiceField(label=_("Why"), choices=lambda: sentences(WhyHeld), widget=forms.RadioSelect)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        protected = sorted(user.offices_within(Role.DATA_PROTECTION))
        rows = Case.objects.filter(office__in=protected)
        self.fields["case"].queryset = rows.select_related("office", "person")


class LiftHoldForm(Form):
    """Why a legal hold ends."""

    lifted_why = forms.ChoiceField(
        label=_("Why it ends"), choices=lambda: sentences(WhyLifted), widget=forms.RadioSelect
    )


class RetentionPeriodForm(Form):
    """For how long a kind of record is kept, and on what that rests."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    record_class = forms.ChoiceField(
        label=_("Kind of record"), choices=RetentionClass, widget=forms.RadioSelect
    )
    years = forms.IntegerField(label=_("Years"), min_value=1, max_value=MOST_YEARS)
    basis = forms.CharField(
        label=_("Law or decision it rests on"),
        max_length=200,
        help_text=_("For example the article of a law, or a decision of the board with its date."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        own = user.organisation_ids(Role.DATA_PROTECTION, Role.ADMINISTRATOR)
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=own)
        if len(own) == 1:
            field.initial = next(iter(own))

    def clean_basis(self):
        if not self.cleaned_data["basis"].strip():
            raise ValidationError(_("Say on which law or decision it rests."), code="required")
        return self.cleaned_data["basis"]
