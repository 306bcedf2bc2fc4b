from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from work.forms import Form

LONGEST_PASSWORD = 256


class PasswordField(forms.CharField):
    """A password, taken as it is typed, spaces included."""

    def __init__(self, *, autocomplete="current-password", **kwargs):
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(widget=widget, strip=False, max_length=LONGEST_PASSWORD, **kwargs)


class CodeField(forms.CharField):
    """A code from an app or from paper, spaces and dashes left out."""

    def __init__(self, **kwargs):
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short", "autofocus": True}
        super().__init__(widget=forms.TextInput(attrs), max_length=20, **kwargs)

    def to_python(self, value):
        return "".join(sign for sign in super().to_python(value) if sign not in " -")


class SignInForm(Form):
    """Who somebody says she is, and her password."""

    name = forms.CharField(
        label=_("Sign-in name or e-mail"),
        max_length=254,
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = PasswordField(label=_("Password"))


class TokenForm(Form):
    """What the API asks to make a token."""

    email = forms.CharField(label=_("Sign-in name or e-mail"), max_length=254)
    password = PasswordField(label=_("Password"))
    otp = CodeField(label=_("Code of the second factor"), required=False)
    role = forms.ChoiceField(
        label=_("Role to act in, for people whose roles may not be used together"),
        choices=[("", _("Choose one")), *Role.choices],
        required=False,
    )


class CodeForm(Form):
    """The second step of signing in."""

    code = CodeField(
        label=_("Code"), help_text=_("The six digits your app shows now, or one of your recovery codes.")
    )


class ActivateForm(Form):
    """The first code of a new app, which shows that it reads the secret right."""

    code = CodeField(label=_("Code"), help_text=_("The six digits the app shows now."))


class ConfirmForm(Form):
    """Proof that it is still she: a code, or where there is no second factor, the password."""

    proof = CodeField(
        label=_("Code"), help_text=_("The six digits your app shows now, or one of your recovery codes.")
    )

    def __init__(self, *args, by_password=False, **kwargs):
        super().__init__(*args, **kwargs)
        if by_password:
            self.fields["proof"] = PasswordField(label=_("Your password"))


class SwitchRoleForm(ConfirmForm):
    """The role to act in, and the proof."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    field_order = ["role", "proof"]

    def __init__(self, *args, roles=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proof"].widget.attrs.pop("autofocus", None)
        self.fields["role"].choices = [choice for choice in Role.choices if choice[0] in roles]


class NewPasswordForm(Form):
    """A password of one's own, typed twice."""

    password = PasswordField(
        label=_("New password"),
        autocomplete="new-password",
        help_text=_(
            "At least 15 signs. Four or five words that have nothing to do with each other are easy to keep "
            "and hard to guess."
        ),
    )
    again = PasswordField(label=_("The same password again"), autocomplete="new-password")

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean(self):
        again = self.cleaned_data.pop("again", None)
        if "password" in self.cleaned_data and again is not None and again != self.cleaned_data["password"]:
            self.add_error("again", ValidationError(_("The two passwords are not the same."), code="again"))


class ChangePasswordForm(NewPasswordForm):
    """The password until now, and a new one."""

    current = PasswordField(label=_("Password until now"))
    field_order = ["current", "password", "again"]
