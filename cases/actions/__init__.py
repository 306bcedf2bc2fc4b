"""What can be done with cases and the people in them."""

from cases.actions.assistance import change_service, record_service, withdraw_service
from cases.actions.changing import change_case, reveal_name
from cases.actions.closing import close_case, reopen_case
from cases.actions.deciding import activate_case, find_outside_scope, identify_case
from cases.actions.notes import open_note, write_note
from cases.actions.opening import open_case

__all__ = [
    "activate_case",
    "change_case",
    "change_service",
    "close_case",
    "find_outside_scope",
    "identify_case",
    "open_case",
    "open_note",
    "record_service",
    "reopen_case",
    "reveal_name",
    "withdraw_service",
    "write_note",
]
