from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, OfficeKind
from accounts.roles import Role
from programmes.forms.records import RecordForm
from programmes.models import Component, ComponentKind
from shelters.models import Bed, Room, Shelter
from work.forms import DateField, Form, PlainIntegerField

MOST_BEDS = 60
NO_OFFICE = _(
    "There is no office to choose: an administrator enters it first as an office of the kind “shelter”. One "
    "that is set up already is changed on its own page."
)
NO_COMPONENT = _(
    "There is no component to choose: a programme manager adds one of the kind “shelter” to the organisation "
    "first."
)


class ShelterForm(RecordForm):
    """Whom a shelter admits and for how long; nobody is turned away by it, it says when to ask."""

    class Meta:
        model = Shelter
        fields = [
            "component", "genders", "youngest", "oldest", "takes_children", "takes_pregnant",
            "takes_disabled", "expected_months", "longest_months", "closed_on",
        ]  # fmt: skip
        labels = {"closed_on": _("Admits nobody since")}
        help_texts = {
            "genders": _("Tick none when everybody is admitted."),
            "closed_on": _("Leave empty as long as people are admitted."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.offer_components([self.instance.office.organisation_id])

    def offer_components(self, organisations):
        """Offer the lines of work of these organisations that house people."""
        found = Component.objects.open().filter(organisation__in=organisations, kind=ComponentKind.SHELTER)
        self.fields["component"].queryset = found


class NewShelterForm(ShelterForm):
    """A shelter that is set up: of which office, and whom it admits."""

    field_order = ["office"]

    class Meta(ShelterForm.Meta):
        fields = ["office", *[name for name in ShelterForm.Meta.fields if name != "closed_on"]]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offices = offices_to_set_up(user)
        self.fields["office"].queryset = offices
        self.offer_components(offices.values("organisation"))
        self.say_what_comes_first()

    def say_what_comes_first(self):
        """Where a list offers nothing, its help says who fills it before a shelter can be set up."""
        if not self.fields["office"].queryset.exists():
            self.fields["office"].help_text = NO_OFFICE
        elif not self.fields["component"].queryset.exists():
            self.fields["component"].help_text = NO_COMPONENT


def offices_to_set_up(user):
    """Offices entered as shelters that are not set up yet and that she may set up."""
    offices = Office.objects.open().filter(kind=OfficeKind.SHELTER, shelter=None)
    if user.leads(Role.ADMINISTRATOR):
        return offices
    own = offices.filter(organisation__in=user.organisation_ids(Role.ADMINISTRATOR))
    return own | offices.filter(pk__in=user.office_ids(Role.SUPERVISOR))


class AddressForm(Form):
    """Where the shelter stands; what is written already is not shown here."""

    address = forms.CharField(
        label=_("Address"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    telephone = forms.CharField(label=_("Telephone"), max_length=60, required=False)


class RoomNameForm(RecordForm):
    """How a room is called."""

    class Meta:
        model = Room
        fields = ["name"]


class BedsForm(Form):
    """How many beds come into a room, and since when."""

    beds = PlainIntegerField(label=_("Beds"), min_value=0, max_value=MOST_BEDS)
    cots = PlainIntegerField(
        label=_("Cots for small children"), min_value=0, max_value=MOST_BEDS, required=False
    )
    since = DateField(label=_("In use since"), initial=timezone.localdate)

    def clean_cots(self):
        return self.cleaned_data["cots"] or 0


class RoomForm(BedsForm):
    """A room and the beds in it."""

    name = forms.CharField(label=_("Name of the room"), max_length=60)
    field_order = ["name"]


class BedForm(RecordForm):
    """From when until when a bed is in use."""

    class Meta:
        model = Bed
        fields = ["since", "until", "cot"]
        help_texts = {"until": _("The first night on which nobody can sleep in it.")}


class NothingForm(Form):
    """Nothing but a yes."""
