"""What is best for a child is found out step by step, by the team of the case."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from audit.doors import Refused
from cases import actions
from cases.models import BestInterest, Level, Task
from tests.factories.accounts import member
from tests.factories.cases import OPENED, let_in, opened_case, supervisor

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def child():
    return opened_case(majority="minor")


@pytest.fixture
def here(client, child):
    client.force_login(child.worker)
    client.cookies["language"] = "en"
    return client


def new(case):
    return f"/cases/{case.number}/best-interests/new/"


def test_a_step_is_written_with_its_day_and_who_decided_and_ends_what_waited(here, child):
    actions.activate_case(child, by=child.worker, on=OPENED)
    typed = {"on": "03/03/2026", "stage": "bia_done", "decider": "PGN", "words": "With her aunt"}

    answer = here.post(new(child), typed)

    step = BestInterest.objects.get()
    assert (answer.status_code, step.stage, step.decider, step.words) == (
        302,
        "bia_done",
        "PGN",
        "With her aunt",
    )
    assert not Task.objects.open().filter(kind="best_interest").exists()
    assert "With her aunt" in here.get(f"/cases/{child.number}/plan/").content.decode()
    told = here.get(f"/cases/{child.number}/").context["events"]
    assert [event.text for event in told if event.title == "Best interests of the child"] == [
        "Assessment (BIA) done"
    ]


def test_of_an_adult_the_procedure_is_not_offered(client):
    adult = opened_case()
    client.force_login(adult.worker)

    assert new(adult) not in client.get(f"/cases/{adult.number}/plan/").content.decode()


def test_what_was_done_while_she_was_taken_for_a_child_is_recorded_and_somebody_sees_to_it():
    adult = opened_case()

    actions.record_best_interest(adult, by=adult.worker, on=OPENED, stage="bia_done")

    assert Task.objects.open().filter(kind="birth_or_day_is_wrong").count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": f"{TODAY + timedelta(days=1):%d/%m/%Y}"}, "on"),
        ({"stage": "not_applicable"}, "stage"),
        ({"stage": ""}, "stage"),
    ],
)
def test_what_has_to_be_mended_stands_beside_its_field(here, child, facts, field):
    answer = here.post(
        new(child), {"on": "03/03/2026", "stage": "bia_done", "words": "At her aunt's"} | facts
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "At her aunt" in answer.content.decode()


def test_two_who_correct_a_step_see_both_versions(here, child):
    step = actions.record_best_interest(child, by=child.worker, on=OPENED, stage="bia_needed", words="One")
    actions.change_best_interest(step, by=supervisor(child.office), words="Two")

    typed = {"on": "02/03/2026", "stage": "bia_needed", "words": "Three", "version": "1"}
    answer = here.post(f"/cases/{child.number}/best-interests/{step.pk}/", typed)

    assert answer.status_code == 409
    assert {"Two", "Three"} <= set(answer.content.decode().replace("<", ">").split(">"))
    with pytest.raises(ValidationError):
        actions.change_best_interest(step, by=child.worker, on=TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("role", "level"), [(Role.CASEWORKER, Level.ASSISTANCE), (Role.SHELTER_STAFF, Level.FULL)]
)
def test_it_is_for_the_team_alone(client, child, role, level):
    actions.record_best_interest(child, by=child.worker, on=OPENED, stage="bia_done", words="With her aunt")
    helper = member(role, child.office, since="2010-01-01")
    let_in(helper, child, level)
    client.force_login(helper)

    assert "With her aunt" not in client.get(f"/cases/{child.number}/plan/").content.decode()
    assert client.get(new(child)).status_code == 403
    assert list(BestInterest.objects.visible_to(helper)) == []
    with pytest.raises(Refused):
        actions.record_best_interest(child, by=helper, on=OPENED, stage="bia_done")
