from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from codebook import places
from programmes.forms.organisations import OrganisationField
from programmes.forms.records import RecordForm
from programmes.models import Donor


def countries_or_none():
    """No country, or one of them."""
    return [*BLANK_CHOICE_DASH, *places.country_choices()]


class DonorForm(RecordForm):
    """What is known of a donor."""

    country = forms.ChoiceField(label=_("Country"), choices=countries_or_none, required=False)

    class Meta:
        model = Donor
        fields = ["name", "full_name", "country", "contact_name", "contact_email", "contact_phone"]


class NewDonorForm(DonorForm):
    """A donor, and for which organisation it is entered."""

    organisation = OrganisationField()
    field_order = ["organisation"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].offer(user)
