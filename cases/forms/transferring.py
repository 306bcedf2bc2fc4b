from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from cases import rules
from cases.forms.risk import GroundChoice, cases_in_full
from cases.grounds import may_let_tell
from cases.models import Case, Excluded, Ground, WhyDeclined, WhyTransfer
from cases.transfers import receiving
from work.forms import Form


class OfficeChoice(forms.ModelChoiceField):
    """An office, with its organisation."""

    def label_from_instance(self, office):
        return f"{office.organisation.name}: {office.name}"


class AskTransferForm(Form):
    """Which office should go on with a case, and why; of another organisation also by which right."""

    to_office = OfficeChoice(
        Office.objects.none(),
        label=_("Office that should take the case"),
        help_text=_("Offices in which somebody can answer: its supervisors."),
    )
    reason = forms.ChoiceField(label=_("Why"), choices=WhyTransfer, widget=forms.RadioSelect)
    ground = GroundChoice(
        Ground.objects.none(),
        label=_("On which ground"),
        required=False,
        help_text=_(
            "Only for another organisation: consent to a referral or to share data, a vital interest, a duty "
            "to report, or a court's order."
        ),
    )
    receiver_named = forms.BooleanField(
        label=_("The consent names this receiver"),
        required=False,
        help_text=_("Of a consent: it is good only for whom it names."),
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        offices = receiving().exclude(pk=case.office_id).select_related("organisation")
        self.fields["to_office"].queryset = offices.order_by("organisation__name", "name", "id")
        self.fields["ground"].queryset = may_let_tell(case)


class AcceptTransferForm(Form):
    """Who answers for a case that an office takes; nobody yet is an answer too."""

    worker = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who answers for it"),
        required=False,
        empty_label=_("Nobody yet"),
    )

    def __init__(self, *args, transfer, **kwargs):
        super().__init__(*args, **kwargs)
        working = User.objects.working(office=transfer.to_office_id, role__in=rules.TEAM)
        known = Excluded.objects.standing().filter(case=transfer.case_id).values("user")
        self.fields["worker"].queryset = working.exclude(pk__in=known)


class DeclineTransferForm(Form):
    """Why an office does not take a case."""

    why_declined = forms.ChoiceField(
        label=_("Why your office does not take it"), choices=WhyDeclined, widget=forms.RadioSelect
    )


class AskedTransferForm(AskTransferForm):
    """The same as a program asks it: it names the case by its number."""

    field_order = ["case", "to_office", "reason", "ground", "receiver_named"]
    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=_("Case"))

    def __init__(self, data=None, *, user, **kwargs):
        known, number = cases_in_full(user), (data or {}).get("case")
        named = known.filter(number=number).first() if isinstance(number, str) else None
        super().__init__(data, case=named or Case(office=Office()), **kwargs)
        self.fields["case"].queryset = known
