"""What can be done with people, offices and organisations."""

from accounts.actions.decisions import record_sole_decision, review_sole_decision
from accounts.actions.memberships import end_membership, grant_membership
from accounts.actions.offices import close_office, create_office, declare_small, edit_office, end_small
from accounts.actions.organisations import create_organisation, edit_organisation
from accounts.actions.own import (
    accept_invitation,
    change_password,
    choose_language,
    edit_own,
    end_token,
    refuse_invitation,
    renew_recovery_codes,
    set_up_second_factor,
    switch_role,
)
from accounts.actions.people import (
    edit_user,
    end_access,
    invite,
    new_link,
    reset_second_factor,
    restore_access,
)
from accounts.actions.unsent import discard_unsent_text, forget_unsent_texts, keep_unsent_text

__all__ = [
    "accept_invitation",
    "change_password",
    "choose_language",
    "close_office",
    "create_office",
    "create_organisation",
    "declare_small",
    "discard_unsent_text",
    "edit_office",
    "edit_organisation",
    "edit_own",
    "edit_user",
    "end_access",
    "end_membership",
    "end_small",
    "end_token",
    "forget_unsent_texts",
    "grant_membership",
    "invite",
    "keep_unsent_text",
    "new_link",
    "record_sole_decision",
    "refuse_invitation",
    "renew_recovery_codes",
    "reset_second_factor",
    "restore_access",
    "review_sole_decision",
    "set_up_second_factor",
    "switch_role",
]
