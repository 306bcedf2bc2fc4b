"""What can be done with cases and the people in them."""

from cases.actions.assistance import change_service, record_service, withdraw_service
from cases.actions.changing import change_case, reveal_name
from cases.actions.closing import close_case, reopen_case
from cases.actions.deciding import activate_case, find_outside_scope, identify_case
from cases.actions.describing import describe_person, edit_basics
from cases.actions.drafts import (
    discard_draft,
    keep_draft,
    save_typed,
    set_draft_apart,
    take_up_drafts,
    take_up_first_page,
)
from cases.actions.grounds import end_ground, record_ground
from cases.actions.intake import edit_exploitation, edit_needs, record_exploitation, record_needs
from cases.actions.likeness import answer_likeness, note_likeness, take_back_likeness
from cases.actions.naming import keep_unnamed, name_again
from cases.actions.notes import open_note, write_note
from cases.actions.opening import open_case
from cases.actions.passing_on import answer_risk_notice, pass_risk_on, withdraw_risk_notice
from cases.actions.risks import assess_risk, change_risk, withdraw_risk
from cases.actions.tasks import change_task, finish_task, plan_task
from cases.keeping import add_task

__all__ = [
    "activate_case",
    "add_task",
    "answer_likeness",
    "answer_risk_notice",
    "assess_risk",
    "change_case",
    "change_risk",
    "change_service",
    "change_task",
    "close_case",
    "describe_person",
    "discard_draft",
    "edit_basics",
    "edit_exploitation",
    "edit_needs",
    "end_ground",
    "find_outside_scope",
    "finish_task",
    "identify_case",
    "keep_draft",
    "keep_unnamed",
    "name_again",
    "note_likeness",
    "open_case",
    "open_note",
    "pass_risk_on",
    "plan_task",
    "record_exploitation",
    "record_ground",
    "record_needs",
    "record_service",
    "reopen_case",
    "reveal_name",
    "save_typed",
    "set_draft_apart",
    "take_back_likeness",
    "take_up_drafts",
    "take_up_first_page",
    "withdraw_risk",
    "withdraw_risk_notice",
    "withdraw_service",
    "write_note",
]
