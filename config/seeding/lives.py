"""What becomes of each invented person: her cases one after another, and what is written of each."""

import datetime
import random
import uuid
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from cases.ages import age_on, band_edge
from cases.models import RECOGNISED, Case, Person, Status
from work.dates import Precision

DAY = datetime.timedelta(days=1)
SECOND_CASE_OF = 9  # every ninth person has a second case: N cases of 0.9 N people
SERVICES = 10
RARE = 0.25
TYPES = [
    "food", "clothing", "hygiene", "medical_general", "psychosocial_individual", "psychosocial_group",
    "legal_advice", "education_formal", "vocational", "transport_local", "family_visit", "rights_info",
]  # fmt: skip
# What the legal test says of those who are helped: of most that they are, or must be presumed, victims.
RESULTS = ["presumed", "identified_programme", "identified_programme", "confirmed_authority", "not_victim"]
DECIDERS = {"confirmed_authority": "police"}
ORIGINS = ["GT-01", "GT-09", "GT-12", "GT-13", "GT-16", "HN-CR", "HN-FM"]


@dataclass
class Life:
    """One person and her cases, each with its last day (None while it is open)."""

    person: Person
    cases: list = field(default_factory=list)


@cache
def names():
    """The names that are put together."""
    return yaml.safe_load(Path(__file__).with_name("names.yaml").read_text(encoding="utf-8"))


def a_name(pool, chance):
    """Most often one that many bear."""
    rare = {"second": "rare_first"}.get(pool, f"rare_{pool}")
    return chance.choice(names()[rare if chance.random() < RARE else pool])


def a_person(chance):
    """Somebody between 8 and 45, most often a girl or a woman."""
    woman = chance.random() < 0.92
    given = ("first", "second") if woman else ("men", "men")
    born = datetime.date(2026, 1, 1) - chance.randrange(8 * 365, 45 * 365) * DAY
    return Person(
        given_names=" ".join(a_name(pool, chance) for pool in given),
        family_names=f"{a_name('family', chance)} {a_name('family', chance)}",
        birth_date=born,
        birth_precision=Precision.DAY,
        birth_year=born.year,
        majority="adult" if age_on(datetime.date(2026, 1, 1), born) >= 18 else "minor",
        sex="F" if woman else "M",
        nationalities=[chance.choice(["GT", "GT", "GT", "HN", "SV"])],
        languages=["spa"],
        origin=chance.choice(ORIGINS),
    )


def lives(count, frame, numbers, today, seed):
    """So many cases, person by person; the same seed gives the same lives."""
    chance, made = random.Random(seed), 0
    while made < count:
        life = Life(a_person(chance))
        two = chance.randrange(SECOND_CASE_OF) == 0
        days = (today - frame.began).days - 30
        start = frame.began + chance.randrange(days // (2 if two else 1)) * DAY
        for again in range(min(2 if two else 1, count - made)):
            life.cases.append(
                a_case(life.person, start, frame, numbers, today, chance, ends=two and not again)
            )
            made += 1
            start = (life.cases[-1].closed_on or today) + 10 * DAY
            if start >= today:
                break
        yield life, chance


def a_case(person, opened_on, frame, numbers, today, chance, *, ends):
    """A case opened that day; most end within a year and a half."""
    office = chance.choice(frame.offices)
    closed_on = opened_on + chance.randrange(200, 500) * DAY
    closes = (ends or chance.random() < 0.85) and closed_on < today
    status = Status.CLOSED if closes else chance.choice([Status.INTAKE, Status.ACTIVE, Status.ACTIVE])
    result = None if status == Status.INTAKE else chance.choice(RESULTS)
    return Case(
        number=numbers(opened_on.year),
        code_name=chance.choice(frame.words),
        person=person,
        office=office,
        component=frame.components[office.pk],
        worker=chance.choice(frame.workers[office.pk]),
        status=status,
        opened_on=opened_on,
        source="police",
        found_on=opened_on,
        found_in="GT-01",
        danger="no",
        trafficking_status=result,
        status_decider=DECIDERS.get(result, "ngo") if result else None,
        identified_on=opened_on if result else None,
        recognised_on=opened_on if result in RECOGNISED else None,
        closed_on=closed_on if closes else None,
        closure_reason="goals_met" if closes else None,
    )


def service_rows(case, person, chance, today):
    """Ten services on days of the case, as plain columns."""
    last = case.closed_on or today
    span = max(1, (last - case.opened_on).days)
    for _number in range(SERVICES):
        on = case.opened_on + chance.randrange(span) * DAY
        years = age_on(on, person.birth_date)
        edge = band_edge(years)
        yield (uuid.uuid4(), 1, case.pk, case.component_id, on, chance.choice(TYPES), edge, years < 18)
