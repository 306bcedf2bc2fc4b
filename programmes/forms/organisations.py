"""For whom a donor or a component is entered: asked only of those who manage several organisations."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Role


class OrganisationField(forms.ModelChoiceField):
    """One of the organisations whose programme the person manages; hidden where there is only one."""

    def __init__(self, **kwargs):
        kwargs |= {"queryset": Organisation.objects.none(), "required": False, "label": _("Organisation")}
        super().__init__(**kwargs)

    def offer(self, user):
        """Offer the organisations of this person."""
        self.queryset = Organisation.objects.filter(pk__in=user.organisation_ids(Role.PROGRAMME_MANAGER))
        if len(self.queryset) == 1:
            self.initial, self.widget = self.queryset[0], forms.HiddenInput()
        else:
            self.required = True

    def clean(self, value):
        return super().clean(value) or self.only()

    def only(self):
        if len(self.queryset) != 1:
            raise ValidationError(self.error_messages["required"], code="required")
        return self.queryset[0]
