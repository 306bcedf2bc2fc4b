"""Programs list cases as pages do: the same doors, the same questions, no names."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tokens import issue
from cases.models import Case
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return working_office()


@pytest.fixture
def case(office):
    opened_case(code_name="Zunza")
    return opened_case(caseworker(office), code_name="Ceiba")


def asking(user):
    """A program that asks with this person's token."""
    token, _row = issue(user)
    return Client(headers={"Authorization": f"Bearer {token}"})


def listed(user, **asked):
    """Code names of the answer, in its order."""
    answer = asking(user).get(reverse("api-case-list"), asked)
    assert answer.status_code == 200, answer.content
    return [row["code_name"] for row in answer.json()["results"]]


def test_a_program_lists_what_its_person_may_open_the_latest_first(office, case):
    opened_case(caseworker(office), code_name="Jade", on=datetime.date(2026, 5, 1))

    assert listed(supervisor(office)) == ["Jade", "Ceiba"]
    assert listed(case.worker) == ["Ceiba"]


def test_it_asks_by_codes_and_days(office, case):
    boss, other = supervisor(office), caseworker(office)
    jade = opened_case(other, code_name="Jade", on=datetime.date(2026, 5, 1))
    Case.objects.filter(pk=jade.pk).update(status="active")

    assert listed(boss, status="active") == ["Jade"]
    assert listed(boss, worker=str(other.pk)) == ["Jade"]
    assert listed(boss, component=str(case.component_id)) == ["Jade", "Ceiba"]
    assert listed(boss, office=str(office.pk)) == ["Jade", "Ceiba"]
    assert listed(boss, since="2026-05-01", until="2026-05-01") == ["Jade"]
    assert listed(boss, whose="mine") == []


def test_hers_are_those_she_answers_for_and_those_opened_to_herself(office, case):
    lent = opened_case(code_name="Roble", on=datetime.date(2026, 4, 1))
    let_in(office, lent)
    let_in(case.worker, opened_case(code_name="Nance", on=datetime.date(2026, 1, 5)))

    assert listed(case.worker, whose="mine") == ["Ceiba", "Nance"]
    assert listed(case.worker, whose="office") == ["Roble", "Ceiba", "Nance"]


@pytest.mark.parametrize(
    "asked", [{"status": "lost"}, {"since": "ayer"}, {"whose": "all"}, {"name": "Ana"}, {"worker": "x"}]
)
def test_a_question_that_is_not_understood_is_refused(case, asked):
    answer = asking(case.worker).get(reverse("api-case-list"), asked)

    assert (answer.status_code, list(answer.json()["errors"])) == (422, list(asked))


def test_somebody_of_a_foreign_organisation_is_as_unknown_as_nobody(case):
    foreign = Case.objects.get(code_name="Zunza").worker

    answers = [
        asking(case.worker).get(reverse("api-case-list"), {"worker": str(one)})
        for one in (foreign.pk, "00000000-0000-4000-8000-000000000000")
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert answers[0].json()["errors"] == answers[1].json()["errors"]


def test_the_list_asks_as_often_for_three_as_for_one(case, django_assert_num_queries):
    client, address = asking(case.worker), reverse("api-case-list")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    opened_case(case.worker)
    opened_case(case.worker)

    with django_assert_num_queries(len(one)):
        assert len(client.get(address).json()["results"]) == 3
