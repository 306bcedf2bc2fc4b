from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.actions import record
from audit.doors import require
from cases import planning, rules
from cases.actions.goals import put_goal
from cases.keeping import add_task, ask_which_is_wrong, locked, refuse_impossible_day
from cases.models import AgreedBy, Goal, GoalState, Plan, PlanAgreement, PlanReview, Step
from cases.task_words import PLAN, PLAN_AGREE, PLAN_GUARDIAN, PLAN_REVIEW
from work import actions as work
from work.errors import refusal


def locked_plan(plan, *, by):
    """The plan as it stands now, locked after its case, for whoever may change it."""
    case = locked(plan.case)
    require(rules.can_plan, by, case)
    plan = Plan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    plan.case = case
    return plan


def _refuse_closed(plan):
    """Refuse to plan further in a plan that was closed."""
    if plan.closed_on:
        raise refusal(_("This plan is closed. Make a new one."), code="closed")


@transaction.atomic
def make_plan(case, *, by, goals, types=(), on=None, once=None, entered_from=""):
    """Make a plan of what she needs, with her goals in her own words."""
    case = locked(case)
    require(rules.can_plan, by, case)
    day = on or timezone.localdate()
    refuse_impossible_day(day, "on")

    def make():
        if planning.open_plan(case):
            raise refusal(_("This case has a plan already: add goals to it, or close it first."), code="open")
        if not goals:
            raise refusal(_("Write at least one goal."), code="no_goal")
        needs = case.needs.filter(on__lte=day).first()
        facts = {"types": list(types), "needs": needs, "made_by": by, "entered_from": entered_from}
        plan = Plan(case=case, on=day, **facts)
        work.create(plan, by=by, verb="plan.made", office=case.office)
        for goal in goals:
            put_goal(plan, by=by, **goal)
        return plan

    return Plan.objects.get(pk=work.once(once, by=by, verb="plan.made", make=make))


@transaction.atomic
def agree_plan(plan, *, by, on, once=None, **facts):
    """Record that she agreed to the plan as it stands: on which day, how, in which language, before whom.

    That happened, and is kept whatever is missing: where a child agreed alone, her guardian is a task. A plan
    was made at the latest on the day on which it was agreed.
    """
    plan = locked_plan(plan, by=by)
    case = plan.case
    refuse_impossible_day(on, "on")

    def make():
        agreement = PlanAgreement(plan=plan, case=case, on=on, recorded_by=by, **facts)
        work.create(agreement, by=by, verb="plan.agreed", office=case.office, detail=[agreement.how])
        for goal in Goal.objects.open().filter(plan=plan, agreed_in=None):
            changes = {"agreed_in": agreement}
            work.write(goal, by=by, verb="goal.agreed", changes=changes, office=case.office)
        days = {"on": min(plan.on, on), "agreed_on": min(plan.agreed_on or on, on)}
        work.write(plan, by=by, verb="plan.changed", changes=days, office=case.office)
        planning.end_tasks(case, PLAN, PLAN_AGREE, by=by)
        if agreement.by_whom == AgreedBy.HERSELF and case.person.is_child_on(on) and not plan.entered_from:
            add_task(case, PLAN_GUARDIAN, by=by)
        elif agreement.by_whom == AgreedBy.WITH_GUARDIAN:
            planning.end_tasks(case, PLAN_GUARDIAN, by=by)
        ask_which_is_wrong(case, on, by=by)
        planning.ask_for_review(plan, by=by)
        return agreement

    return PlanAgreement.objects.get(pk=work.once(once, by=by, verb="plan.agreed", make=make))


@transaction.atomic
def review_plan(plan, *, by, on, words, once=None):
    """Write down what came of looking at the plan again; the next time is a task in 30 days."""
    plan = locked_plan(plan, by=by)
    refuse_impossible_day(on, "on")

    def make():
        ask_which_is_wrong(plan.case, on, by=by)
        return planning.keep_review(plan, by=by, on=on, words=words)

    return PlanReview.objects.get(pk=work.once(once, by=by, verb="plan.reviewed", make=make))


@transaction.atomic
def close_plan(plan, *, by, on, closed_words, version=None):
    """Close a plan with what came of it; goals that are still open are dropped with the same words."""
    plan = locked_plan(plan, by=by)
    refuse_impossible_day(on, "on")
    _refuse_closed(plan)
    if on < plan.on:
        words = _("The plan was made on %(day)s: write that day or a later one.")
        raise refusal(words % {"day": date_format(plan.on)}, field="on", code="before_plan")
    changes = {"closed_on": on, "closed_words": closed_words}
    office = plan.case.office
    closed = work.write(plan, by=by, verb="plan.closed", changes=changes, version=version, office=office)
    ended = {"state": GoalState.DROPPED, "ended_on": on, "ended_words": closed_words[:500]}
    for goal in Goal.objects.open().filter(plan=plan):
        work.write(goal, by=by, verb="goal.dropped", changes=ended, office=office)
    for step in Step.objects.filter(goal__plan=plan, done_on=None).select_related("goal"):
        step.case = plan.case
        planning.follow_step(step, by=by)
    planning.end_tasks(plan.case, PLAN_REVIEW, PLAN_AGREE, PLAN_GUARDIAN, by=by)
    closed.case = plan.case
    return closed


@transaction.atomic
def print_plan(plan, *, by, safe, goals=(), site_name=False):
    """Answer the goals that go on her paper, in order, where she says that it is safe for her to keep one.

    Either answer is a line of the trail; a goal that the reader does not see is not on it.
    """
    case = locked(plan.case)
    require(rules.can_plan, by, case)
    verb = "plan.printed" if safe else "plan.paper_unsafe"
    record(verb, plan, case, by=by, office=case.office, detail=["site_name"] if safe and site_name else [])
    return [goal for goal in goals if goal.plan_id == plan.pk] if safe else []
