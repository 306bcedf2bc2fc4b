"""The plan of a case as its page shows it: what may be told of it, and what may be done with it."""

from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases import planning, rules
from cases.models import Goal, GoalState, Level, Step, StepBy
from cases.pages import read_case
from cases.writers import name_writers
from codebook import lists

# Of plans that were closed before.
EARLIER = 5


def plan_of(request, case_number, plan, part="plan"):
    """A plan of a case that she may open; that she looked is kept."""
    case = read_case(request, case_number, part)
    found = get_object_or_404(case.plans.all(), pk=plan)
    found.case = case
    return case, found


def plan_in_parts(user, case, level):
    """All that the page of the plan shows at this level."""
    team = level == Level.FULL
    may_plan = team and rules.can_plan(user, case)
    of_team = ("agreements", "reviews__reviewed_by") if team else ()
    rows = case.plans.prefetch_related(_goals(level), *of_team)
    plans = list(rows[: EARLIER + 1])
    steps = [step for plan in plans for goal in plan.told for step in goal.in_order]
    for plan in plans:
        _of(case, plan)
        plan.about = _about(plan, level)
    for step in name_writers(user, case, steps, "worker"):
        step.by = _by(step)
    current = next((plan for plan in plans if plan.closed_on is None), None)
    return {
        "plan": current,
        "earlier": [plan for plan in plans if plan.closed_on],
        "may_plan": may_plan,
        "unmet": _unmet(case, level) if may_plan else [],
        "changed": bool(current and current.agreed_on and _is_changed(current)),
        **(_of_child(user, case) if team else {}),
    }


def _of(case, plan):
    """Every row of the plan knows its case: what is sealed in it is opened without asking for it again."""
    plan.case = case
    rows = [*plan.told, *(step for goal in plan.told for step in goal.in_order)]
    held = getattr(plan, "_prefetched_objects_cache", {})
    for row in [*rows, *held.get("agreements", ()), *held.get("reviews", ())]:
        row.case = case


def _goals(level):
    """Goals that are told, with their steps, how much was given for each, and whether they are over."""
    steps = Prefetch("steps", Step.objects.select_related("worker", "done_by"), to_attr="in_order")
    given = Count("services", filter=Q(services__withdrawn_at=None))
    goals = Goal.objects.told_at(level).annotate(given=given).prefetch_related(steps)
    return Prefetch("goals", goals, to_attr="told")


def _about(plan, level):
    """What the plan is about, in words; whether in legal matters too is for the team."""
    types = [code for code in plan.types if level == Level.FULL or code != "legal"]
    return ", ".join(lists.get("support_plan_type").labels(types))


def _by(step):
    """Who does a step, in words."""
    if step.who == StepBy.WORKER:
        return step.written_by or _("whoever of the programme can")
    return step.partner if step.who == StepBy.PARTNER else step.get_who_display()


def _unmet(case, level):
    """`(code, words)` of what she needs and what no open goal is about."""
    kinds = lists.get("service_type")
    return [(code, kinds.label(code)) for code in planning.needs_without_goal(case)]


def _is_changed(plan):
    """Is there an open goal to which she has not agreed?"""
    return any(goal.state == GoalState.OPEN and not goal.agreed_in_id for goal in plan.told)


def _of_child(user, case):
    """Steps by which it is found what is best for a child; of who is no child only what was written then."""
    if not rules.can_read_best_interest(user, case):
        return {}
    steps = list(case.best_interests.select_related("author"))
    may_be_child = case.person.is_child_on() is not False
    return {"best_interests": steps, "shows_child": may_be_child or bool(steps), "may_be_child": may_be_child}
