"""What happened in a case, newest first: its status, what was given or written, what rooms above add."""

import datetime
from operator import attrgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from cases import dependants
from cases.models import Answer, GroundKind, NoteClass, Status
from codebook import lists
from work.dates import Precision

MOST = 30
ICONS = {
    Status.INTAKE: "notebook",
    Status.IDENTIFIED: "scale",
    Status.OUTSIDE_SCOPE: "adjustments",
    Status.ACTIVE: "heart-handshake",
    Status.SUSPENDED: "clock",
    Status.CLOSED: "lock",
}
GROUPS = {
    "health": "stethoscope",
    "legal": "scale",
    "documentation": "file-text",
    "education": "school",
    "livelihood": "coins",
    "shelter": "bed",
    "family": "users",
    "access": "language",
    "safety": "shield-check",
    "followup": "phone",
}


class Entry(NamedTuple):
    """One thing that happened on a day, as `components/timeline.html` shows it."""

    title: str
    on: datetime.date
    text: str = ""
    by: str = ""
    icon: str = "calendar"
    precision: str = Precision.DAY


def timeline(case, user, *, helps, team):
    """The latest entries that this user may see at her level."""
    found = dependants.timeline(case, user) if helps else []
    if helps:
        found += [*note_entries(case), *service_entries(case), *needs_entries(case)]
    if team:
        found += ground_entries(case)
    # Of one day, what led to it stands below: the case was opened before anything else was written.
    found += reversed([*status_entries(case, team)])
    if team and not any(change.on == case.identified_on for change in decisions(case)):
        found += identified_entry(case)
    return sorted(found, key=attrgetter("on"), reverse=True)[:MOST]


def status_entries(case, team):
    """Opened, identified, taken up, closed: each on its own day."""
    reasons = lists.get("case_closure_reason")
    for change in case.status_changes.all():
        title = Status(change.after).label if change.before else _("Opened")
        if change.before == Status.CLOSED:
            title = _("Taken up again")
        text = reasons.label(change.reason) if change.reason and team else ""
        yield Entry(str(title), change.on, text, icon=ICONS[Status(change.after)])


def decisions(case):
    """Changes of status by which it was decided whether she is a victim."""
    decided = (Status.IDENTIFIED, Status.OUTSIDE_SCOPE)
    return [change for change in case.status_changes.all() if change.after in decided]


def identified_entry(case):
    """A decision that left the status as it was, such as while she is in assistance."""
    if case.identified_on:
        text = case.get_trafficking_status_display()
        yield Entry(_("Identification"), case.identified_on, text, icon="scale")


def service_entries(case):
    """What was given to her."""
    known = lists.get("service_type")
    for service in case.services.standing().select_related("given_by")[:MOST]:
        code = known.find(service.type)
        icon = GROUPS.get(code.extra.get("group") if code else "", "heart-handshake")
        text = _("Written after the case was closed.") if service.recorded_late else ""
        yield Entry(known.label(service.type), service.on, text, str(service.given_by or ""), icon)


def note_entries(case):
    """That a note was written, never what it says."""
    for note in case.notes.standing().select_related("author")[:MOST]:
        reserved = note.note_class != NoteClass.TEAM
        title = _("Reserved note") if reserved else _("Note")
        icon = "lock" if reserved else "file-text"
        yield Entry(title, note.on, note.get_note_class_display(), str(note.author or ""), icon)


def needs_entries(case):
    """That she was asked what she needs."""
    for asked in case.needs.all()[:MOST]:
        yield Entry(_("Asked what she needs"), asked.on, asked.get_needs_display(), icon="list-check")


def ground_entries(case):
    """Grounds that began and ended."""
    for ground in case.grounds.all()[:MOST]:
        what = ground.get_purposes_display()
        refused = ground.answer == Answer.REFUSED
        title = _("Consent refused") if refused else str(GroundKind(ground.kind).label)
        yield Entry(title, ground.since, what, icon="shield-check")
        if ground.ended_on:
            yield Entry(_("Consent withdrawn"), ground.ended_on, what, icon="shield-lock")
