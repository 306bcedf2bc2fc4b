from django.urls import path

from accounts.views import (
    decisions,
    entrance,
    factor,
    invitations,
    memberships,
    offices,
    organisations,
    own,
    people,
)

urlpatterns = [
    path("login/", entrance.sign_in, name="account_login"),
    path("login/code/", entrance.sign_in_code, name="mfa_authenticate"),
    path("logout/", entrance.sign_out, name="account_logout"),
    path("leave/", entrance.leave_now, name="leave-now"),
    path("session/", entrance.extend, name="session-extend"),
    path("invitation/", invitations.invitation, name="invitation"),
    path("invitation/<str:token>/", invitations.invitation_link, name="invitation"),
    path("own/", own.own_account, name="own-account"),
    path("own/edit/", own.own_account_edit, name="own-account-edit"),
    path("own/password/", own.password_change, name="account_change_password"),
    path("own/confirm/", own.confirm, name="account_reauthenticate"),
    path("own/role/", own.role_switch, name="role-switch"),
    path("own/second-factor/", factor.second_factor_set_up, name="mfa_activate_totp"),
    path("own/second-factor/replace/", factor.second_factor_replace, name="second-factor-replace"),
    path("own/recovery-codes/", factor.recovery_codes_renew, name="mfa_generate_recovery_codes"),
    path("own/tokens/<uuid:access_token>/end/", own.token_end, name="token-end"),
    path("users/", people.user_list, name="users"),
    path("users/invite/", people.user_invite, name="user-invite"),
    path("users/<uuid:user>/", people.user_detail, name="user"),
    path("users/<uuid:user>/edit/", people.user_edit, name="user-edit"),
    path("users/<uuid:user>/end/", people.user_end, name="user-end"),
    path("users/<uuid:user>/restore/", people.user_restore, name="user-restore"),
    path("users/<uuid:user>/new-link/", people.user_new_link, name="user-new-link"),
    path(
        "users/<uuid:user>/second-factor/", people.user_reset_second_factor, name="user-reset-second-factor"
    ),
    path("users/<uuid:user>/roles/", memberships.membership_grant, name="membership-grant"),
    path("memberships/<uuid:membership>/end/", memberships.membership_end, name="membership-end"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/new/", organisations.organisation_create, name="organisation-create"),
    path("organisations/<uuid:organisation>/", organisations.organisation_detail, name="organisation"),
    path(
        "organisations/<uuid:organisation>/edit/", organisations.organisation_edit, name="organisation-edit"
    ),
    path("organisations/<uuid:organisation>/offices/new/", offices.office_create, name="office-create"),
    path("offices/", offices.office_list, name="offices"),
    path("offices/<uuid:office>/", offices.office_detail, name="office"),
    path("offices/<uuid:office>/edit/", offices.office_edit, name="office-edit"),
    path("offices/<uuid:office>/close/", offices.office_close, name="office-close"),
    path("offices/<uuid:office>/declare-small/", offices.office_declare_small, name="office-declare-small"),
    path("offices/<uuid:office>/end-small/", offices.office_end_small, name="office-end-small"),
    path("decisions/", decisions.sole_decision_list, name="sole-decisions"),
    path("decisions/<uuid:sole_decision>/", decisions.sole_decision, name="sole-decision"),
]
