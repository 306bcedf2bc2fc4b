"""What the verbs of a plan share, and the tasks that follow its steps and reviews.

Each is called inside the transaction of a verb that has locked the case.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from cases import dependants, rules
from cases.keeping import add_task, open_once
from cases.models import OPEN, Goal, GoalState, PlanReview, Status, Step, StepBy, Task
from cases.suspending import look_again
from cases.task_words import (
    BEST_INTEREST,
    LIKENESS,
    PLAN,
    PLAN_AGREE,
    PLAN_REVIEW,
    STEP,
    STEP_LEGAL,
    STEPS,
    SUSPENDED_REVIEW,
)
from codebook import lists
from work import actions as work
from work.errors import refusal

# Row 7 of the lifecycle.
REVIEW_EVERY = timedelta(days=30)


def open_plan(case):
    """The plan of this case that goes on; None where there is none."""
    return case.plans.open().first()


def needs_without_goal(case):
    """Codes of what she needs, as it was asked last, for which no open goal stands in an open plan."""
    latest = case.needs.first()
    if latest is None:
        return []
    held = Goal.objects.open().filter(case=case, plan__closed_on=None)
    aimed_at = set(held.values_list("service_type", flat=True))
    return [code for code in latest.needs if code not in aimed_at]


def types_of(needs):
    """Kinds of plan that go with these types of services."""
    services, plans = lists.get("service_type"), lists.get("support_plan_type")
    found = [services.find(code) for code in needs]
    named = {code.extra.get("spl") for code in found if code}
    return [code.code for code in plans if code.extra.get("htcds") in named]


def still_open(case):
    """Sentences that say what is still open of this case: goals, an interview, and what lies above."""
    number = Goal.objects.open().filter(case=case, plan__closed_on=None).count()
    goals = ngettext(
        "%(number)d goal of the plan is open: end it, or close the plan with a word on what came of it.",
        "%(number)d goals of the plan are open: end them, or close the plan with a word on what came of it.",
        number,
    )
    found = [goals % {"number": number}] if number else []
    if case.screenings.going_on().exists():
        found.append(gettext("A screening interview goes on: have it reviewed, or withdraw it."))
    return [*found, *dependants.open_items(case)]


def lacking(case, on):
    """Kinds of tasks for what should be planned when assistance begins; of a child, what is best for her."""
    if not case.plans.open().agreed().exists():
        yield PLAN
    if case.person.is_child_on(on) and not case.best_interests.exists():
        yield BEST_INTEREST


def end_tasks(case, *kinds, by, outcome=None, **narrowed):
    """What waited of these kinds is done: somebody did it on its own page."""
    waiting = Task.objects.open().filter(case=case, kind__in=kinds, **narrowed)
    for task in waiting.select_for_update(of=("self",), no_key=True):
        task.case = case
        changes = {"done_at": timezone.now(), "done_by": by, "outcome": outcome}
        work.write(task, by=by, verb="task.done", changes=changes, office=task.office)


def follow_step(step, *, by):
    """The task of a step says what the step says; it is made, changed or ended with it."""
    case, goal = step.case, step.goal
    waiting = Task.objects.open().filter(case=case, kind__in=STEPS, subject=step.pk)
    task = waiting.select_for_update(of=("self",), no_key=True).first()
    is_task = step.who == StepBy.WORKER and step.due_on and not step.done_on and goal.state == GoalState.OPEN
    if not is_task:
        end_tasks(case, *STEPS, by=by, outcome=step.done_words, subject=step.pk)
    elif task:
        changes = {"due_on": step.due_on, "assignee": step.worker, "words": step.words}
        work.write(task, by=by, verb="task.changed", changes=changes, office=task.office)
    elif step.due_on >= timezone.localdate():
        facts = {"due_on": step.due_on, "assignee": step.worker, "words": step.words, "subject": step.pk}
        kind = STEP_LEGAL if goal.is_legal else STEP
        open_once(Task(kind=kind, key=str(step.pk), case=case, office=case.office, **facts), by=by)


def step_of(task):
    """The step that this task stands for, locked; None where it stands for none."""
    if task.kind not in STEPS or not task.subject:
        return None
    rows = Step.objects.select_for_update(of=("self",), no_key=True).select_related("goal")
    step = rows.get(pk=task.subject)
    step.case = step.goal.case = task.case
    return step


def task_was_done(task, *, by, outcome):
    """A task was said to be done where tasks are: what it stood for is done with it."""
    step = step_of(task)
    if step and not step.done_on:
        changes = {"done_on": timezone.localdate(), "done_by": by, "done_words": outcome}
        work.write(step, by=by, verb="step.done", changes=changes, office=task.case.office)
    if task.kind == SUSPENDED_REVIEW and task.case.status == Status.SUSPENDED:
        look_again(task.case, by=by)
    if task.kind == PLAN_REVIEW and (plan := open_plan(task.case)):
        plan.case = task.case
        keep_review(plan, by=by, on=timezone.localdate(), words=outcome)


def task_was_given(task, *, by):
    """A task was given to somebody else or another day: the step for which it stands goes with it."""
    if step := step_of(task):
        changes = {"worker": task.assignee, "due_on": task.due_on}
        work.write(step, by=by, verb="step.changed", changes=changes, office=task.case.office)


def keep_review(plan, *, by, on, words):
    """Write down a review, and ask for the next one."""
    case = plan.case
    review = PlanReview(plan=plan, case=case, on=on, words=words, reviewed_by=by)
    work.create(review, by=by, verb="plan.reviewed", office=case.office)
    end_tasks(case, PLAN_REVIEW, by=by)
    ask_for_review(plan, by=by)
    return review


def ask_for_review(plan, *, by):
    """A review waits 30 days after the last one, or after the plan was agreed; of what is over, none does."""
    days = [plan.agreed_on, *plan.reviews.values_list("on", flat=True)]
    last = max(filter(None, days), default=None)
    if last is None or plan.closed_on or plan.case.status not in OPEN:
        return
    due_on = last + REVIEW_EVERY
    if plan.entered_from:
        add_task(plan.case, PLAN_REVIEW, by=by, due_on=due_on, on=last)
    else:
        add_task(plan.case, PLAN_REVIEW, by=by, due_on=max(due_on, timezone.localdate()))


def ask_to_agree(plan, *, by):
    """What an agreed plan says now is not yet what she agreed to: somebody goes through it with her."""
    if plan.agreed_on and not plan.entered_from:
        add_task(plan.case, PLAN_AGREE, by=by)


def on_paper(goals):
    """What stands on her paper of each goal: her words, by when, and who does what; nobody is named on it."""
    names = {
        StepBy.HERSELF: gettext("You"),
        StepBy.WORKER: gettext("Those who accompany you"),
        StepBy.PARTNER: gettext("Another organisation"),
    }
    return [
        {
            "words": goal.words,
            "due_on": goal.due_on,
            "steps": [
                {"who": names[StepBy(step.who)], "words": step.words, "due_on": step.due_on}
                for step in goal.steps.filter(done_on=None)
            ],
        }
        for goal in goals
    ]


def refuse_past(day):
    """Refuse to plan something for a day that is over."""
    if day < timezone.localdate():
        raise refusal(gettext("This day is over. Choose today or a day to come."), field="due_on")


def refuse_who_cannot(assignee, task):
    """Refuse to give a task to somebody who would never see it."""
    if assignee is None or rules.sees_task(assignee, task):
        return
    words = gettext("%(who)s cannot open this case. Choose somebody of its team.")
    if task.case is None:
        words = gettext(
            "%(who)s does not supervise the office for which this waits. Choose one of its supervisors."
        )
    elif task.kind == LIKENESS and rules.told_of_task(assignee, task):
        words = gettext("%(who)s does not help both. Choose somebody who does, or a supervisor.")
    elif rules.can_add_task(assignee, task.case):
        words = gettext(
            "%(who)s does not read of this case what this task is about. Choose somebody of its team."
        )
    raise refusal(words % {"who": assignee.full_name}, field="assignee")
