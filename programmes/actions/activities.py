from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.doors import require
from programmes import rules
from programmes.actions.making import _made_once
from programmes.models import Activity
from work.actions import write


@transaction.atomic
def plan_activity(award, *, by, once="", **facts):
    """Put an activity into the work plan."""
    require(rules.can_change_award, by, award)
    _refuse_strangers(award, facts, facts["planned_start"])
    return _made_once(Activity(award=award, **facts), by=by, verb="activity.planned", key=once)


@transaction.atomic
def edit_activity(activity, *, by, version=None, **facts):
    """Change the plan of an activity."""
    require(rules.can_change_award, by, activity.award)
    _refuse_strangers(activity.award, facts, facts.get("planned_start", activity.planned_start))
    return write(activity, by=by, verb="activity.changed", changes=facts, version=version)


@transaction.atomic
def report_activity(activity, *, by, version=None, **facts):
    """Say when an activity was begun and finished, what came of it and what shows it."""
    require(rules.can_change_award, by, activity.award)
    return write(activity, by=by, verb="activity.reported", changes=facts, version=version)


@transaction.atomic
def cancel_activity(activity, *, by, cancelled_on, cancelled_reason, version=None):
    """Say that an activity will not take place, and why."""
    require(rules.can_change_award, by, activity.award)
    facts = {"cancelled_on": cancelled_on, "cancelled_reason": cancelled_reason}
    return write(activity, by=by, verb="activity.cancelled", changes=facts, version=version)


@transaction.atomic
def take_up_activity(activity, *, by, version=None):
    """Plan an activity again that had been cancelled."""
    require(rules.can_change_award, by, activity.award)
    facts = {"cancelled_on": None, "cancelled_reason": ""}
    return write(activity, by=by, verb="activity.taken_up", changes=facts, version=version)


def _refuse_strangers(award, facts, day):
    """The objective is one of the award's own; the component one whose work it may pay that day."""
    objective, component = facts.get("objective"), facts.get("component")
    if objective and objective.award_id != award.pk:
        raise ValidationError({"objective": _("This objective belongs to another award.")})
    if component and not award.may_pay_for(component, day):
        raise ValidationError({"component": _("This award cannot pay for this component.")})
