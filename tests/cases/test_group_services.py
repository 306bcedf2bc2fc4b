"""One service for several people at once: with each of them as by itself, or with none of them."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.roles import Role
from accounts.tokens import issue
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import Case, GroupService, Level, Service, Task
from tests.api.conftest import Caller
from tests.factories.accounts import member
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, working_office

pytestmark = pytest.mark.django_db
PAGE = "/cases/group-service/"
TODAY = timezone.localdate()


@pytest.fixture
def worker():
    return caseworker(working_office())


@pytest.fixture
def cases(worker):
    return [opened_case(worker, code_name=name) for name in ("Ámbar", "Ceiba", "Jade")]


@pytest.fixture
def here(client, worker):
    client.force_login(worker)
    client.cookies["language"] = "en"
    return client


def typed(cases, **facts):
    usual = {"type": "recreation", "on": f"{OPENED:%d/%m/%Y}", "once": str(uuid.uuid4())}
    return usual | {"cases": [str(case.pk) for case in cases]} | facts


def test_one_workshop_stands_with_each_person_once_however_often_it_is_sent(here, worker, cases):
    sent = typed(cases, quantity="2", provider="Casa", detail="Painting")

    answers = [here.post(PAGE, sent) for _time in range(2)]

    group = GroupService.objects.get()
    assert [one.url for one in answers] == [f"{PAGE}{group.pk}/"] * 2
    assert {
        (one.case_id, one.type, one.quantity, one.detail, one.given_by) for one in group.services.all()
    } == {(case.pk, "recreation", 2, "Painting", worker) for case in cases}
    assert Service.objects.count() == len(cases)
    kept = Event.objects.filter(verb="service.recorded")
    assert {case.pk for case in cases} <= {key for event in kept for key in event.subjects}
    assert (kept.count(), Event.objects.filter(verb="service.group_recorded").count()) == (3, 1)


def test_who_is_still_to_be_asked_is_named_with_a_task_of_her_own(here, worker, cases):
    asked = {"kind": "consent", "answer": "given", "giver": "self_adult", "since": OPENED}
    actions.record_ground(cases[0], by=worker, purposes=["medical_exam"], **asked)

    shown = here.post(PAGE, typed(cases, type="medical_general"), follow=True)

    waiting = Task.objects.open().filter(kind="consent_to_service")
    assert [case.code_name for case in shown.context["to_ask"]] == ["Ceiba", "Jade"]
    assert {task.case for task in waiting} == set(cases[1:])
    assert Service.objects.count() == len(cases)


def test_where_one_cannot_be_recorded_none_is(worker, cases):
    foreign = opened_case()

    with pytest.raises(Refused):
        actions.record_group_service([*cases, foreign], by=worker, on=OPENED, type="recreation")
    with pytest.raises(ValidationError):
        actions.record_group_service(cases, by=worker, on=TODAY + timedelta(days=1), type="recreation")

    assert (Service.objects.count(), GroupService.objects.count()) == (0, 0)


def test_a_foreign_case_is_no_choice_and_what_was_typed_stays(here, cases):
    answer = here.post(PAGE, typed([cases[0], opened_case()], detail="Painting"))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["cases"])
    assert "Painting" in answer.content.decode()
    assert not Service.objects.exists()


def test_two_cases_of_one_person_are_not_given_the_same_twice(here, cases):
    Case.objects.filter(pk=cases[1].pk).update(person=cases[0].person)

    answer = here.post(PAGE, typed(cases))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["cases"])
    assert "Ceiba" in answer.content.decode()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"cases": []}, "cases"),
        ({"type": ""}, "type"),
        ({"on": f"{TODAY + timedelta(days=1):%d/%m/%Y}"}, "on"),
        ({"quantity": "0"}, "quantity"),
    ],
)
def test_what_has_to_be_mended_stands_beside_its_field(here, cases, facts, field):
    answer = here.post(PAGE, typed(cases) | facts)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize("looked_for", ["amb", "ÁMB", ""])
def test_somebody_is_looked_for_by_the_beginning_of_a_code_name_and_ticks_stay(here, cases, looked_for):
    sent = typed([cases[2]], look="1", look_for=looked_for, detail="Painting")

    answer = here.post(PAGE, sent)

    names = [label.split()[0] for _key, label in answer.context["form"].fields["cases"].choices]
    assert names == (["Ámbar", "Jade"] if looked_for else ["Ámbar", "Ceiba", "Jade"])
    assert answer.context["form"]["cases"].value() == [str(cases[2].pk)]
    assert ("Painting" in answer.content.decode(), Service.objects.exists()) == (True, False)


def test_a_shelter_records_for_its_residents_and_reads_of_nobody_else(client, cases):
    staff = member(Role.SHELTER_STAFF, cases[0].office, since="2010-01-01")
    let_in(staff, cases[0])
    let_in(staff, cases[1], Level.REFERENCE)
    client.force_login(staff)

    offered = client.get(PAGE).context["form"].fields["cases"].choices

    assert [label for _key, label in offered] == [str(cases[0])]


def test_who_it_was_recorded_for_is_shown_to_whoever_recorded_it(here, client, cases):
    url = here.post(PAGE, typed(cases)).url
    assert here.get(url).status_code == 200

    client.force_login(caseworker(cases[0].office))
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_many_people_as_for_one(here, worker, number, django_assert_num_queries):
    made = [opened_case(worker) for _time in range(number)]
    group = actions.record_group_service(made, by=worker, on=OPENED, type="medical_general")

    with django_assert_num_queries(16):
        here.get(f"{PAGE}{group.pk}/")


def test_a_program_records_it_by_the_numbers_of_the_cases_once_for_its_key(worker, cases):
    program = Caller(issue(worker)[0])
    body = {
        "type": "medical_general", "on": OPENED.isoformat(), "cases": [case.number for case in cases],
    }  # fmt: skip

    made, again = (
        program.post("/api/v1/group-services/", body, headers={"Idempotency-Key": "g1"}) for _time in range(2)
    )

    assert (made.status_code, again.json()) == (201, made.json()), made.content
    assert {row["case"] for row in made.json()["services"]} == {case.number for case in cases}
    assert made.json()["to_ask"] == [case.number for case in sorted(cases, key=str)]
    assert Service.objects.count() == len(cases)
    bad = program.post("/api/v1/group-services/", body | {"cases": [opened_case().number]})
    assert (bad.status_code, list(bad.json()["errors"])) == (422, ["cases"])


def test_who_lists_what_she_recorded_for_several_people_leaves_one_line_for_all_of_them(worker, cases):
    actions.record_group_service(cases, by=worker, on=OPENED, type="recreation")

    Caller(issue(worker)[0]).get("/api/v1/group-services/")

    [looked] = Event.objects.filter(verb="case.read")
    assert set(looked.subjects) == {case.pk for case in cases}
