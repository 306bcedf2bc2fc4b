"""When an award is suspended, read from its changes."""

from dataclasses import dataclass
from datetime import date

from programmes.models.changes import AwardChange, ChangeKind, SuspendedWork


@dataclass(frozen=True)
class Suspension:
    """From `since` until before `until`, or until decided when that is None."""

    change: object
    since: date
    until: date | None
    work: str

    @property
    def is_charged(self):
        return self.work == SuspendedWork.CHARGED

    def holds(self, day):
        return self.since <= day and (self.until is None or day < self.until)


def suspensions_of(award):
    """The award's suspensions in order of their first day, each as later changes left it."""
    read = getattr(award, "live_changes", None)
    return _from_changes(award.changes.live().in_order() if read is None else read)


def suspensions_of_many(awards):
    """{award id: its suspensions}, read by one query."""
    changes = AwardChange.objects.live().filter(award__in=[award.pk for award in awards]).in_order()
    by_award = {award.pk: [] for award in awards}
    for change in changes:
        by_award[change.award_id].append(change)
    return {award: _from_changes(rows) for award, rows in by_award.items()}


def _from_changes(changes):
    changes = list(changes)
    begun = [change for change in changes if change.kind == ChangeKind.SUSPENSION]
    found = [
        suspension(change, [later for later in changes if later.about_id == change.pk]) for change in begun
    ]
    return sorted(found, key=lambda one: (one.since, str(one.change.pk)))


def suspension(change, later):
    """A suspension with what was agreed about it afterwards; the last word on each matter holds."""
    ends = [row.since for row in later if row.kind == ChangeKind.RESUMPTION]
    said = [row.suspended_work for row in later if row.suspended_work]
    return Suspension(
        change=change,
        since=change.since,
        until=ends[-1] if ends else change.until,
        work=said[-1] if said else SuspendedWork.UNDECIDED,
    )


def open_suspension(award, day):
    """The suspension that holds this day, or None."""
    return next((one for one in suspensions_of(award) if one.holds(day)), None)
