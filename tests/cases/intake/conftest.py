"""A caseworker with a browser, a case and a child's case; what the tests of the intake share."""

import datetime

import pytest
from django.utils import timezone, translation

from cases import actions
from tests.factories.cases import caseworker, opened_case, working_office

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TODAY = timezone.localdate
NAME = "Ana Lucía"
HER = {"given_names": NAME, "family_names": "Pérez Xol", "birth": "03/2001", "nationalities": ["GT"]}
INVOLVED = (
    "Somebody who took part in what was done to her cannot consent for her. Record another guardian, the "
    "State guardian, a court or vital interest."
)
NO_ROWS = {
    f"{rows}-{count}": number
    for rows in ("telephones", "documents")
    for count, number in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
}


@pytest.fixture
def worker():
    return caseworker(working_office())


@pytest.fixture
def case(worker):
    return opened_case(worker, code_name="Ceiba")


@pytest.fixture
def child(worker):
    return opened_case(worker, majority="minor", code_name="Jacaranda")


@pytest.fixture
def desk(client, worker):
    """A caseworker's browser, in English."""
    client.force_login(worker, backend=BACKEND)
    client.cookies["language"] = "en"
    with translation.override("en"):
        yield client


def page(case, name):
    return f"/cases/{case.number}/intake/{name}/"


def agreed(case, by, **facts):
    usual = {"kind": "consent", "giver": "self_adult", "purposes": ["data_processing"]}
    return actions.record_ground(case, by=by, **usual | {"since": TODAY()} | facts)


def states(desk, case):
    lines = desk.get(f"/cases/{case.number}/intake/").context["lines"]
    return {line.section.name: line.state for line in lines}


def said(answer):
    return {name: list(words) for name, words in answer.context["form"].errors.items()}


def described(case, by, **facts):
    born = {"birth_date": datetime.date(2001, 3, 1), "birth_precision": "month"}
    names = {"given_names": NAME, "family_names": "Pérez Xol"}
    return actions.describe_person(case.person, by=by, case=case, **names | born | facts)
