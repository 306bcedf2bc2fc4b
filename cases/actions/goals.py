from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.doors import require
from cases import planning, rules
from cases.keeping import locked, refuse_impossible_day
from cases.models import Goal, GoalState, Plan, Step, StepBy, Task
from cases.planning import refuse_past, refuse_who_cannot
from cases.task_words import STEP, STEP_LEGAL
from work import actions as work
from work.errors import refusal

VERBS = {GoalState.REACHED: "goal.reached", GoalState.DROPPED: "goal.dropped"}


def put_goal(plan, *, by, words, service_type, due_on=None, added_words=None):
    """Write a goal into a plan that the caller has locked."""
    facts = {"words": words, "service_type": service_type, "due_on": due_on, "added_words": added_words}
    goal = Goal(plan=plan, case=plan.case, **facts)
    return work.create(goal, by=by, verb="goal.added", office=plan.case.office, detail=[service_type])


@transaction.atomic
def add_goal(plan, *, by, once=None, added_words=None, **facts):
    """Add a goal; to a plan that she agreed to only with the reason, and it is agreed anew."""
    case = locked(plan.case)
    require(rules.can_plan, by, case)
    plan = Plan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    plan.case = case

    def make():
        if plan.closed_on:
            raise refusal(_("This plan is closed. Make a new one."), code="closed")
        if plan.agreed_on and not added_words:
            words = _("The plan was agreed already: say why a goal is added to it.")
            raise refusal(words, field="added_words", code="required")
        goal = put_goal(plan, by=by, added_words=added_words if plan.agreed_on else None, **facts)
        planning.ask_to_agree(plan, by=by)
        return goal

    return Goal.objects.get(pk=work.once(once, by=by, verb="goal.added", make=make))


@transaction.atomic
def change_goal(goal, *, by, version=None, **facts):
    """Correct a goal to which she has not agreed yet; afterwards it is dropped, and another one added."""
    goal = _locked_goal(goal)
    require(rules.can_plan, by, goal.case)
    _refuse_ended(goal)
    if goal.agreed_in_id:
        words = _("This goal was agreed as it stands: drop it with the reason, and add another one.")
        raise refusal(words, code="agreed")
    office = goal.case.office
    changed = work.write(goal, by=by, verb="goal.changed", changes=facts, version=version, office=office)
    changed.case = goal.case
    return changed


@transaction.atomic
def end_goal(goal, *, by, on, state, ended_words=None, version=None):
    """Say that a goal was reached, or is dropped and why; what waited for it waits no more."""
    goal = _locked_goal(goal)
    require(rules.can_plan, by, goal.case)
    _refuse_ended(goal)
    refuse_impossible_day(on, "on")
    if state == GoalState.DROPPED and not ended_words:
        raise refusal(_("Say why the goal is dropped."), field="ended_words", code="required")
    changes, office = {"state": state, "ended_on": on, "ended_words": ended_words or None}, goal.case.office
    verb = VERBS[GoalState(state)]
    ended = work.write(goal, by=by, verb=verb, changes=changes, version=version, office=office)
    for step in goal.steps.filter(done_on=None):
        step.case, step.goal = goal.case, goal
        planning.follow_step(step, by=by)
    if state == GoalState.DROPPED and goal.agreed_in_id:
        planning.ask_to_agree(goal.plan, by=by)
    ended.case = goal.case
    return ended


@transaction.atomic
def add_step(goal, *, by, once=None, **facts):
    """Write down who does what for a goal, and by when; what a worker does by a day is a task as well."""
    goal = _locked_goal(goal)
    require(rules.can_help_with_goal, by, goal)

    def make():
        _refuse_ended(goal)
        step = Step(goal=goal, case=goal.case, **_fitting(facts))
        _refuse_impossible(step, {})
        work.create(step, by=by, verb="step.added", office=goal.case.office)
        planning.follow_step(step, by=by)
        return step

    return Step.objects.get(pk=work.once(once, by=by, verb="step.added", make=make))


@transaction.atomic
def change_step(step, *, by, version=None, **facts):
    """Change a step that is still to be done; its task goes with it."""
    step = _locked_step(step)
    require(rules.can_help_with_goal, by, step.goal)
    _refuse_done(step)
    facts = _fitting(facts)
    _refuse_impossible(step, {"worker": step.worker_id, "due_on": step.due_on}, **facts)
    changed = work.write(
        step, by=by, verb="step.changed", changes=facts, version=version, office=step.case.office
    )
    changed.case, changed.goal = step.case, step.goal
    planning.follow_step(changed, by=by)
    return changed


@transaction.atomic
def finish_step(step, *, by, on, done_words=None, version=None):
    """Say that a step was done, by whomever; its task is done with it."""
    step = _locked_step(step)
    require(rules.can_help_with_goal, by, step.goal)
    _refuse_done(step)
    refuse_impossible_day(on, "on")
    changes, office = {"done_on": on, "done_by": by, "done_words": done_words or None}, step.case.office
    done = work.write(step, by=by, verb="step.done", changes=changes, version=version, office=office)
    done.case, done.goal = step.case, step.goal
    planning.follow_step(done, by=by)
    return done


def _fitting(facts):
    """Only the one who does it is named: a worker, or a partner organisation."""
    who = facts.get("who", StepBy.WORKER)
    worker = facts.get("worker") if who == StepBy.WORKER else None
    partner = facts.get("partner") if who == StepBy.PARTNER else None
    return facts | {"worker": worker, "partner": partner or None}


def _refuse_impossible(step, before, **facts):
    """Refuse a day that is over, and a worker who would never see the task; what stands already may stay."""
    worker, due_on = facts.get("worker", step.worker), facts.get("due_on", step.due_on)
    if due_on and due_on != before.get("due_on") and not step.goal.plan.entered_from:
        refuse_past(due_on)
    if worker is None or worker.pk == before.get("worker"):
        return
    kind, case = STEP_LEGAL if step.goal.is_legal else STEP, step.case
    try:
        refuse_who_cannot(worker, Task(kind=kind, case=case, office=case.office, assignee=worker))
    except ValidationError as error:
        raise _beside(error, "worker") from None


def _beside(error, field):
    """The same refusal beside the field of a step's form."""
    return refusal(" ".join(error.messages), field=field, code="cannot")


def _locked_goal(goal):
    """The goal as it stands now, locked after its case and its plan."""
    case = locked(goal.case)
    Plan.objects.select_for_update(of=("self",), no_key=True).get(pk=goal.plan_id)
    rows = Goal.objects.select_for_update(of=("self",), no_key=True).select_related("plan")
    goal = rows.get(pk=goal.pk)
    goal.case = goal.plan.case = case
    return goal


def _locked_step(step):
    """The step as it stands now, locked after its case."""
    case = locked(step.case)
    rows = Step.objects.select_for_update(of=("self",), no_key=True).select_related("goal__plan")
    step = rows.get(pk=step.pk)
    step.case = step.goal.case = case
    return step


def _refuse_ended(goal):
    if goal.state != GoalState.OPEN:
        raise refusal(_("This goal has ended already."), code="ended")


def _refuse_done(step):
    if step.done_on:
        raise refusal(_("This step was done already."), code="done")
