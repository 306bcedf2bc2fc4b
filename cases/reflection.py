"""The time to think: how long somebody who was identified is left in peace, by country.

It is derived from the decision and never stored. What the programme wrote for the country holds
(`ReflectionPeriod`); else the days of `data/reflection.yaml`, which nobody has confirmed.
"""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from django.utils import timezone

from cases.keeping import add_task, end_tasks
from cases.models import OUTSIDE_RESULTS, ReflectionPeriod
from cases.task_words import REFLECTION_ENDS, REFLECTION_TOLD, key_of_day
from codebook.codes import TO_CONFIRM, spoken

FILE = Path(__file__).parent / "data" / "reflection.yaml"
TELL_WITHIN = timedelta(days=3)
KINDS = (REFLECTION_ENDS, REFLECTION_TOLD)


class Period(NamedTuple):
    """For how many days, by what, and whether somebody has still to confirm it."""

    days: int
    source: str
    to_confirm: bool


class Reflection(NamedTuple):
    """The time to think of one person: its last day, and by which period."""

    ends_on: date
    period: Period


@cache
def proposed():
    """The file of what is proposed, read once."""
    with FILE.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=yaml.CSafeLoader)


def default():
    """The period where the programme has written none."""
    held = proposed()
    return Period(held["default_days"], held["source"][spoken()], held["provenance"] in TO_CONFIRM)


def period_of(country, day):
    """The period that holds for who is identified in this country on a day."""
    written = ReflectionPeriod.objects.filter(country=country, since__lte=day)
    found = written.order_by("-since", "-created_at", "-id").first()
    return Period(found.days, found.source, False) if found else default()


def reflection_of(case):
    """The time to think of this case, past or running; None where she was not found to be a victim."""
    if case.identified_on is None or case.trafficking_status in OUTSIDE_RESULTS:
        return None
    period = period_of(case.decided_in or case.office.organisation.country, case.identified_on)
    return Reflection(case.identified_on + timedelta(days=period.days), period)


def going_on(case, today=None):
    """Her time to think, while it runs in an open case; else None."""
    found = reflection_of(case) if case.is_open else None
    return found if found and found.ends_on >= (today or timezone.localdate()) else None


def see_to(case, *, by):
    """Bring what waits because of the time to think in line with what was decided of the locked case."""
    found = going_on(case)
    key = key_of_day(case, found.ends_on) if found else None
    end_tasks(case, KINDS, by=by, but=key)
    if found is None:
        return
    today = timezone.localdate()
    alert = found.ends_on - timedelta(days=proposed()["alert_days"])
    add_task(case, REFLECTION_ENDS, by=by, due_on=max(alert, today), key=key)
    if not case.tasks.filter(kind=REFLECTION_TOLD).exists():
        add_task(case, REFLECTION_TOLD, by=by, due_on=min(today + TELL_WITHIN, found.ends_on), key=key)
