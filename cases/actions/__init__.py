"""What can be done with cases and the people in them."""

from cases.actions.assistance import change_service, record_service, withdraw_service
from cases.actions.best_interests import change_best_interest, record_best_interest
from cases.actions.changing import change_case, reveal_name
from cases.actions.closing import close_case, reopen_case
from cases.actions.complaints import (
    amend_step,
    answer_complaint,
    close_complaint,
    end_receiver,
    name_receiver,
    open_box,
    open_complaint,
    receive_complaint,
    say_whom,
    take_step,
)
from cases.actions.conferences import decide_in_conference, plan_conference, record_conference
from cases.actions.consents import add_consent_text, open_recording, record_consent_text, retire_consent_text
from cases.actions.covering import end_absence, say_absence
from cases.actions.deciding import activate_case, find_outside_scope, identify_case
from cases.actions.describing import describe_person, edit_basics
from cases.actions.documents import attach_document, change_document, open_document, withdraw_document
from cases.actions.drafts import (
    discard_draft,
    keep_draft,
    move_drafts,
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
from cases.actions.reflection import set_reflection_period
from cases.actions.relatives import (
    add_relative,
    change_relative,
    open_contact,
    reveal_relative,
    withdraw_relative,
)
from cases.actions.retention import keep_longer, lift_hold, place_hold, set_retention_period
from cases.actions.risks import assess_risk, change_risk, withdraw_risk
from cases.actions.routes import add_route_stage, change_route_stage, move_route_stage, remove_route_stage
from cases.actions.screening import (
    begin_screening,
    edit_screening,
    note_screening_moment,
    review_screening,
    send_screening,
    withdraw_screening,
)
from cases.actions.suspects import add_suspect, change_suspect, link_suspect, open_suspect, take_out_suspect
from cases.actions.suspending import record_failed_contact, suspend_case, withdraw_failed_contact
from cases.actions.tasks import change_task, finish_task, plan_task
from cases.actions.team import end_access, give_access
from cases.actions.transferring import accept_transfer, ask_transfer, decline_transfer, withdraw_transfer
from cases.keeping import add_task

__all__ = [
    "accept_transfer",
    "activate_case",
    "add_consent_text",
    "add_goal",
    "add_proceeding_step",
    "add_relative",
    "add_route_stage",
    "add_step",
    "add_suspect",
    "add_task",
    "agree_plan",
    "amend_step",
    "answer_complaint",
    "answer_likeness",
    "answer_risk_notice",
    "ask_transfer",
    "assess_risk",
    "attach_document",
    "begin_screening",
    "cancel_proceeding_step",
    "change_best_interest",
    "change_case",
    "change_document",
    "change_goal",
    "change_proceeding",
    "change_proceeding_step",
    "change_relative",
    "change_risk",
    "change_route_stage",
    "change_service",
    "change_step",
    "change_suspect",
    "change_task",
    "close_case",
    "close_complaint",
    "close_plan",
    "decide_in_conference",
    "decline_transfer",
    "describe_person",
    "discard_draft",
    "edit_basics",
    "edit_exploitation",
    "edit_needs",
    "edit_screening",
    "end_absence",
    "end_access",
    "end_goal",
    "end_ground",
    "end_receiver",
    "find_outside_scope",
    "finish_step",
    "finish_task",
    "give_access",
    "hold_proceeding_step",
    "identify_case",
    "join_exploitation",
    "keep_draft",
    "keep_longer",
    "keep_unnamed",
    "lift_hold",
    "link_suspect",
    "make_plan",
    "merge_people",
    "move_drafts",
    "move_route_stage",
    "name_again",
    "name_receiver",
    "note_likeness",
    "note_screening_moment",
    "open_box",
    "open_case",
    "open_complaint",
    "open_contact",
    "open_document",
    "open_group",
    "open_note",
    "open_recording",
    "open_suspect",
    "pass_risk_on",
    "place_hold",
    "plan_conference",
    "plan_task",
    "postpone_proceeding_step",
    "print_case",
    "print_plan",
    "receive_complaint",
    "record_best_interest",
    "record_conference",
    "record_consent_text",
    "record_exploitation",
    "record_failed_contact",
    "record_ground",
    "record_group_service",
    "record_needs",
    "record_proceeding",
    "record_service",
    "record_stage",
    "remove_route_stage",
    "reopen_case",
    "retire_consent_text",
    "reveal_name",
    "reveal_relative",
    "review_plan",
    "review_screening",
    "save_typed",
    "say_absence",
    "say_known",
    "say_whom",
    "send_screening",
    "serve_proceeding_step",
    "set_draft_apart",
    "set_reflection_period",
    "set_retention_period",
    "suspend_case",
    "take_back_known",
    "take_back_likeness",
    "take_out_of_exploitation",
    "take_out_suspect",
    "take_step",
    "take_up_drafts",
    "take_up_first_page",
    "undo_merge",
    "withdraw_document",
    "withdraw_failed_contact",
    "withdraw_proceeding",
    "withdraw_relative",
    "withdraw_risk",
    "withdraw_risk_notice",
    "withdraw_screening",
    "withdraw_service",
    "withdraw_stage",
    "withdraw_transfer",
    "write_note",
]
