"""Writes invented lives, a batch of people at a time: keys first, then each table by COPY."""

import datetime
from collections import Counter

from django.db import transaction
from django.utils import timezone

from audit.models import Event
from cases.ages import age_on, band_edge
from cases.models import (
    Case,
    CaseAccess,
    CaseCounter,
    Ground,
    Note,
    Person,
    Service,
    Status,
    StatusChange,
    Telephone,
)
from cases.numbers import case_number
from codebook import lists
from codebook.code_names import neutral_words
from config.seeding import frame as frames
from config.seeding.copying import copy_rows, copy_values
from config.seeding.lives import DAY, NOTES, STAYS, lives, service_rows
from shelters.models import BedAssignment, Stay
from vault import keyring, keys

BATCH = 2_000
NOTE = "Se conversó sobre el plan de la semana; dice que se siente tranquila y pide llamar a su tía."


def seed(count, *, say, today=None, chance=1):
    """Write so many cases; answers how many rows each table got."""
    today = today or timezone.localdate()
    frame = frames.made_or_found()
    frame.began, frame.words = frames.BEGAN, neutral_words()
    written, free_beds = Counter(), {bed.pk: frames.BEGAN for bed in frame.beds}
    numbers = running_numbers()
    batch = []
    for life, luck in lives(count, frame, numbers, today, chance):
        batch.append(life)
        if len(batch) == BATCH:
            written += write(batch, frame, luck, today, free_beds)
            say(f"{written['cases_case']:,} cases")
            batch = []
    if batch:
        written += write(batch, frame, luck, today, free_beds)
    keep_numbers(numbers)
    return written


def running_numbers():
    """A function that gives the next number of a year, going on where the counters stand."""
    last = dict(CaseCounter.objects.values_list("year", "last"))

    def following(year):
        last[year] = last.get(year, 0) + 1
        return case_number(year, last[year])

    following.last = last
    return following


def keep_numbers(numbers):
    """Leave the counters where the numbers ended."""
    rows = [CaseCounter(year=year, last=last) for year, last in numbers.last.items()]
    CaseCounter.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["year"], update_fields=["last"]
    )


@transaction.atomic
def write(batch, frame, chance, today, free_beds):
    """One batch: its people with their keys, their cases, and all that hangs on them."""
    people = [life.person for life in batch]
    cases = [case for life in batch for case in life.cases]
    with keys.held_keys(), lists.held():
        keys.make_keys([keys.Subject.of(person) for person in people], keyring.IDENTITY)
        keys.open_keys(people)
        moment = timezone.now()
        for row in (*people, *cases):
            row.created_at = moment
        written = Counter()
        for model, rows in sealed_tables(people, cases, chance, today):
            written[model._meta.db_table] += copy_rows(model, rows)
        written += write_stays(cases, frame, chance, today, free_beds)
    written += write_plain(cases, chance, today, moment)
    return written


def sealed_tables(people, cases, chance, today):
    """Each sealed table with its rows, in the order that foreign keys ask for."""
    return [
        (Person, people),
        (
            Telephone,
            (Telephone(person=p, number=f"{chance.randrange(30_000_000, 59_999_999)}") for p in people),
        ),
        (Case, cases),
        (Ground, (a_consent(case) for case in cases)),
        (Note, (a_note(case, chance, today) for case in cases for _number in range(NOTES))),
    ]


def a_consent(case):
    purposes = ["interview", "data_processing", "assistance"]
    return Ground(
        case=case, kind="consent", purposes=purposes, since=case.opened_on, giver="self_adult", form="written"
    )


def a_note(case, chance, today):
    span = max(1, ((case.closed_on or today) - case.opened_on).days)
    return Note(case=case, on=case.opened_on + chance.randrange(span) * DAY, text=NOTE, author=case.worker)


def write_stays(cases, frame, chance, today, free_beds):
    """Two of five cases live in the shelter for a time; as many as there are beds have one."""
    stays = [a_stay(case, frame, chance, today) for case in cases if chance.random() < STAYS]
    beds = []
    for stay in stays:
        bed = next((key for key, free in free_beds.items() if free <= stay.admitted_on), None)
        if bed:
            free_beds[bed] = stay.left_on or datetime.date.max
            beds.append(
                BedAssignment(
                    bed_id=bed,
                    stay=stay,
                    person_id=stay.person_id,
                    since=stay.admitted_on,
                    until=stay.left_on,
                )
            )
    open_to = [
        CaseAccess(case=stay.case, office=frame.shelter.office, level="assistance", source="stay")
        for stay in stays
        if stay.is_open
    ]
    tables = [(Stay, stays), (BedAssignment, beds), (CaseAccess, open_to)]
    return Counter({model._meta.db_table: copy_rows(model, rows) for model, rows in tables})


def a_stay(case, frame, chance, today):
    """A stay soon after the case was opened, over before it is closed."""
    admitted = min(case.opened_on + chance.randrange(10) * DAY, today)
    left = min(admitted + chance.randrange(150, 240) * DAY, case.closed_on or datetime.date.max)
    left = left if left < today else None
    person = case.person
    stay = Stay(
        shelter=frame.shelter, component=frame.components[frame.shelter.office_id], case=case, person=person,
        admitted_on=admitted, admission_reason="voluntary", expected_exit_on=admitted + 183 * DAY,
        left_on=left, exit_reason="family" if left else None, exit_decided_by="team" if left else "",
    )  # fmt: skip
    stay.age_from, stay.child = band(person, admitted)
    if left:
        stay.left_age_from, stay.left_child = band(person, left)
    return stay


def band(person, day):
    years = age_on(day, person.birth_date)
    return band_edge(years), years < 18


def write_plain(cases, chance, today, moment):
    """Tables without anything sealed: services, changes of status, the trail."""
    services = ("id", "version", "case", "component", "on", "type", "age_from", "child")
    given = copy_values(
        Service, services, (row for case in cases for row in service_rows(case, case.person, chance, today))
    )
    changes = [row for case in cases for row in status_rows(case, moment)]
    copy_values(StatusChange, ("case", "before", "after", "on", "at", "by"), changes)
    events = [row for case in cases for row in event_rows(case, moment)]
    copy_values(Event, ("at", "actor", "role", "verb", "kind", "subjects", "office", "detail"), events)
    return Counter(
        {
            Service._meta.db_table: given,
            StatusChange._meta.db_table: len(changes),
            Event._meta.db_table: len(events),
        }
    )


def status_rows(case, moment):
    yield case.pk, "", Status.INTAKE, case.opened_on, moment, case.worker_id
    if case.status != Status.INTAKE:
        yield case.pk, Status.INTAKE, Status.ACTIVE, case.opened_on, moment, case.worker_id
    if case.status == Status.CLOSED:
        yield case.pk, Status.ACTIVE, Status.CLOSED, case.closed_on, moment, case.worker_id


def event_rows(case, moment):
    for verb in ("case.opened", "case.read"):
        yield moment, case.worker_id, "caseworker", verb, "cases.case", [case.pk], case.office_id, []
