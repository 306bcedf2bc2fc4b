"""Many invented cases to measure with are as sound as those that people enter."""

from datetime import date

import pytest

from cases.models import Case, Note, Person, Service
from cases.numbers import read_case_number
from config.seeding.writing import seed
from shelters.models import Stay
from tests.factories.cases import caseworker, opened_case

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def written(db):
    return seed(200, say=lambda line: None, today=TODAY)


def test_so_many_cases_with_all_that_hangs_on_them(written):
    assert written["cases_case"] == Case.objects.count() == 200
    assert written["cases_service"] == Service.objects.count() == 2000
    assert (written["cases_note"], written["audit_event"], written["cases_ground"]) == (600, 400, 200)
    assert 170 <= written["cases_person"] <= 190
    assert 55 <= written["shelters_stay"] == Stay.objects.count() <= 105


def test_their_names_are_sealed_and_open(written):
    person, note = Person.objects.first(), Note.objects.first()

    assert len(person.full_name.split()) >= 3
    assert note.text.startswith("Se conversó")


def test_their_numbers_are_right_and_the_next_case_gets_the_next(written):
    numbers = list(Case.objects.values_list("number", flat=True))
    assert all(read_case_number(number) == number for number in numbers)

    following = opened_case(caseworker(), on=date(2026, 11, 20))

    assert following.number not in numbers
    last = max(number for number in numbers if number.startswith("26-"))
    assert int(following.number.split("-")[1]) == int(last.split("-")[1]) + 1
