from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.forms import EndGoalForm, GoalForm, NewGoalForm, StepDoneForm, StepForm
from cases.models import Level
from cases.pages import address, case_page, read_case
from cases.plan_page import plan_of
from cases.views.plans import way
from work.asking import change, confirm, make, posted, unless_changed
from work.conflicts import seen_version


def _told(request, case):
    """The level at which rows of the plan are told to her; another's are answered like absent ones."""
    level = rules.level_of(request.user, case)
    return level if level == Level.FULL else Level.ASSISTANCE


def _goal_of(request, case_number, goal):
    """A goal of a case that she may open, and that she reads."""
    case = read_case(request, case_number, "plan")
    require(rules.can_read_plan, request.user, case)
    found = get_object_or_404(case.goals.told_at(_told(request, case)).select_related("plan"), pk=goal)
    found.case = found.plan.case = case
    return case, found


def _step_of(request, case_number, plan_step):
    """A step of a goal that she reads."""
    case = read_case(request, case_number, "plan")
    require(rules.can_read_plan, request.user, case)
    rows = case.steps.told_at(_told(request, case)).select_related("goal__plan", "worker")
    found = get_object_or_404(rows, pk=plan_step)
    found.case = found.goal.case = case
    return case, found


def _frame(case):
    return {"crumbs": way(case), "back_url": address(case, "plan")}


@require_http_methods(["GET", "POST"])
@case_page
def goal_create(request, case_number, plan):
    """Add a goal; to a plan that was agreed, with the reason."""
    case, plan = plan_of(request, case_number, plan)
    require(rules.can_plan, request.user, case)
    return make(
        request,
        NewGoalForm(posted(request), plan=plan, initial={"service_type": request.GET.get("need", "")[:40]}),
        actions.add_goal,
        plan,
        done=_("The goal is added."),
        to=lambda made: address(case, "plan"),
        title=_("New goal"),
        **_frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def goal_change(request, case_number, goal):
    """Correct a goal to which she has not agreed yet."""
    case, goal = _goal_of(request, case_number, goal)
    require(rules.can_plan, request.user, case)
    return change(
        request,
        goal,
        lambda data, row: GoalForm(data, instance=row),
        actions.change_goal,
        done=_("The goal is changed."),
        to=address(case, "plan"),
        title=_("Change the goal"),
        **_frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def goal_end(request, case_number, goal):
    """Say that a goal was reached, or is dropped and why."""
    case, goal = _goal_of(request, case_number, goal)
    require(rules.can_plan, request.user, case)
    return confirm(
        request,
        EndGoalForm(posted(request)),
        unless_changed(actions.end_goal, seen_version(request.POST)),
        goal,
        done=_("The goal has ended."),
        to=address(case, "plan"),
        title=_("How did this goal end?"),
        text=goal.words,
        consequences=[_("What was still to be done for it waits no more.")],
        label=_("End the goal"),
        version=goal.version,
        **_frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def step_create(request, case_number, goal):
    """Write down who does what for a goal, and by when."""
    case, goal = _goal_of(request, case_number, goal)
    require(rules.can_help_with_goal, request.user, goal)
    usual = {"worker": request.user.pk}
    return make(
        request,
        StepForm(posted(request), user=request.user, goal=goal, initial=usual),
        actions.add_step,
        goal,
        done=_("The step is added."),
        to=lambda made: address(case, "plan"),
        title=_("New step"),
        intro=goal.words,
        another=True,
        **_frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def step_change(request, case_number, plan_step):
    """Change a step that is still to be done."""
    case, step = _step_of(request, case_number, plan_step)
    require(rules.can_help_with_goal, request.user, step.goal)
    goal = step.goal
    return change(
        request,
        step,
        lambda data, row: StepForm(data, instance=row, user=request.user, goal=goal),
        actions.change_step,
        done=_("The step is changed."),
        to=address(case, "plan"),
        title=_("Change the step"),
        intro=goal.words,
        **_frame(case),
    )


@require_http_methods(["GET", "POST"])
@case_page
def step_done(request, case_number, plan_step):
    """Say that a step was done, and what came of it."""
    case, step = _step_of(request, case_number, plan_step)
    require(rules.can_help_with_goal, request.user, step.goal)
    return confirm(
        request,
        StepDoneForm(posted(request)),
        actions.finish_step,
        step,
        done=_("The step is done."),
        to=address(case, "plan"),
        title=_("Is the step done?"),
        text=step.words,
        label=_("It is done"),
        **_frame(case),
    )
