from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from programmes.forms.organisations import OrganisationField
from programmes.forms.records import RecordForm
from programmes.models import Component, Serves


class ComponentForm(RecordForm):
    """A line of work: what it is called, what it does, for whom, and which offices do it."""

    serves = forms.MultipleChoiceField(
        label=_("Serves"),
        choices=Serves,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody who is of another kind is turned away: it says whom the component is meant for."),
    )
    offices = forms.ModelMultipleChoiceField(
        label=_("Offices that work under it"),
        queryset=Office.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What they log of this kind of work belongs here unless they say otherwise."),
    )

    class Meta:
        model = Component
        fields = ["name", "kind", "serves"]

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.offer_offices([self.instance.organisation_id])
            self.initial["offices"] = list(self.instance.offices.all())

    def offer_offices(self, organisations):
        """Offer the open offices of these organisations."""
        offices = Office.objects.open().filter(organisation__in=organisations)
        self.fields["offices"].queryset = offices.select_related("organisation")


class NewComponentForm(ComponentForm):
    """A line of work, and of which organisation it is."""

    organisation = OrganisationField()
    field_order = ["organisation"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.offer(user)
        self.offer_offices([organisation.pk for organisation in field.queryset])
