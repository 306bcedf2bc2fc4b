import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Organisation, Profession
from accounts.roles import Role
from work.forms import DateField, FilterForm, Form

PLAIN_NAME = RegexValidator(
    r"^[A-Za-z0-9._+-]+$", _("Use letters without accents, digits and . _ + - only; no “@” and no spaces.")
)


class PlaceField(forms.ChoiceField):
    """An office, or a whole organisation, among those that the administrator manages."""

    def offer(self, user):
        """Offer the places that this administrator may give roles in."""
        managed = Organisation.objects.managed_by(user)
        offices = Office.objects.open().filter(organisation__in=managed).order_by("name", "id")
        self.places = {}
        groups = {organisation.pk: [organisation, []] for organisation in managed.order_by("name", "id")}
        for organisation, choices in groups.values():
            self.places[str(organisation.pk)] = (organisation, None)
            choices.append((str(organisation.pk), _("%(name)s, all of it") % {"name": organisation}))
        for office in offices:
            organisation, choices = groups[office.organisation_id]
            self.places[str(office.pk)] = (organisation, office)
            choices.append((str(office.pk), office.name))
        grouped = [(str(organisation), choices) for organisation, choices in groups.values()]
        self.choices = [("", _("Choose one")), *grouped]


class RoleFields(Form):
    """Where somebody works, as what, and from when."""

    place = PlaceField(
        label=_("Where"), help_text=_("A shelter is an office. “All of it” means every office.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose one")), *Role.choices])
    profession = forms.ChoiceField(
        label=_("Profession"),
        choices=Profession,
        required=False,
        help_text=_("It opens notes of her profession: psychological, medical or legal ones."),
    )
    since = DateField(label=_("From"), initial=timezone.localdate)
    until = DateField(
        label=_("Until"), required=False, help_text=_("First day without this role. Empty: no end.")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].offer(user)

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until <= since:
            self.add_error(
                "until", ValidationError(_("The end has to come after the beginning."), code="order")
            )
        if place := self.cleaned_data.pop("place", None):
            self.cleaned_data["organisation"], self.cleaned_data["office"] = self.fields["place"].places[
                place
            ]


class MembershipForm(RoleFields):
    """One more role of somebody."""


class NameFields(Form):
    """How somebody is called and how she signs in."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("She may sign in with it. Notices go there, without names."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect, initial="es"
    )

    def clean_email(self):
        return self.cleaned_data["email"].lower() or None


class OwnForm(NameFields):
    """One's own name, address and language."""


class UserForm(NameFields):
    """Somebody's name, sign-in name, address and language."""

    sign_in_name = forms.CharField(label=_("Sign-in name"), max_length=60, validators=[PLAIN_NAME])
    field_order = ["full_name", "sign_in_name", "email", "language"]


class InviteForm(NameFields, RoleFields):
    """A new person with her first role."""

    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        required=False,
        validators=[PLAIN_NAME],
        help_text=_("If empty, one is made of the e-mail address or the name."),
    )
    field_order = [
        "full_name",
        "email",
        "sign_in_name",
        "language",
        "place",
        "role",
        "profession",
        "since",
        "until",
    ]


class State(forms.ChoiceField):
    """Whether people can sign in."""

    CHOICES = [
        ("", _("All")),
        ("active", _("May sign in")),
        ("waiting", _("Invited, no password yet")),
        ("ended", _("Ended")),
    ]

    def __init__(self, **kwargs):
        super().__init__(choices=self.CHOICES, required=False, **kwargs)


class UserFilterForm(FilterForm):
    """Which people to list."""

    sealed = ("search",)

    search = forms.CharField(label=_("Name or sign-in name"), required=False, max_length=60)
    office = forms.ChoiceField(label=_("Office"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])
    state = State(label=_("Access"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        managed = Organisation.objects.managed_by(user)
        offices = Office.objects.filter(organisation__in=managed).order_by("name", "id")
        self.fields["office"].choices = [
            ("", _("All")),
            *((str(office.pk), office.name) for office in offices),
        ]

    def clean_office(self):
        return uuid.UUID(self.cleaned_data["office"]) if self.cleaned_data["office"] else None
