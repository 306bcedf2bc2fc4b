"""Programs make plans, agree them, and work at goals and steps, as the pages do."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from accounts.tokens import issue
from cases import actions
from cases.models import Plan
from tests.api.conftest import Caller
from tests.factories.accounts import member
from tests.factories.cases import OPENED, caseworker, let_in, opened_case
from tests.factories.plans import CLAIM, STUDY, agreed, planned

pytestmark = pytest.mark.django_db
PLANS, GOALS, STEPS, CHILDREN = (
    f"/api/v1/{name}/" for name in ("plans", "goals", "plan-steps", "best-interests")
)
TODAY = timezone.localdate().isoformat()
DAY = OPENED.isoformat()


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def program(case):
    return Caller(issue(case.worker)[0])


def seen(version):
    return {"If-Match": f'"{version}"'}


def a_plan(case):
    return {"case": case.number, "on": DAY, "types": ["education", "legal"], "goals": [STUDY, CLAIM]}


def test_a_plan_is_made_once_for_its_key_agreed_reviewed_and_closed(program, case):
    made, again = (program.post(PLANS, a_plan(case), headers={"Idempotency-Key": "p1"}) for _t in range(2))
    here = f"{PLANS}{made.json()['id']}/"

    agreed_ = program.post(
        f"{here}agree/", {"on": DAY, "by_whom": "herself", "how": "said", "present": "Ana"}
    )
    review = program.post(f"{here}review/", {"on": TODAY, "words": "She studies"})
    stale = program.post(f"{here}close/", {"on": TODAY, "closed_words": "x"}, headers=seen(1))
    closed = program.post(f"{here}close/", {"on": TODAY, "closed_words": "Reached"}, headers=seen(2))

    assert (made.status_code, again.json()["id"], Plan.objects.count()) == (201, made.json()["id"], 1)
    assert (agreed_.status_code, agreed_.json()["present"]) == (201, "Ana"), agreed_.content
    assert (review.status_code, stale.status_code, closed.status_code) == (201, 412, 200), closed.content
    assert (closed.json()["agreed_on"], closed.json()["closed_words"]) == (DAY, "Reached")


def test_what_is_wrong_in_a_goal_is_named_by_its_place(program, case):
    answer = program.post(PLANS, a_plan(case) | {"goals": [STUDY, {"words": "x"}]})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["goals.1.service_type"])
    assert not Plan.objects.exists()


def test_goals_and_steps_are_added_changed_and_ended(program, case):
    plan = planned(case)
    goal = program.post(GOALS, {"plan": str(plan.pk), "words": "To sew", "service_type": "vocational"})
    changed = program.patch(f"{GOALS}{goal.json()['id']}/", {"due_on": TODAY}, headers=seen(1))
    step = program.post(
        STEPS, {"goal": goal.json()["id"], "words": "Enrol", "who": "worker", "worker": str(case.worker_id)}
    )
    moved = program.patch(f"{STEPS}{step.json()['id']}/", {"due_on": TODAY}, headers=seen(1))
    done = program.post(f"{STEPS}{step.json()['id']}/done/", {"on": TODAY}, headers=seen(2))
    ended = program.post(
        f"{GOALS}{goal.json()['id']}/end/", {"on": TODAY, "state": "reached"}, headers=seen(2)
    )

    assert [one.status_code for one in (goal, changed, step, moved, done, ended)] == [
        201,
        200,
        201,
        200,
        200,
        200,
    ]
    assert (changed.json()["words"], moved.json()["words"]) == ("To sew", "Enrol")
    assert (done.json()["done_on"], ended.json()["state"], ended.json()["agreed"]) == (
        TODAY,
        "reached",
        False,
    )


def test_why_a_goal_is_added_to_an_agreed_plan_is_asked(program, case):
    plan = agreed(case)

    answer = program.post(GOALS, {"plan": str(plan.pk), "words": "To sew", "service_type": "vocational"})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["added_words"])


def test_who_only_looks_after_her_is_told_less(case):
    plan = agreed(case, STUDY, CLAIM)
    Plan.objects.filter(pk=plan.pk).update(types=["education", "legal"])
    staff = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(staff, case)
    of_shelter = Caller(issue(staff)[0])
    legal = plan.goals.get(service_type="compensation")

    assert of_shelter.get(f"{PLANS}{plan.pk}/").json()["types"] == ["education"]
    assert [row["words"] for row in of_shelter.get(GOALS).json()["results"]] == [STUDY["words"]]
    assert of_shelter.get(f"{GOALS}{legal.pk}/").status_code == 404
    assert of_shelter.post(f"{PLANS}{plan.pk}/review/", {"on": TODAY, "words": "x"}).status_code == 403
    assert Caller(issue(caseworker())[0]).get(f"{PLANS}{plan.pk}/").status_code == 404


def test_steps_for_a_child_are_recorded_and_corrected(case, program):
    child = opened_case(case.worker, majority="minor")
    made = program.post(CHILDREN, {"case": child.number, "on": DAY, "stage": "bia_needed"})

    changed = program.patch(f"{CHILDREN}{made.json()['id']}/", {"stage": "bia_done"}, headers=seen(1))

    assert (made.status_code, changed.json()["stage"]) == (201, "bia_done"), changed.content


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("place", [PLANS, GOALS, STEPS, CHILDREN, "/api/v1/group-services/"])
def test_each_list_asks_as_often_for_many_as_for_one(case, program, place, number, django_assert_num_queries):
    made = [opened_case(case.worker, majority="minor") for _time in range(number)]
    for one in made:
        goal = planned(one).goals.get()
        actions.add_step(goal, by=case.worker, words="Enrol", who="herself")
        actions.record_best_interest(one, by=case.worker, on=OPENED, stage="bia_done")
    for _time in range(number):
        actions.record_group_service(made, by=case.worker, on=OPENED, type="medical_general")

    with django_assert_num_queries(QUERIES[place]):
        assert len(program.get(place).json()["results"]) == number


QUERIES = {PLANS: 13, GOALS: 12, STEPS: 12, CHILDREN: 12, "/api/v1/group-services/": 12}
