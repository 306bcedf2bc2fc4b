from django import forms
from django.utils.translation import gettext_lazy as _

from codebook.forms.pages import departments as subdivisions
from programmes.forms.ending import REASON
from programmes.forms.organisations import OrganisationField
from programmes.forms.records import RecordForm
from programmes.models import SupportedInstitution
from programmes.models.institutions import NO_INSTITUTION
from work.forms import Form


def departments():
    """Subdivisions of the countries in which programmes work; nothing is everywhere."""
    return [("", _("Everywhere")), *subdivisions()[1:]]


class InstitutionForm(RecordForm):
    """An institution that identifies people, and what the programme did for it."""

    department = forms.ChoiceField(
        label=_("Department"),
        choices=departments,
        required=False,
        help_text=_("Where it works: of whom was met elsewhere, or nobody knows where, it says nothing."),
    )

    class Meta:
        model = SupportedInstitution
        fields = ["source", "department", "kind", "since", "until", "evidence"]
        widgets = {"evidence": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        field.choices = [pair for pair in field.choices if pair[0] not in NO_INSTITUTION]


class NewInstitutionForm(InstitutionForm):
    """The same, and of which organisation it is."""

    organisation = OrganisationField()
    field_order = ["organisation"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(user)


class WithdrawInstitutionForm(Form):
    """Why an entry was a mistake."""

    reason = forms.CharField(label=_("Why it was a mistake"), **REASON)
