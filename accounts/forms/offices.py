from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import OfficeKind
from codebook import places
from codebook.forms.fields import CodeChoiceField
from work.forms import DateField, Form


class OrganisationForm(Form):
    """An organisation that carries the programme."""

    name = forms.CharField(label=_("Name"), max_length=120)
    country = forms.ChoiceField(label=_("Country"), choices=places.country_choices)
    kind = CodeChoiceField(label=_("Kind of organisation"), code_list="partner_type")


def departments():
    """Every department of the countries where the programme works."""
    return [
        ("", _("Choose one")),
        *(pair for country in places.HOME for pair in places.subdivision_choices(country)),
    ]


class OfficeForm(Form):
    """An office or a shelter; there is no place for an address, which must never be kept here."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=OfficeKind, widget=forms.RadioSelect, initial=OfficeKind.OFFICE
    )
    department = forms.ChoiceField(
        label=_("Department"),
        required=False,
        choices=departments,
        help_text=_("Reports by department count the office's cases here. The address is never written."),
    )

    def __init__(self, *args, country, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", _("Choose one")), *places.subdivision_choices(country)]


class DeclareSmallForm(Form):
    """The director's decision that an office is small."""

    decided_by = forms.CharField(label=_("Name of the director who decided"), max_length=120)
    decided_on = DateField(label=_("Date of the decision"))


class OnADayForm(Form):
    """The first day on which something holds no more."""

    on = DateField(label=_("First day without it"), initial=timezone.localdate)
