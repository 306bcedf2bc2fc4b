"""Two people work at one plan at the same moment: what they wrote is there once, and both go on."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import actions
from cases.models import Goal, GroupService, Plan, PlanReview, Service, Step, Task
from tests.factories.cases import OPENED, caseworker, opened_case, supervisor
from tests.factories.plans import STUDY, agreed, goal_of
from tests.work.crowd import Crossing

TODAY = timezone.localdate()
SEEDS = [1, 2, 3]


def refused(outcomes):
    """How many were refused in a sentence; anything else that was raised is a mistake of the program's."""
    wrong = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, ValidationError)]
    assert wrong == []
    return sum(isinstance(one, ValidationError) for one in outcomes)


@pytest.mark.parametrize("seed", SEEDS)
def test_of_two_who_make_a_plan_at_once_one_is_told_that_there_is_one(committed_db, seed):
    case = opened_case()

    def make():
        return actions.make_plan(case, by=case.worker, on=OPENED, goals=[STUDY])

    outcomes = Crossing(seed).together(make, make)

    assert (refused(outcomes), Plan.objects.count(), Goal.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_step_and_its_task_that_are_done_at_once_are_done_once(committed_db, seed):
    case = opened_case()
    facts = {"words": "Call", "who": "worker", "worker": case.worker, "due_on": TODAY + timedelta(days=1)}
    step = actions.add_step(goal_of(agreed(case)), by=case.worker, **facts)
    task = Task.objects.get(subject=step.pk)

    outcomes = Crossing(seed).together(
        lambda: actions.finish_step(Step.objects.get(pk=step.pk), by=case.worker, on=TODAY),
        lambda: actions.finish_task(Task.objects.get(pk=task.pk), by=case.worker, outcome="Done"),
    )

    assert refused(outcomes) == 1
    assert (Step.objects.get().done_on, Task.objects.get(pk=task.pk).done_by) == (TODAY, case.worker)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_drops_a_goal_while_another_adds_a_step_to_it(committed_db, seed):
    case = opened_case()
    goal, boss = goal_of(agreed(case)), supervisor(case.office)
    facts = {"words": "Call", "who": "worker", "worker": case.worker, "due_on": TODAY}

    outcomes = Crossing(seed).together(
        lambda: actions.end_goal(goal, by=boss, on=TODAY, state="dropped", ended_words="She moved"),
        lambda: actions.add_step(goal, by=case.worker, **facts),
    )

    refused(outcomes)
    assert not Task.objects.open().filter(kind="plan_step").exists()


@pytest.mark.parametrize("seed", SEEDS)
def test_two_reviews_of_one_moment_are_both_kept_and_leave_one_task(committed_db, seed):
    case = opened_case()
    plan, boss = agreed(case), supervisor(case.office)

    outcomes = Crossing(seed).together(
        lambda: actions.review_plan(plan, by=boss, on=TODAY, words="One"),
        lambda: actions.review_plan(plan, by=case.worker, on=TODAY, words="Two"),
    )

    assert (refused(outcomes), PlanReview.objects.count()) == (0, 2)
    assert Task.objects.open().filter(kind="plan_review").count() == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_two_who_record_for_the_same_people_wait_in_no_circle(committed_db, seed):
    worker = caseworker()
    cases = [opened_case(worker) for _time in range(3)]
    facts = {"by": worker, "on": OPENED, "type": "recreation"}

    outcomes = Crossing(seed).together(
        lambda: actions.record_group_service(cases, **facts),
        lambda: actions.record_group_service(cases[::-1], **facts),
    )

    assert (refused(outcomes), GroupService.objects.count(), Service.objects.count()) == (0, 2, 6)
