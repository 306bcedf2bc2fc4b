"""That two cases are of one person stands on both of them; the question is asked in words of who is asked."""

import pytest
from django.urls import reverse

from cases import actions
from tests.factories.cases import caseworker, opened_case, supervisor
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
CARD = "The same person by another case"


@pytest.fixture
def worker():
    return caseworker(user__full_name="Marta Paz")


@pytest.fixture
def cases(worker):
    return [opened_case(worker), opened_case(worker)]


@pytest.fixture
def pair(cases, worker):
    return actions.note_likeness(*(case.person for case in cases), by=worker)


def page_of(case, user):
    return browser_of(user).get(case.get_absolute_url()).content.decode()


def question(pair, user):
    return browser_of(user).get(reverse("cases:likeness", args=[pair.pk])).content.decode()


def test_both_cases_say_that_they_are_of_one_person_by_whom_and_how_to_take_it_back(pair, cases, worker):
    assert [CARD in page_of(case, worker) for case in cases] == [False, False]
    actions.answer_likeness(pair, by=worker, answer="same")

    pages = [page_of(case, worker) for case in cases]

    back = reverse("cases:likeness-take-back", args=[pair.pk])
    for page, other in zip(pages, reversed(cases), strict=True):
        assert (CARD in page, other.number in page, back in page) == (True, True, True)
        assert "Marta Paz answered on" in page
    actions.take_back_likeness(pair, by=worker)
    assert CARD not in page_of(cases[0], worker)


def test_two_people_or_a_case_that_is_not_hers_leave_no_card(pair, cases, worker):
    actions.answer_likeness(pair, by=worker, answer="not_same")
    assert CARD not in page_of(cases[0], worker)

    own, far = opened_case(worker), opened_case()
    boss = supervisor(own.office)
    other = actions.note_likeness(own.person, far.person, by=None)
    actions.answer_likeness(other, by=boss, answer="same")

    page = page_of(own, worker)
    assert (CARD in page, far.number in page) == (False, False)


def test_a_question_inside_one_office_speaks_of_no_other_office():
    worker = caseworker()
    one, two = opened_case(worker), opened_case(caseworker(worker.memberships.get().office))
    pair = actions.note_likeness(one.person, two.person, by=None)
    boss = supervisor(one.office)

    listed = browser_of(boss).get("/tasks/").content.decode()
    answered = browser_of(boss).post(
        reverse("cases:likeness", args=[pair.pk]), {"answer": "not_same", "once": "one"}, follow=True
    )

    assert "See whether two cases of this office are of one person" in listed
    assert "See with another office" not in listed
    said = answered.content.decode()
    assert ("the task is done." in said, "for both sides" in said) == (True, False)


def test_each_case_is_to_be_opened_by_who_may_open_both():
    worker = caseworker()
    own, second, far = opened_case(worker), opened_case(worker), opened_case()
    both = actions.note_likeness(own.person, second.person, by=worker)
    half = actions.note_likeness(own.person, far.person, by=None)
    boss = supervisor(own.office)

    pages = [question(pair, boss) for pair in (both, half)]

    assert ["Open each case to look." in page for page in pages] == [True, False]
    assert ["ask about the other" in page for page in pages] == [False, True]
