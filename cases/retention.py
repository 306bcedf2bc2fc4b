"""How long closed cases are kept before somebody looks whether that is still needed.

The clock begins with the closing and ends when the case is taken up again; a legal hold stops it. Nothing is
destroyed here: what is not kept longer waits, and is asked about again.
"""

from typing import NamedTuple

from django.utils import timezone

from cases.models import (
    USUAL_YEARS,
    LegalHold,
    RetentionClass,
    RetentionClock,
    RetentionPeriod,
)
from work import actions as work


class Period(NamedTuple):
    """For how many years, and whether the organisation has confirmed it."""

    record_class: str
    years: int
    row: RetentionPeriod | None = None


def periods_of(organisation):
    """What holds in an organisation for each kind of record: its own decision, or what is usual."""
    rows = {row.record_class: row for row in RetentionPeriod.objects.filter(organisation=organisation)}
    return [
        Period(one, rows[one].years if one in rows else USUAL_YEARS[one], rows.get(one))
        for one in RetentionClass
    ]


def period_of(organisation, record_class):
    """What holds for one kind of record."""
    return next(one for one in periods_of(organisation) if one.record_class == record_class)


def years_later(day, years):
    """The same day so many years later; of a 29 February the last of the month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def review_of(case, closed_on):
    """The day on which somebody looks again at a case that is closed on this day."""
    years = period_of(case.office.organisation_id, RetentionClass.CASE).years
    return years_later(closed_on, years)


def begin_clock(case, *, by):
    """A case was closed: its clock begins, with the day on which the closing counts."""
    since = case.status_changes.order_by("-id").values_list("on", flat=True).first()
    clock = RetentionClock(case=case, since=since, review_on=review_of(case, since))
    return work.create(clock, by=by, verb="retention.begun", office=case.office)


def end_clock(case, *, by, on):
    """The case was taken up again: nobody has to look whether it is still needed."""
    rows = RetentionClock.objects.running().select_for_update(of=("self",), no_key=True)
    for clock in rows.filter(case=case):
        changes = {"ended_on": on}
        work.write(clock, by=by, verb="retention.ended", changes=changes, office=case.office)


def running_clock(case):
    """The clock of a closed case."""
    return RetentionClock.objects.running().filter(case=case).first()


def told_of(case):
    """`{"review_on", "held"}` of a closed case; None of an open one."""
    clock = None if case.is_open else running_clock(case)
    if clock is None:
        return None
    held = LegalHold.objects.standing().filter(case=case).exists()
    return {"review_on": clock.review_on, "held": held}


def next_review(clock):
    """Until when it is kept if it is kept longer: another period from the day that came, or from today."""
    years = period_of(clock.case.office.organisation_id, RetentionClass.CASE).years
    return years_later(max(clock.review_on, timezone.localdate()), years)
