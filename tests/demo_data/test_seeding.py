"""Many invented cases to measure with are as sound as those that people enter."""

from datetime import date

import pytest
from django.utils import timezone

from cases.models import Case, CaseAccess, Likeness, Note, Person, Service, Task
from cases.numbers import read_case_number
from config.seeding.lives import names
from config.seeding.writing import seed
from reintegration.models import Placement
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
    assert (written["cases_needs"], written["cases_caseexploitation"]) == (200, 200)
    assert written["cases_telephone"] == written["cases_person"]
    assert 70 <= written["cases_identitydocument"] <= 145


def test_each_open_case_has_something_that_waits_and_each_case_something_that_was_done(written):
    waiting = set(Task.objects.open().exclude(case=None).values_list("case", flat=True))

    assert set(Case.objects.open().values_list("pk", flat=True)) <= waiting
    assert Task.objects.done().count() == 200


def test_nobody_lives_in_the_shelter_without_a_bed_and_whoever_left_was_placed(db):
    seed(1500, say=lambda line: None, today=TODAY)

    assert 40 <= Stay.objects.open().count() <= 80
    assert Stay.objects.without_bed(TODAY).filter(left_on=None).count() == 0
    assert CaseAccess.objects.live().filter(source="stay").count() == Stay.objects.open().count()
    assert Placement.objects.count() == Stay.objects.exclude(left_on=None).count()
    assert Likeness.objects.waiting().exists()


def test_a_case_was_closed_to_the_shelter_and_to_who_followed_her_on_the_day_on_which_that_was_over(written):
    ended = CaseAccess.objects.filter(ended_at__isnull=False).select_related("case")
    days = {
        source: {(one.case_id, timezone.localdate(one.ended_at)) for one in ended.filter(source=source)}
        for source in ("stay", "placement", "team")
    }

    left = Stay.objects.exclude(left_on=None).values_list("case", "left_on")
    over = Placement.objects.exclude(until=None).values_list("case", "until")
    assert (days["stay"], days["placement"]) == (set(left), set(over))
    assert days["team"]
    assert days["team"] <= set(Case.objects.values_list("pk", "closed_on"))


def test_names_come_from_three_thousand():
    assert len({name for pool in names().values() for name in pool}) >= 3000


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
