"""What can be done with donors, awards, components and what hangs on them."""

from programmes.actions.activities import (
    cancel_activity,
    edit_activity,
    plan_activity,
    report_activity,
    take_up_activity,
)
from programmes.actions.awards import add_rate, create_award, edit_award, edit_rate
from programmes.actions.changes import (
    decide_suspended_work,
    move_end,
    resume_award,
    suspend_award,
    withdraw_change,
)
from programmes.actions.charging import charge_as_funded, charge_only
from programmes.actions.components import create_component, edit_component, end_component, take_up_component
from programmes.actions.donors import create_donor, edit_donor, end_donor, take_up_donor
from programmes.actions.institutions import edit_institution, enter_institution, withdraw_institution
from programmes.actions.objectives import create_objective, edit_objective, end_objective
from programmes.actions.spending import discard_import, read_spending, take_in_import
from programmes.actions.sub_awards import close_sub_award, create_sub_award, edit_sub_award
from programmes.actions.targets import (
    agree_indicator,
    change_target,
    edit_indicator,
    end_indicator,
    set_targets,
)
from programmes.actions.windows import correct_window, fund, withdraw_window

__all__ = [
    "add_rate",
    "agree_indicator",
    "cancel_activity",
    "change_target",
    "charge_as_funded",
    "charge_only",
    "close_sub_award",
    "correct_window",
    "create_award",
    "create_component",
    "create_donor",
    "create_objective",
    "create_sub_award",
    "decide_suspended_work",
    "discard_import",
    "edit_activity",
    "edit_award",
    "edit_component",
    "edit_donor",
    "edit_indicator",
    "edit_institution",
    "edit_objective",
    "edit_rate",
    "edit_sub_award",
    "end_component",
    "end_donor",
    "end_indicator",
    "end_objective",
    "enter_institution",
    "fund",
    "move_end",
    "plan_activity",
    "read_spending",
    "report_activity",
    "resume_award",
    "set_targets",
    "suspend_award",
    "take_in_import",
    "take_up_activity",
    "take_up_component",
    "take_up_donor",
    "withdraw_change",
    "withdraw_institution",
    "withdraw_window",
]
