"""Writes invented lives, a batch of people at a time: keys first, then each table by COPY."""

import gc
from collections import Counter
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from audit.models import Event
from cases.models import (
    USUAL_YEARS,
    Case,
    CaseCounter,
    Likeness,
    Person,
    RetentionClass,
    RetentionClock,
    Service,
    Status,
    StatusChange,
    Task,
)
from cases.numbers import case_number
from cases.retention import years_later
from codebook import lists
from codebook.code_names import neutral_words
from config.seeding import frame as frames
from config.seeding import homes, records, waiting
from config.seeding.copying import copy_rows, copy_values
from config.seeding.lives import lives, service_rows
from vault import keyring, keys

BATCH = 2_000


def seed(count, *, say, today=None, chance=1):
    """Write so many cases; answers how many rows each table got."""
    today = today or timezone.localdate()
    frame = frames.with_people_for(frames.made_or_found(), Case.objects.count() + count)
    frame.began, frame.words = frames.BEGAN, neutral_words()
    written, beds = Counter(), homes.Beds(frames.free_beds(frame))
    numbers = running_numbers()
    with gathering_nothing():
        for batch, luck in batches(lives(count, frame, numbers, today, chance)):
            written += write(batch, frame, luck, today, beds)
            keep_numbers(numbers)
            say(f"{written['cases_case']:,} cases")
    return written


@contextmanager
def gathering_nothing():
    """Python looks for no circles among the rows of a batch, which costs a third of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def batches(told):
    """So many lives at once, with the luck that told them."""
    batch = []
    for life, luck in told:
        batch.append(life)
        if len(batch) == BATCH:
            yield batch, luck
            batch = []
            gc.collect()
    if batch:
        yield batch, luck


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
def write(batch, frame, chance, today, beds):
    """One batch: its people with their keys, their cases, and all that hangs on them."""
    people = [life.person for life in batch]
    cases = [case for life in batch for case in life.cases]
    moment, written = timezone.now(), Counter()
    clocks = (RetentionClock, clock_rows(cases))
    with keys.held_keys(), lists.held():
        described = records.of_cases(cases, chance, today)
        sealed = [*people, *dict(described)[records.Exploitation]]
        keys.make_keys([keys.Subject.of(row) for row in sealed], keyring.IDENTITY)
        keys.open_keys(sealed)
        of_people = [(Person, people), *records.of_people(people, chance), (Case, cases)]
        for model, rows in [
            *of_people,
            *described,
            clocks,
            *homes.of_cases(cases, frame, chance, today, beds),
        ]:
            written[model._meta.db_table] += copy_rows(model, rows)
        written += write_waiting(batch, cases, chance, today, moment)
    return written + write_plain(cases, chance, today, moment)


def write_waiting(batch, cases, chance, today, moment):
    """Pairs of people who may be one, and all tasks."""
    found = list(waiting.pairs(batch, moment, chance))
    asked = [task for _pair, tasks in found for task in tasks]
    tables = [(Likeness, [pair for pair, _tasks in found])]
    tables.append((Task, [*waiting.of_cases(cases, chance, today), *asked]))
    return Counter({model._meta.db_table: copy_rows(model, rows) for model, rows in tables})


def write_plain(cases, chance, today, moment):
    """Tables without anything sealed: services, changes of status, the trail."""
    services = ("id", "version", "case", "component", "on", "type", "age_from", "child")
    given = copy_values(
        Service, services, (row for case in cases for row in service_rows(case, case.person, chance, today))
    )
    changes = [row for case in cases for row in status_rows(case, moment)]
    copy_values(StatusChange, ("case", "before", "after", "on", "at", "by"), changes)
    events = [row for case in cases for row in event_rows(case, moment)]
    told = ("at", "actor", "role", "verb", "kind", "subjects", "office", "organisation", "detail")
    copy_values(Event, told, events)
    return Counter(
        {
            Service._meta.db_table: given,
            StatusChange._meta.db_table: len(changes),
            Event._meta.db_table: len(events),
        }
    )


def clock_rows(cases):
    """On which day somebody looks whether a closed case is still needed."""
    years = USUAL_YEARS[RetentionClass.CASE]
    for case in cases:
        if case.closed_on:
            review_on = years_later(case.closed_on, years)
            yield RetentionClock(case=case, since=case.closed_on, review_on=review_on)


def status_rows(case, moment):
    yield case.pk, "", Status.INTAKE, case.opened_on, moment, case.worker_id
    if case.status != Status.INTAKE:
        yield case.pk, Status.INTAKE, Status.ACTIVE, case.opened_on, moment, case.worker_id
    if case.status == Status.CLOSED:
        yield case.pk, Status.ACTIVE, Status.CLOSED, case.closed_on, moment, case.worker_id


def event_rows(case, moment):
    of = (case.office_id, case.office.organisation_id)
    for verb in ("case.opened", "case.read"):
        yield moment, case.worker_id, "caseworker", verb, "cases.case", [case.pk], *of, []
