"""A summary of a case on paper: which sections there are, who may print each, and what stands in it.

A section is told where the page tells the same (`cases.levels`). Of what is reserved a line says that it
exists; somebody of its profession may print her own profession's notes, and each counts as opened.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from cases import actions, dependants, levels, rules, showing
from cases.models import ScreeningMoment
from cases.writers import name_writers


class Section(NamedTuple):
    """A part of the summary: its title, and what of the case it tells (`cases.levels`)."""

    title: str
    tells: str


# What a second person said of an interview.
SAID = (ScreeningMoment.AGREED, ScreeningMoment.SENT_BACK)
SECTIONS = {
    "identification": Section(_("Identification"), "trafficking_status"),
    "screenings": Section(_("Screening interviews"), "screenings"),
    "needs": Section(_("Needs"), "needs"),
    "services": Section(_("Services"), "services"),
    "stays": Section(_("Where the person has lived"), "stays"),
    "notes": Section(_("Notes"), "notes"),
    "reserved": Section(_("Reserved notes of your profession"), "notes"),
    "documents": Section(_("List of documents"), "documents"),
    "tasks": Section(_("What waits to be done"), "tasks"),
    "grounds": Section(_("Why personal data may be kept"), "grounds"),
}


def offered(user, case):
    """Names of the sections that she may print of this case."""
    told = levels.told_at(rules.level_of(user, case))
    own = rules.of_her_profession(user)
    return [name for name, one in SECTIONS.items() if one.tells in told and (name != "reserved" or own)]


def printed(user, case, sections):
    """`[(name, title, rows)]` of these sections, as far as she is told them."""
    told = levels.told_at(rules.level_of(user, case))
    found = [name for name in offered(user, case) if name in sections]
    return [(name, SECTIONS[name].title, ROWS[name](user, case, told)) for name in found]


def _identification(user, case, told):
    return showing.tests_told(user, case)


def _screenings(user, case, told):
    """Interviews with what was proposed and why, for whom the account is open."""
    if not rules.can_read_account(user, case):
        return []
    rows = list(case.screenings.standing().select_related("interviewer").prefetch_related("steps__by"))
    for row in name_writers(user, case, rows, "interviewer"):
        row.case = case
        row.said = [step for step in row.steps.all() if step.what in SAID]
        for step in name_writers(user, case, row.said, "by"):
            step.case = case
    return rows


def _services(user, case, told):
    services = name_writers(user, case, list(case.services.standing().for_list()), "given_by")
    for service in services:
        service.case = case
        service.opens = rules.reads_detail(user, service)
    return services


def _all_notes(user, case):
    notes = name_writers(user, case, list(case.notes.standing().select_related("author")), "author")
    for note in notes:
        note.case = case
    return showing.readable(user, case, notes)


def _reserved(user, case, told):
    """Notes of her own profession; each counts as opened."""
    own = rules.of_her_profession(user)
    notes = [note for note in _all_notes(user, case) if note.note_class in own]
    for note in notes:
        actions.open_note(note, by=user)
    return notes


def _documents(user, case, told):
    documents = list(case.documents.standing().for_list())
    return showing.openable(user, case, name_writers(user, case, documents, "author"))


ROWS = {
    "identification": _identification,
    "screenings": _screenings,
    "needs": lambda user, case, told: list(case.needs.all()),
    "services": _services,
    "stays": lambda user, case, told: dependants.timeline(case, user),
    "notes": lambda user, case, told: _all_notes(user, case),
    "reserved": _reserved,
    "documents": _documents,
    "tasks": lambda user, case, told: showing.waiting(case, user, rules.level_of(user, case), ()),
    "grounds": lambda user, case, told: list(case.grounds.select_related("recorded_by")),
}
