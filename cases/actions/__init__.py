"""What can be done with cases and the people in them."""

from cases.actions.assistance import change_service, record_service, withdraw_service
from cases.actions.best_interests import change_best_interest, record_best_interest
from cases.actions.changing import change_case, reveal_name
from cases.actions.closing import close_case, reopen_case
from cases.actions.consents import (
    add_consent_text,
    open_recording,
    record_consent_text,
    retire_consent_text,
)
from cases.actions.deciding import activate_case, find_outside_scope, identify_case
from cases.actions.describing import describe_person, edit_basics
from cases.actions.documents import attach_document, change_document, open_document, withdraw_document
from cases.actions.drafts import (
    discard_draft,
    keep_draft,
    save_typed,
    set_draft_apart,
    take_up_drafts,
    take_up_first_page,
)
from cases.actions.events import join_exploitation, take_out_of_exploitation
from cases.actions.goals import add_goal, add_step, change_goal, change_step, end_goal, finish_step
from cases.actions.grounds import end_ground, record_ground
from cases.actions.groups import record_group_service
from cases.actions.hearings import (
    add_proceeding_step,
    cancel_proceeding_step,
    change_proceeding_step,
    hold_proceeding_step,
    postpone_proceeding_step,
    serve_proceeding_step,
)
from cases.actions.intake import edit_exploitation, edit_needs, record_exploitation, record_needs
from cases.actions.knowing import say_known, take_back_known
from cases.actions.likeness import answer_likeness, note_likeness, take_back_likeness
from cases.actions.merging import merge_people, undo_merge
from cases.actions.naming import keep_unnamed, name_again
from cases.actions.notes import open_note, write_note
from cases.actions.opening import open_case
from cases.actions.opening_together import open_group
from cases.actions.passing_on import answer_risk_notice, pass_risk_on, withdraw_risk_notice
from cases.actions.plans import agree_plan, close_plan, make_plan, print_plan, review_plan
from cases.actions.printing import print_case
from cases.actions.proceedings import (
    change_proceeding,
    record_proceeding,
    record_stage,
    withdraw_proceeding,
    withdraw_stage,
)
from cases.actions.relatives import (
    add_relative,
    change_relative,
    open_contact,
    reveal_relative,
    withdraw_relative,
)
from cases.actions.risks import assess_risk, change_risk, withdraw_risk
from cases.actions.suspending import record_failed_contact, suspend_case, withdraw_failed_contact
from cases.actions.tasks import change_task, finish_task, plan_task
from cases.actions.team import end_access, give_access
from cases.keeping import add_task

__all__ = [
    "activate_case",
    "add_consent_text",
    "add_goal",
    "add_proceeding_step",
    "add_relative",
    "add_step",
    "add_task",
    "agree_plan",
    "answer_likeness",
    "answer_risk_notice",
    "assess_risk",
    "attach_document",
    "cancel_proceeding_step",
    "change_best_interest",
    "change_case",
    "change_document",
    "change_goal",
    "change_proceeding",
    "change_proceeding_step",
    "change_relative",
    "change_risk",
    "change_service",
    "change_step",
    "change_task",
    "close_case",
    "close_plan",
    "describe_person",
    "discard_draft",
    "edit_basics",
    "edit_exploitation",
    "edit_needs",
    "end_access",
    "end_goal",
    "end_ground",
    "find_outside_scope",
    "finish_step",
    "finish_task",
    "give_access",
    "hold_proceeding_step",
    "identify_case",
    "join_exploitation",
    "keep_draft",
    "keep_unnamed",
    "make_plan",
    "merge_people",
    "name_again",
    "note_likeness",
    "open_case",
    "open_contact",
    "open_document",
    "open_group",
    "open_note",
    "open_recording",
    "pass_risk_on",
    "plan_task",
    "postpone_proceeding_step",
    "print_case",
    "print_plan",
    "record_best_interest",
    "record_consent_text",
    "record_exploitation",
    "record_failed_contact",
    "record_ground",
    "record_group_service",
    "record_needs",
    "record_proceeding",
    "record_service",
    "record_stage",
    "reopen_case",
    "retire_consent_text",
    "reveal_name",
    "reveal_relative",
    "review_plan",
    "save_typed",
    "say_known",
    "serve_proceeding_step",
    "set_draft_apart",
    "suspend_case",
    "take_back_known",
    "take_back_likeness",
    "take_out_of_exploitation",
    "take_up_drafts",
    "take_up_first_page",
    "undo_merge",
    "withdraw_document",
    "withdraw_failed_contact",
    "withdraw_proceeding",
    "withdraw_relative",
    "withdraw_risk",
    "withdraw_risk_notice",
    "withdraw_service",
    "withdraw_stage",
    "write_note",
]
