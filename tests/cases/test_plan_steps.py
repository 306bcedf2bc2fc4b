"""Steps of a plan: who does what and by when; that of a worker with a day is a task as well."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from audit.doors import Refused
from cases import actions
from cases.models import Level, Step, StepBy, Task
from cases.task_words import words_of
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor
from tests.factories.plans import CLAIM, STUDY, agreed, goal_of, planned

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=5)


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def goal(case):
    return goal_of(agreed(case))


def stepped(goal, by=None, **facts):
    case = goal.case
    usual = {"words": "Ask the school", "who": "worker", "worker": case.worker, "due_on": SOON}
    return actions.add_step(goal, by=by or case.worker, **usual | facts)


def task_of(step):
    return Task.objects.get(subject=step.pk)


def test_a_step_of_a_worker_with_a_day_is_a_task_with_its_words(client, case, goal):
    client.force_login(case.worker)
    typed = {
        "words": "Ask the school",
        "who": "worker",
        "worker": case.worker_id,
        "due_on": f"{SOON:%d/%m/%Y}",
    }

    answer = client.post(f"/cases/{case.number}/goals/{goal.pk}/steps/new/", typed | {"partner": "Casa"})

    step = Step.objects.get()
    task = task_of(step)
    assert (answer.status_code, step.partner) == (302, None)
    assert (task.kind, task.assignee, task.due_on, words_of(task)) == (
        "plan_step", case.worker, SOON, "Ask the school",
    )  # fmt: skip


@pytest.mark.parametrize(
    "facts",
    [
        {"who": "herself", "worker": None},
        {"who": "partner", "worker": None, "partner": "Casa"},
        {"due_on": None},
    ],
)
def test_what_she_or_a_partner_does_or_has_no_day_is_no_task(goal, facts):
    stepped(goal, **facts)

    assert not Task.objects.filter(kind="plan_step").exists()


def test_a_step_that_is_done_ends_its_task(client, case, goal):
    step = stepped(goal)
    client.force_login(case.worker)

    answer = client.post(
        f"/cases/{case.number}/steps/{step.pk}/done/",
        {"on": f"{TODAY:%d/%m/%Y}", "done_words": "She is enrolled"},
    )

    assert (answer.status_code, task_of(step).done_by, task_of(step).outcome) == (
        302, case.worker, "She is enrolled",
    )  # fmt: skip
    with pytest.raises(ValidationError):
        actions.finish_step(step, by=case.worker, on=TODAY)


def test_a_task_that_is_done_ends_its_step(case, goal):
    step = stepped(goal)

    actions.finish_task(task_of(step), by=case.worker, outcome="She is enrolled")

    step.refresh_from_db()
    assert (step.done_on, step.done_by, step.done_words) == (TODAY, case.worker, "She is enrolled")


def test_a_task_that_is_handed_on_takes_its_step_along_and_the_other_way_round(case, goal):
    step, boss = stepped(goal), supervisor(case.office)

    actions.change_task(task_of(step), by=case.worker, due_on=SOON + timedelta(1), assignee=boss)
    step.refresh_from_db()
    assert (step.worker, step.due_on) == (boss, SOON + timedelta(1))

    facts = {"who": "worker", "worker": case.worker, "due_on": SOON, "words": "Write to the school"}
    actions.change_step(step, by=case.worker, **facts)
    task = task_of(step)
    assert (task.assignee, task.due_on, task.words) == (case.worker, SOON, "Write to the school")


def test_what_a_partner_does_now_waits_for_no_worker(case, goal):
    step = stepped(goal)

    actions.change_step(step, by=case.worker, words="Ask", who=StepBy.PARTNER, partner="Casa", due_on=SOON)

    assert task_of(step).done_at is not None


@pytest.mark.parametrize("state", ["reached", "dropped"])
def test_a_goal_that_ended_leaves_no_task(case, goal, state):
    step = stepped(goal)

    actions.end_goal(goal, by=case.worker, on=TODAY, state=state, ended_words="She moved")

    assert task_of(step).done_at is not None
    with pytest.raises(ValidationError):
        stepped(goal)


def test_whoever_looks_after_her_adds_and_does_steps_but_not_in_legal_matters(case):
    plan = planned(case, STUDY, CLAIM)
    staff = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(staff, case)

    step = stepped(plan.goals.get(service_type="education_formal"), by=staff, worker=staff)
    actions.finish_step(step, by=staff, on=TODAY)

    with pytest.raises(Refused):
        stepped(plan.goals.get(service_type="compensation"), by=staff)


def test_the_task_of_a_step_in_legal_matters_is_for_the_team(case):
    step = stepped(goal_of(planned(case, CLAIM)))
    helper = caseworker(case.office)
    let_in(helper, case)

    assert task_of(step).kind == "plan_step_legal"
    assert list(Task.objects.visible_to(helper).filter(subject=step.pk)) == []
    with pytest.raises(ValidationError) as refused:
        actions.change_step(step, by=case.worker, words="x", who="worker", worker=helper, due_on=SOON)
    assert list(refused.value.message_dict) == ["worker"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"who": "partner", "worker": ""}, "partner"),
        ({"words": ""}, "words"),
    ],
)
def test_what_has_to_be_mended_stands_beside_its_field(client, case, goal, facts, field):
    client.force_login(case.worker)
    typed = {"words": "Ask", "who": "worker", "worker": case.worker_id, "due_on": SOON} | facts
    typed["due_on"] = f"{typed['due_on']:%d/%m/%Y}"

    answer = client.post(f"/cases/{case.number}/goals/{goal.pk}/steps/new/", typed)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Step.objects.exists()


def test_two_who_change_one_step_see_both_versions(client, case, goal):
    step = stepped(goal)
    facts = {"who": "worker", "worker": case.worker, "due_on": SOON}
    actions.change_step(step, by=case.worker, words="Write to the school", **facts)
    client.force_login(case.worker)

    typed = {"words": "Visit the school", "who": "worker", "worker": case.worker_id, "version": "1"}
    answer = client.post(f"/cases/{case.number}/steps/{step.pk}/", typed | {"due_on": f"{SOON:%d/%m/%Y}"})

    assert answer.status_code == 409
    assert "Write to the school" in answer.content.decode()


def test_who_may_only_refer_to_the_case_neither_sees_nor_adds_a_step(client, case, goal):
    helper = caseworker(case.office)
    let_in(helper, case, Level.REFERENCE)
    client.force_login(helper)

    assert client.get(f"/cases/{case.number}/goals/{goal.pk}/steps/new/").status_code == 403
    assert client.get(f"/cases/{opened_case().number}/plan/").status_code == 404
