"""A birth date typed wrongly stops no record of her coming and leaving: somebody is asked which is wrong."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cases import actions as of_cases
from cases.models import Task
from shelters import actions
from shelters.models import Stay
from tests.factories.cases import OPENED
from tests.factories.shelters import admitted, case_for, coordinator, left, shelter_staff
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
TYPED, CAME, GONE = date(2026, 11, 13), date(2026, 11, 5), date(2026, 11, 8)


@pytest.fixture
def case(shelter):
    """The case of a newborn whose birth was typed as the 13th, and was on the 3rd."""
    return newborn(shelter)


def newborn(shelter):
    case = case_for(shelter, majority="minor")
    of_cases.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    born(case, TYPED)
    return case


def born(case, day):
    facts = {"birth_date": day, "birth_precision": "day"}
    return of_cases.describe_person(case.person, by=case.worker, case=case, **facts)


def asked(case):
    """Who is asked which day is wrong."""
    return [task.assignee for task in Task.objects.open().filter(case=case, kind="birth_or_day_is_wrong")]


def answered(case):
    """Whoever was asked says that it is seen to."""
    for task in Task.objects.open().filter(case=case, kind="birth_or_day_is_wrong"):
        of_cases.finish_task(task, by=case.worker, outcome="Asked the clinic")


def test_her_coming_is_kept_without_an_age_and_whoever_answers_for_her_is_asked_once(shelter, case):
    stay = left(admitted(shelter, case=case, on=CAME), on=GONE)

    assert (stay.admitted_on, stay.left_on) == (CAME, GONE)
    assert (stay.age_from, stay.left_age_from) == (None, None)
    assert asked(case) == [case.worker]


def test_once_her_birth_date_is_mended_each_end_has_its_age(shelter, case):
    stay = left(admitted(shelter, case=case, on=CAME), on=GONE)

    born(case, date(2026, 11, 3))

    stay.refresh_from_db()
    assert (stay.age_from, stay.left_age_from, stay.child) == (0, 0, True)


def test_an_exit_alone_that_lies_before_her_birth_asks_too(shelter, case):
    born(case, date(2026, 11, 4))
    stay = admitted(shelter, case=case, on=CAME)
    assert asked(case) == []
    born(case, TYPED)
    answered(case)

    left(stay, on=GONE)

    assert asked(case) == [case.worker]


def lived_there(shelter, case):
    return [admitted(shelter, case=case, on=CAME)]


def was_helped(shelter, case):
    return [of_cases.record_service(case, by=case.worker, on=CAME, type="food") for _time in range(3)]


@pytest.mark.parametrize("written", [lived_there, was_helped])
def test_a_birth_date_that_is_mistyped_afterwards_takes_the_ages_away_and_asks_once(shelter, case, written):
    born(case, date(2026, 11, 3))
    rows = written(shelter, case)
    assert ([row.age_from for row in rows], asked(case)) == ([0] * len(rows), [])

    for _time in range(2):
        born(case, TYPED)
        born(case, date(2026, 11, 14))

    assert [type(row).objects.get(pk=row.pk).age_from for row in rows] == [None] * len(rows)
    assert asked(case) == [case.worker]


def noted(case):
    of_cases.write_note(case, by=case.worker, on=CAME, text="Drank well")


def needed(case):
    of_cases.record_needs(case, by=case.worker, on=CAME, needs=["food"])


@pytest.mark.parametrize("write", [noted, needed])
def test_notes_and_needs_of_a_day_before_it_ask_too(case, write):
    born(case, date(2026, 11, 3))
    write(case)
    assert asked(case) == []

    born(case, TYPED)

    assert asked(case) == [case.worker]


def test_a_birth_date_that_fits_what_is_written_asks_nobody(shelter, case):
    born(case, date(2026, 11, 3))
    admitted(shelter, case=case, on=CAME)

    born(case, CAME)

    assert asked(case) == []


def test_a_stay_of_a_paper_file_is_entered_too(shelter, case):
    admitted(
        shelter, case=case, on=CAME, left_on=GONE, exit_reason="family", exit_decided_by="guardian",
        entered_from="paper",
    )  # fmt: skip

    assert (Stay.objects.get().left_on, asked(case)) == (GONE, [case.worker])


def test_the_page_and_a_program_record_that_she_came(shelter, case):
    other = newborn(shelter)
    typed = {"case": case.number, "admitted_on": "05/11/2026", "admission_reason": "emergency"}
    body = typed | {"case": other.number, "shelter": str(shelter.pk), "admitted_on": "2026-11-05"}

    page = browser_of(shelter_staff(shelter)).post(reverse("shelters:admit", args=[shelter.pk]), typed)
    answer = program_of(shelter_staff(shelter)).post("/api/v1/stays/", body)

    assert (page.status_code, answer.status_code, Stay.objects.count()) == (302, 201, 2)


def test_a_correction_to_such_a_day_is_refused_to_her_team_and_one_of_all_else_is_not(shelter, case):
    stay, worker = admitted(shelter, case=case, on=CAME), case.worker
    kept = {"expected_exit_on": stay.expected_exit_on, "admission_reason": "court_order"}

    with pytest.raises(ValidationError, match="she was not born yet on that day"):
        actions.change_stay(stay, by=worker, admitted_on=date(2026, 11, 4), **kept)

    assert actions.change_stay(stay, by=worker, admitted_on=CAME, **kept).admission_reason == "court_order"


def test_the_shelter_finds_no_birth_date_by_trying_days_of_a_stay_that_goes_on(shelter, case):
    born(case, CAME)
    stay, head = admitted(shelter, case=case, on=CAME), coordinator(shelter)
    kept = {"expected_exit_on": stay.expected_exit_on, "admission_reason": "emergency"}

    moved = actions.change_stay(stay, by=head, admitted_on=date(2026, 11, 4), **kept)

    assert (moved.admitted_on, moved.age_from, asked(case)) == (date(2026, 11, 4), None, [case.worker])


def test_who_coordinates_a_house_that_she_left_moves_her_coming_and_somebody_is_asked(shelter, case):
    born(case, CAME)
    stay = left(admitted(shelter, case=case, on=CAME), on=GONE)
    facts = {"exit_reason": "family", "exit_decided_by": "team", "left_on": GONE}
    kept = facts | {"expected_exit_on": stay.expected_exit_on, "admission_reason": "emergency"}

    moved = actions.change_stay(stay, by=coordinator(shelter), admitted_on=date(2026, 11, 4), **kept)

    assert (moved.age_from, moved.left_age_from, asked(case)) == (None, 0, [case.worker])


def test_the_shelter_finds_no_birth_date_by_trying_days_of_a_service(shelter, case):
    born(case, CAME)
    staff = shelter_staff(shelter)
    admitted(shelter, by=staff, case=case, on=CAME)
    service = of_cases.record_service(case, by=staff, on=CAME, type="food")
    typed = {"on": "04/11/2026", "type": "food", "version": service.version}

    answer = browser_of(staff).post(f"/cases/{case.number}/services/{service.pk}/", typed)

    service.refresh_from_db()
    assert (answer.status_code, service.on, service.age_from) == (302, date(2026, 11, 4), None)
    assert asked(case) == [case.worker]
