"""A birth date is mended while something else is written of her: figures carry the date that stands."""

import os
from datetime import date, timedelta
from functools import partial
from itertools import cycle
from secrets import randbelow

import pytest

from cases import actions as cases
from cases.models import Case
from shelters import actions
from shelters.models import Stay
from tests.factories.shelters import admitted, beds_of, case_for, coordinator, left, shelter_of, shelter_staff
from tests.shelters.conftest import program_of
from tests.work.crowd import Crossing

# Of each of the seven pairs; more where somebody looks for a deadlock: CROSSINGS=500.
ROUNDS = int(os.environ.get("CROSSINGS", "8"))
OPENED = date(2026, 3, 2)
DAY = timedelta(days=1)
# By these she is 16 or 26 on every day of 2026: a girl of the band from 15, a woman of the band from 25.
BORN = {date(2010, 1, 1): (15, True), date(2000, 1, 1): (25, False)}
STAYS, CASES = "/api/v1/stays/", "/api/v1/cases/"


@pytest.fixture
def shelter(committed_db):
    return shelter_of(beds=2)


def houses(shelter):
    """For each round the shelter, who works in it, and the case of somebody whose birth date may be kept."""
    staff = shelter_staff(shelter)
    # A court's order holds whatever her age turns out to be.
    ground = {"kind": "court_order", "since": OPENED, "authority": "Family court"}
    for number in range(ROUNDS):
        if number % 5 == 0:
            case = case_for(shelter)
            cases.record_ground(case, by=case.worker, **ground)
        yield number, (shelter, staff, case)


def mend(case, born):
    """Her caseworker mends the birth date."""
    facts = {"birth_date": born, "birth_precision": "day"}
    return cases.describe_person(Case.objects.get(pk=case.pk).person, by=case.worker, case=case, **facts)


def mend_by_program(case, born):
    """The same by a program that has read the version that stands."""
    person = Case.objects.get(pk=case.pk).person
    body = {"birth": {"date": born.isoformat(), "precision": "day"}, "age_is_right": True}
    url, tag = f"{CASES}{case.number}/person/", {"If-Match": f'"{person.version}"'}
    answer = program_of(case.worker).patch(url, body, headers=tag)
    assert answer.status_code == 200, answer.content


def admit(house, day):
    shelter, staff, case = house
    if living := case.stays.open().first():
        left(living, by=staff, on=day)
    return lambda: admitted(shelter, by=staff, case=case, on=day)


def leave(house, day):
    stay = admit(house, day)()
    return lambda: left(stay, by=house[1], on=day + DAY)


def leave_by_program(house, day):
    stay = admit(house, day)()
    body = {"left_on": (day + DAY).isoformat(), "exit_reason": "family", "exit_decided_by": "team"}

    def ask():
        tag = {"If-Match": f'"{stay.version}"'}
        answer = program_of(house[1]).post(f"{STAYS}{stay.pk}/exit/", body, headers=tag)
        assert answer.status_code == 200, answer.content

    return ask


def help_her(house, day):
    _shelter, _staff, case = house
    return lambda: cases.record_service(case, by=case.worker, on=day, type="food")


def enter_past_stay(house, day):
    shelter, staff, case = house
    facts = {"left_on": day + DAY, "exit_reason": "family", "exit_decided_by": "team"}
    return lambda: admitted(shelter, by=staff, case=case, on=day, entered_from="paper", **facts)


def move_later(stay, bed, day, staff):
    return actions.move_bed(Stay.objects.get(pk=stay.pk), by=staff, bed=bed, since=day)


def counted(case):
    """`(day, age band)` of everything that is counted of her."""
    rows = [(one.on, one.age_from, one.child) for one in case.services.all()]
    rows += [(one.since, one.age_from, one.child) for one in case.placements.all()]
    for stay in case.stays.all():
        rows.append((stay.admitted_on, stay.age_from, stay.child))
        if stay.left_on:
            rows.append((stay.left_on, stay.left_age_from, stay.left_child))
    return rows


@pytest.mark.parametrize(
    ("write", "mending"),
    [
        (admit, mend),
        (leave, mend),
        (help_her, mend),
        (enter_past_stay, mend),
        (leave_by_program, mend_by_program),
        (leave_by_program, mend),
    ],
)
def test_whichever_comes_first_what_is_counted_of_her_carries_the_age_that_stands(shelter, write, mending):
    born = cycle(BORN)
    for number, house in houses(shelter):
        seed, stands, case = randbelow(10**6), next(born), house[2]
        call = write(house, OPENED + 2 * number * DAY)

        answers = Crossing(seed).together(call, partial(mending, case, stands))

        failed = [one for one in answers if isinstance(one, Exception)]
        assert failed == [], f"round {number}, seed {seed}"
        ages = {row[1:] for row in counted(case)}
        assert ages == {BORN[stands]}, f"round {number}, seed {seed}"


def test_who_moves_her_and_who_writes_that_she_left_never_wait_for_each_other_in_a_circle(shelter):
    # The coordinator looks after who left long ago too.
    beds, staff = beds_of(shelter), coordinator(shelter)
    for number, (_shelter, _staff, case) in houses(shelter):
        seed, day = randbelow(10**6), OPENED + 2 * number * DAY
        stay = admitted(shelter, by=staff, case=case, on=day, bed=beds[0])

        calls = partial(move_later, stay, beds[1], day, staff), partial(left, stay, by=staff, on=day + DAY)
        moved, gone = Crossing(seed).together(*calls)

        assert not isinstance(gone, Exception), f"seed {seed}: {gone!r}"
        assert not isinstance(moved, Exception), f"seed {seed}: {moved!r}"
        assert {one.until for one in stay.beds.all()} <= {day, day + DAY}, f"seed {seed}"
        assert [str(one.bed) for one in stay.beds.on(day)] == ["A-2"], f"seed {seed}"
