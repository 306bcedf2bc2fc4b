"""What rooms above add to a case: an open stay keeps it open, where her way stands is derived from them."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone, translation

from cases import dependants
from cases.dependants import Stage
from cases.models import Case, Person
from reintegration.models import Placement
from tests.factories.shelters import admitted, case_for, left, shelter_of

pytestmark = pytest.mark.django_db
GONE = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def shelter(db):
    return shelter_of(name="El Refugio")


@pytest.fixture
def case(shelter):
    return case_for(shelter)


def test_every_room_above_cases_registered_or_says_why_not():
    silent = {
        room: getattr(apps.get_app_config(room), "without_dependants", "")
        for room in dependants.ROOMS
        if room not in dependants.registered()
    }

    assert set(silent) == {"referrals", "trainings"}
    assert [room for room, why in silent.items() if len(why) < 20] == []


def test_an_open_stay_keeps_a_case_open_a_placement_does_not(shelter, case):
    stay = admitted(shelter, case=case)
    assert dependants.open_items(case) == ["She lives in a shelter since 2 March 2026."]

    left(stay, on=GONE)

    assert dependants.open_items(case) == []


def test_where_her_way_stands(shelter, case):
    today = timezone.localdate()
    seen = [dependants.stages_of([case.pk])]
    stay = admitted(shelter, case=case, on=today - timedelta(days=100))
    seen.append(dependants.stages_of([case.pk]))
    stay.__class__.objects.filter(pk=stay.pk).update(expected_exit_on=today + timedelta(days=30))
    seen.append(dependants.stages_of([case.pk]))
    left(stay, on=today)
    seen.append(dependants.stages_of([case.pk]))

    assert seen == [
        {},
        {case.pk: [Stage.SHELTER]},
        {case.pk: [Stage.SHELTER, Stage.PREPARING_EXIT]},
        {case.pk: [Stage.REINTEGRATION]},
    ]


def test_the_cases_page_tells_when_she_came_and_left(shelter, case):
    left(admitted(shelter, case=case), on=GONE, exit_details="With her mother")

    found = sorted((one.on, one.title, one.text) for one in dependants.timeline(case, case.worker))

    assert found == [
        (date(2026, 3, 2), "Came to live in El Refugio", "Voluntary request"),
        (GONE, "Left El Refugio", "Return to family. With her mother"),
        (GONE, "Placement began", "With her nuclear family"),
    ]


def test_a_mended_birth_date_moves_all_age_bands(shelter, case):
    stay = left(admitted(shelter, case=case), on=GONE)
    Person.objects.filter(pk=case.person_id).update(birth_year=2008)
    person = Person.objects.get(pk=case.person_id)
    person.birth_date, person.birth_precision = date(2008, 4, 1), "day"
    person.save()

    dependants.age_rows(person)

    stay.refresh_from_db()
    placement = Placement.objects.get()
    assert (stay.age_from, stay.child, stay.left_age_from, stay.left_child) == (15, True, 18, False)
    assert (placement.age_from, placement.child) == (18, False)


def test_the_cases_page_leads_to_a_bed_to_her_stay_and_to_her_placement(shelter, case):
    def offered():
        opened = Case.objects.get(pk=case.pk)  # each page reads it anew
        return [(str(words), url) for words, url in dependants.verbs(opened, case.worker)]

    seen = [offered()]
    stay = admitted(shelter, case=case)
    seen.append(offered())
    left(stay, on=GONE)
    seen.append(offered())

    bed = ("Admit to a shelter", f"{reverse('shelters:shelters')}?case={case.number}")
    assert seen == [
        [bed],
        [("Her stay in the shelter", reverse("shelters:stay", args=[stay.pk]))],
        [bed, ("Her placement", reverse("reintegration:placement", args=[Placement.objects.get().pk]))],
    ]
