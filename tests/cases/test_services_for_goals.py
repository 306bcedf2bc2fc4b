"""A service may name the goal of her own plan that it serves; the goal says how much was given for it."""

import pytest
from django.core.exceptions import ValidationError

from accounts.roles import Role
from accounts.tokens import issue
from cases import actions
from cases.models import Service
from tests.api.conftest import Caller
from tests.factories.accounts import member
from tests.factories.cases import OPENED, let_in, opened_case
from tests.factories.plans import CLAIM, STUDY, goal_of, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def plan(case):
    return planned(case, STUDY, CLAIM)


@pytest.fixture
def staff(case):
    staff = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(staff, case)
    return staff


def see(client, user, case, rest=""):
    client.force_login(user)
    client.cookies["language"] = "en"
    return client.get(f"/cases/{case.number}/{rest}")


def offered(page):
    return [words for _key, words in page.context["form"].fields["goal"].choices][1:]


def test_a_service_names_its_goal_and_both_say_so(client, case, plan):
    goal = plan.goals.get(service_type="education_formal")
    client.force_login(case.worker)
    typed = {"type": "school_supplies", "on": "02/03/2026", "goal": goal.pk}

    assert client.post(f"/cases/{case.number}/services/new/", typed).status_code == 302
    actions.record_service(case, by=case.worker, on=OPENED, type="literacy", goal=goal)
    gone = actions.record_service(case, by=case.worker, on=OPENED, type="food", goal=goal)
    actions.withdraw_service(gone, by=case.worker, withdrawn_reason="By mistake")

    assert "2 services" in see(client, case.worker, case, "plan/").content.decode()
    assert "For the goal:" in see(client, case.worker, case, "services/").content.decode()


def test_goals_in_legal_matters_are_offered_and_shown_to_the_team_alone(client, case, plan, staff):
    legal = plan.goals.get(service_type="compensation")
    actions.record_service(case, by=case.worker, on=OPENED, type="transport_local", goal=legal)

    of_team = see(client, case.worker, case, "services/new/")
    of_shelter = see(client, staff, case, "services/new/")
    assert (len(offered(of_team)), len(offered(of_shelter))) == (2, 1)
    assert CLAIM["words"] in see(client, case.worker, case, "services/").content.decode()
    assert CLAIM["words"] not in see(client, staff, case, "services/").content.decode()
    with pytest.raises(ValidationError):
        actions.record_service(case, by=staff, on=OPENED, type="food", goal=legal)


def test_a_goal_that_the_corrector_does_not_read_stays_as_it_is(client, case, plan, staff):
    legal = plan.goals.get(service_type="compensation")
    service = actions.record_service(case, by=case.worker, on=OPENED, type="transport_local", goal=legal)
    client.force_login(staff)

    typed = {"type": "transport_local", "on": "02/03/2026", "quantity": "2", "version": "1"}
    assert client.post(f"/cases/{case.number}/services/{service.pk}/", typed).status_code == 302

    service.refresh_from_db()
    assert (service.goal, service.quantity) == (legal, 2)


def test_a_goal_of_another_plan_is_no_goal_of_hers(client, case):
    other = goal_of(planned(opened_case(case.worker)))
    planned(case)
    client.force_login(case.worker)

    typed = {"type": "food", "on": "02/03/2026", "goal": other.pk}
    answer = client.post(f"/cases/{case.number}/services/new/", typed)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["goal"])
    with pytest.raises(ValidationError):
        actions.record_service(case, by=case.worker, on=OPENED, type="food", goal=other)
    assert not Service.objects.exists()


def test_without_a_plan_nothing_is_asked(client, case):
    assert "goal" not in see(client, case.worker, case, "services/new/").context["form"].fields


def test_a_program_names_the_goal_and_is_told_it_as_far_as_it_reads(case, plan, staff):
    legal = plan.goals.get(service_type="compensation")
    body = {"case": case.number, "on": OPENED.isoformat(), "type": "transport_local", "goal": str(legal.pk)}

    made = Caller(issue(case.worker)[0]).post("/api/v1/services/", body)
    here = f"/api/v1/services/{made.json()['id']}/"

    assert (made.status_code, made.json()["goal"]) == (201, str(legal.pk)), made.content
    assert Caller(issue(staff)[0]).get(here).json()["goal"] is None
