"""Several people at the same moment, by pages, programs and raw SQL: one is done, the others read why not."""

import os
import uuid
from datetime import date
from time import sleep

import psycopg
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from cases import actions as cases
from cases.models import Case, Service
from shelters.models import BedAssignment, Stay
from tests.factories.cases import ENDING, caseworker, opened_case, supervisor, working_office
from tests.factories.shelters import admitted, beds_of, case_for, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of, program_of
from tests.work.crowd import together

NIGHT, LATER, CLOSED = date(2026, 3, 2), date(2026, 3, 10), date(2026, 6, 1)
TAKEN = "Somebody else sleeps in this bed at that time. Choose another."
ALREADY = "She already lives in a shelter at that time."
WAITING = """SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
             WHERE NOT granted AND datname = current_database()"""
SLEEP = """INSERT INTO shelters_bedassignment (id, created_at, version, bed_id, stay_id, person_id, since)
           VALUES (%s, now(), 1, %s, %s, %s, %s)"""


def said(answers, field=None):
    """What the pages that were sent back say, beside a field or above the form; how many were done."""
    back = [one.context["form"] for one in answers if one.status_code == 422]
    errors = [form.errors[field] if field else form.non_field_errors() for form in back]
    return sum(one.status_code == 302 for one in answers), [list(one) for one in errors]


def test_of_eight_who_admit_to_one_bed_one_does_and_seven_read_that_it_is_taken(committed_db):
    shelter = shelter_of(beds=1)
    [bed], url = beds_of(shelter), reverse("shelters:admit", args=[shelter.pk])
    desks, people = (
        [browser_of(shelter_staff(shelter)) for _one in range(8)],
        [case_for(shelter) for _one in range(8)],
    )
    typed = {"admitted_on": "02/03/2026", "admission_reason": "emergency", "bed": str(bed.pk)}

    def send(desk, case):
        return lambda: desk.post(url, typed | {"case": case.number, "once": uuid.uuid4().hex})

    answers = together(*map(send, desks, people))

    assert said(answers, "bed") == (1, [[TAKEN]] * 7)
    assert (Stay.objects.count(), BedAssignment.objects.count()) == (1, 1)


def test_of_eight_who_record_that_she_left_one_does_and_seven_read_that_it_is_written(committed_db):
    shelter = shelter_of()
    stay, desks = admitted(shelter), [browser_of(shelter_staff(shelter)) for _one in range(8)]
    today = timezone.localdate()  # who left long ago is no more theirs
    typed = {"left_on": f"{today:%d/%m/%Y}", "exit_reason": "family", "exit_decided_by": "person"}
    url = reverse("shelters:stay-exit", args=[stay.pk])

    answers = together(*[lambda desk=desk: desk.post(url, typed) for desk in desks])

    day = f"{today.day} {today:%B %Y}"
    sentence = f"It is already written that she left on {day}. Correct the stay if that is wrong."
    assert said(answers) == (1, [[sentence]] * 7)
    assert (Event.objects.filter(verb="stay.ended").count(), stay.case.placements.count()) == (1, 1)


def move(desk, stay, bed):
    url, typed = reverse("shelters:stay-move", args=[stay.pk]), {"since": "10/03/2026", "bed": str(bed.pk)}
    return desk.post(url, typed | {"once": uuid.uuid4().hex})


def admit(desk, stay, bed):
    url, typed = (
        reverse("shelters:admit", args=[stay.shelter_id]),
        {"admitted_on": "10/03/2026", "bed": str(bed.pk)},
    )
    typed |= {
        "case": case_for(stay.shelter).number,
        "admission_reason": "emergency",
        "once": uuid.uuid4().hex,
    }
    return desk.post(url, typed)


def commit_once_waited_for(other):
    """Commit as soon as somebody in this data base waits for what the other connection has written."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as watcher:
        while not watcher.execute(WAITING).fetchone()[0]:
            sleep(0.02)
    other.commit()


@pytest.mark.parametrize("verb", [move, admit])
def test_what_only_the_constraint_sees_is_told_in_its_sentence(committed_db, verb):
    """Somebody writes past the program: its look finds the bed free, the data base waits and refuses."""
    shelter = shelter_of()
    bed, stay, sleeper = beds_of(shelter)[0], admitted(shelter), admitted(shelter)
    desk = browser_of(shelter_staff(shelter))

    with psycopg.connect(os.environ["DATABASE_URL"]) as other:
        other.execute(SLEEP, [uuid.uuid4(), bed.pk, sleeper.pk, sleeper.person_id, LATER])
        answer, _done = together(lambda: verb(desk, stay, bed), lambda: commit_once_waited_for(other))

    assert said([answer]) == (0, [["Somebody else sleeps in this bed at that time."]])
    assert (BedAssignment.objects.get().stay, Stay.objects.count()) == (sleeper, 2)


# No statement of anybody's, eight at once


def stays_of_one_person():
    shelter = shelter_of()
    stay = left(admitted(shelter), on=LATER)
    own = {"id", "admitted_on", "left_on"}
    same = ", ".join(field.column for field in Stay._meta.concrete_fields if field.column not in own)
    made = (
        f"INSERT INTO shelters_stay (id, admitted_on, left_on, {same}) "
        f"SELECT %s, %s, %s, {same} FROM shelters_stay WHERE id = %s"
    )
    return Stay, [(made, [uuid.uuid4(), LATER, CLOSED, stay.pk]) for _one in range(8)]


def sleepers_of_one_bed():
    shelter = shelter_of(beds=1)
    [bed], stays = beds_of(shelter), [admitted(shelter) for _one in range(8)]
    return BedAssignment, [(SLEEP, [uuid.uuid4(), bed.pk, one.pk, one.person_id, LATER]) for one in stays]


def beds_of_one_person():
    shelter = shelter_of(beds=8)
    stay = admitted(shelter)
    return BedAssignment, [
        (SLEEP, [uuid.uuid4(), bed.pk, stay.pk, stay.person_id, LATER]) for bed in beds_of(shelter)
    ]


@pytest.mark.parametrize("eight", [stays_of_one_person, sleepers_of_one_bed, beds_of_one_person])
def test_of_eight_statements_at_once_one_stands(committed_db, eight):
    model, statements = eight()
    before = model.objects.count()

    def run(statement, values):
        def call():
            with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as own:
                return own.execute(statement, values).rowcount

        return call

    answers = together(*[run(*one) for one in statements])

    assert model.objects.count() == before + 1
    assert [one for one in answers if not isinstance(one, Exception)] == [1]
    # Writing past the locks of the program two may wait for each other; then too only one of them stands.
    refused = {type(one) for one in answers if isinstance(one, Exception)}
    assert refused <= {psycopg.errors.ExclusionViolation, psycopg.errors.DeadlockDetected}
    assert connection.in_atomic_block is False


# Two who read the same version


def test_of_two_who_change_one_version_the_second_sees_both_or_is_told_412(committed_db):
    office = working_office()
    case, people = (
        opened_case(caseworker(office), code_name="Ceiba"),
        [supervisor(office) for _one in range(2)],
    )
    typed = {
        "role": case.role,
        "population": case.population,
        "worker": str(case.worker_id),
        "component": str(case.component_id),
    }
    url = reverse("cases:case-change", args=[case.number])
    desks, programs = [browser_of(one) for one in people], [program_of(one) for one in people]

    def on_page(desk, name):
        return lambda: desk.post(url, typed | {"version": "1", "code_name": name}).status_code

    def by_program(program, name):
        body, tag = {"code_name": name}, {"If-Match": '"2"'}
        return lambda: program.patch(f"/api/v1/cases/{case.number}/", body, headers=tag).status_code

    pages = together(*map(on_page, desks, ["Jade", "Pino"]))
    answers = together(*map(by_program, programs, ["Ronda", "Zafiro"]))

    assert (sorted(pages), sorted(answers)) == ([302, 409], [200, 412])
    assert Case.objects.get().version == 3


def test_fifty_sendings_of_one_form_make_one_record(committed_db):
    case = opened_case()
    url, desk = reverse("cases:service-create", args=[case.number]), browser_of(case.worker)
    typed = {
        "type": "food",
        "on": "03/03/2026",
        "component": str(case.component_id),
        "once": uuid.uuid4().hex,
    }
    desk.get(url)

    answers = together(*[lambda: browser_of(case.worker).post(url, typed).status_code] * 50)

    assert answers == [302] * 50
    assert (Service.objects.count(), Event.objects.filter(verb="service.recorded").count()) == (1, 1)


def test_of_four_who_close_one_case_on_its_page_one_does_and_three_read_that_it_is_closed(committed_db):
    office = working_office()
    case, desks = opened_case(caseworker(office)), [browser_of(supervisor(office)) for _one in range(4)]
    typed = {
        "on": "01/06/2026",
        "closure_reason": "goals_met",
        "reintegration_outcome": "sustained",
        "final_risk": "low",
        "told_how_to_return": "true",
        "closing_summary": "She works.",
    }
    url = reverse("cases:case-close", args=[case.number])

    answers = together(*[lambda desk=desk: desk.post(url, typed) for desk in desks])

    sentence = "This case stands at “closed”: from there it does not go to “closed”."
    done, told = said(answers)
    assert (done, len(told)) == (1, 3)
    assert {one for errors in told for one in errors} == {sentence}
    assert Event.objects.filter(verb="case.closed").count() == 1
    with pytest.raises(Exception, match="stands at"):
        cases.close_case(case, by=supervisor(office), on=CLOSED, **ENDING)
