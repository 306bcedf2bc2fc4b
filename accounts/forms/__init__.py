"""What may be typed about people, offices and organisations, and at the entrance."""

from accounts.forms.decisions import DecisionFilterForm, ReviewForm
from accounts.forms.entrance import (
    ActivateForm,
    ChangePasswordForm,
    CodeForm,
    ConfirmForm,
    NewPasswordForm,
    SignInForm,
    SwitchRoleForm,
    TokenForm,
)
from accounts.forms.offices import DeclareSmallForm, OfficeForm, OnADayForm, OrganisationForm
from accounts.forms.people import InviteForm, MembershipForm, OwnForm, UserFilterForm, UserForm

__all__ = [
    "ActivateForm",
    "ChangePasswordForm",
    "CodeForm",
    "ConfirmForm",
    "DecisionFilterForm",
    "DeclareSmallForm",
    "InviteForm",
    "MembershipForm",
    "NewPasswordForm",
    "OfficeForm",
    "OnADayForm",
    "OrganisationForm",
    "OwnForm",
    "ReviewForm",
    "SignInForm",
    "SwitchRoleForm",
    "TokenForm",
    "UserFilterForm",
    "UserForm",
]
