"""Several questions whether somebody is known already read apart in the list, and name nobody."""

import pytest
from django.urls import reverse

from cases import actions
from tests.factories.cases import caseworker, opened_case, supervisor
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db


def sign(pair):
    return str(pair.pk)[-4:].upper()


def test_each_question_about_a_case_has_a_sign_that_stands_on_its_page_too():
    worker = caseworker()
    case, *others = (opened_case(worker) for _case in range(3))
    pairs = [actions.note_likeness(case.person, other.person, by=worker) for other in others]
    desk = browser_of(worker)

    listed = desk.get("/tasks/").content.decode()
    told = [row["words"] for row in program_of(worker).get("/api/v1/tasks/").json()["results"]]

    words = "See whether this is somebody who has a case already (question %s)"
    assert sorted(told) == sorted(words % sign(pair) for pair in pairs)
    assert [pair for pair in pairs if words % sign(pair) not in listed] == []
    assert [
        pair for pair in pairs if f"Question {sign(pair)}" not in desk.get(page(pair)).content.decode()
    ] == []


def test_a_question_that_names_no_case_has_its_sign_in_both_offices():
    one, other = opened_case(), opened_case()
    pair = actions.note_likeness(one.person, other.person, by=None)

    lists = [browser_of(supervisor(case.office)).get("/tasks/").content.decode() for case in (one, other)]

    words = f"See with another office whether two cases are of one person (question {sign(pair)})"
    assert [words in listed for listed in lists] == [True, True]


def page(pair):
    return reverse("cases:likeness", args=[pair.pk])
