"""What happened in a case, newest first: its status, what was given or written, what rooms above add.

What happened on one day stands in the order in which it was written, so that what led to it stands below.
"""

import datetime
from operator import attrgetter
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases import dependants
from cases.endings import ended_otherwise
from cases.models import PROFESSION_OF, Answer, DateState, GoalState, GroundKind, LegalHold, Level, Status
from cases.writers import name_writers
from codebook import lists
from work.actions import written_at
from work.dates import Precision

MOST = 30
DECIDED = (Status.IDENTIFIED, Status.OUTSIDE_SCOPE)
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
    # When it was written.
    at: datetime.datetime = datetime.datetime.min.replace(tzinfo=datetime.UTC)


def written(case, user, told):
    """`{name: rows}` of what was written of a case and is told, the latest first; each table is read once.

    Services, notes and documents say in `written_by` who wrote them, as far as this user is told.
    """
    found = {name: list(rows(case)) for name, rows in ROWS.items() if name in told}
    if found.get("plans"):
        ended = case.goals.exclude(state=GoalState.OPEN).order_by("-ended_on", "id")
        found["goals"] = list(ended.told_at(Level.FULL if "grounds" in told else Level.ASSISTANCE)[:MOST])
    for name, field in WRITTEN_BY.items():
        name_writers(user, case, found.get(name, ()), field)
    return found


def timeline(case, user, told, rows):
    """The latest entries of what is told to this user (names of `cases.levels`), of the rows `written`."""
    found = dependants.timeline(case, user) if "stays" in told else []
    for name, entries in BY_NAME.items():
        found += entries(rows.get(name, ())[:MOST]) if name in told or name == "goals" else ()
    # Of one moment, what is listed first happened first: a case is opened before anything is written in it.
    found = [*status_entries(case, told), *found]
    if "identified_on" in told and not any(change.on == case.identified_on for change in decisions(case)):
        found += identified_entry(case)
    # Only her death and her own choice end otherwise: that there is such a line would tell the reason.
    if "closure_reason" in told and ended_otherwise(case):
        found += ending_entry(case)
    found.sort(key=attrgetter("on", "at"))
    return found[::-1][:MOST]


def status_entries(case, told):
    """Opened, identified, taken up, closed: each on its own day, but for a decision that is not told."""
    reasons = lists.get("case_closure_reason")
    for change in case.status_changes.all():
        if change.is_transfer:
            yield Entry(_("Handed over to another office"), change.on, icon="users", at=change.at)
            continue
        if change.after in DECIDED and "identified_on" not in told:
            continue
        title = Status(change.after).label if change.before else _("Opened")
        if change.before == Status.CLOSED:
            title = _("Taken up again")
        text = reasons.label(change.reason) if change.reason and "closure_reason" in told else ""
        yield Entry(str(title), change.on, text, icon=ICONS[Status(change.after)], at=change.at)


def decisions(case):
    """Changes of status by which it was decided whether she is a victim."""
    return [one for one in case.status_changes.all() if one.after in DECIDED and not one.is_transfer]


def identified_entry(case):
    """A decision that left the status as it was, such as while she is in assistance."""
    if case.identified_on:
        text = case.get_trafficking_status_display()
        at = written_at([case], "case.identified")[case.pk]
        yield Entry(_("Identification"), case.identified_on, text, icon="scale", at=at)


def ending_entry(case):
    """How it ended, where that lies on another day than the closing or was corrected after it."""
    text = case.get_closure_reason_display()
    at = written_at([case], "case.ending_corrected")[case.pk]
    yield Entry(_("How it ended"), case.closed_on, text, icon="lock", at=at)


def service_entries(services):
    """What was given to her."""
    known = lists.get("service_type")
    for service in services:
        code = known.find(service.type)
        icon = GROUPS.get(code.extra.get("group") if code else "", "heart-handshake")
        text = _("Written after the case was closed.") if service.recorded_late else ""
        if others := service.others_who_gave:
            text = " ".join(filter(None, [text, _("Together with: %(who)s") % {"who": others}]))
        by = service.written_by
        yield Entry(known.label(service.type), service.on, text, by, icon, at=service.created_at)


def note_entries(notes):
    """That a note was written, never what it says."""
    for note in notes:
        reserved = note.note_class in PROFESSION_OF
        title = _("Reserved note") if reserved else _("Note")
        icon = "lock" if reserved else "file-text"
        by = note.written_by
        yield Entry(title, note.on, note.get_note_class_display(), by, icon, at=note.created_at)


def document_entries(documents):
    """That a document was attached, on the day when it was: the day on a paper is not one of her case."""
    for document in documents:
        reserved = document.note_class in PROFESSION_OF
        title = _("Reserved document") if reserved else _("Document")
        text = document.get_note_class_display() if reserved else document.get_kind_display()
        on, by = timezone.localdate(document.created_at), document.written_by
        yield Entry(title, on, text, by, "lock" if reserved else "file-text", at=document.created_at)


def needs_entries(asked_on_each_day):
    """That she was asked what she needs."""
    for asked in asked_on_each_day:
        what = asked.get_needs_display()
        yield Entry(_("Asked what she needs"), asked.on, what, icon="list-check", at=asked.created_at)


def ground_entries(grounds):
    """Grounds that began and ended."""
    ended = written_at([ground for ground in grounds if ground.ended_on], "ground.ended")
    for ground in grounds:
        what = ground.get_purposes_display()
        refused = ground.answer == Answer.REFUSED
        title = _("Consent refused") if refused else str(GroundKind(ground.kind).label)
        yield Entry(title, ground.since, what, icon="shield-check", at=ground.created_at)
        if ground.ended_on:
            at = ended[ground.pk]
            over = (
                _("Consent withdrawn")
                if ground.kind == GroundKind.CONSENT
                else _("Ended: %(what)s") % {"what": title}
            )
            yield Entry(over, ground.ended_on, what, icon="shield-lock", at=at)


def plan_entries(plans):
    """That a plan was made, agreed, looked at and closed."""
    for plan in plans:
        yield Entry(_("Plan made"), plan.on, icon="list-check", at=plan.created_at)
        for number, agreement in enumerate(plan.agreements.all()):
            title = _("Changed plan agreed") if number else _("Plan agreed")
            how = agreement.get_how_display()
            yield Entry(title, agreement.on, how, icon="circle-check", at=agreement.created_at)
        for review in plan.reviews.all():
            yield Entry(_("Plan reviewed"), review.on, icon="list-check", at=review.created_at)
        if plan.closed_on:
            at = written_at([plan], "plan.closed")[plan.pk]
            yield Entry(_("Plan closed"), plan.closed_on, icon="lock", at=at)


def goal_entries(goals):
    """Goals that were reached or dropped."""
    titles = {GoalState.REACHED: _("Goal reached"), GoalState.DROPPED: _("Goal dropped")}
    for goal in goals:
        what, icon = goal.get_service_type_display(), "circle-check"
        icon = icon if goal.state == GoalState.REACHED else "adjustments"
        yield Entry(titles[GoalState(goal.state)], goal.ended_on, what, icon=icon, at=goal.created_at)


def best_interest_entries(steps):
    """Steps by which it was found what is best for a child."""
    for step in steps:
        what = step.get_stage_display()
        yield Entry(_("Best interests of the child"), step.on, what, icon="scale", at=step.created_at)


def risk_entries(risks):
    """That her risk was assessed, and how great it was."""
    for risk in risks:
        level, by = risk.get_level_display(), risk.written_by
        yield Entry(_("Risk assessed"), risk.on, level, by, icon="alert-triangle", at=risk.created_at)


def risk_notice_entries(notices):
    """That a danger to her relatives was passed on to another country, and answered from there."""
    answered = written_at([notice for notice in notices if notice.answered_on], "risk.answered")
    for notice in notices:
        where, by = notice.get_country_display(), notice.written_by
        told = _("Danger to the family passed on")
        yield Entry(told, notice.on, where, by, icon="send", at=notice.created_at)
        if notice.answered_on:
            title = _("Answer to a danger that was passed on")
            yield Entry(title, notice.answered_on, where, icon="inbox", at=answered[notice.pk])


def screening_entries(interviews):
    """That she was interviewed; what a second person said stands on its page."""
    for interview in interviews:
        state, by = interview.get_state_display(), interview.written_by
        at = interview.created_at
        yield Entry(_("Screening interview"), interview.interviewed_on, state, by, icon="scale", at=at)


def past_steps(case):
    """What is no longer to come in her proceedings."""
    return case.proceeding_steps.exclude(state=DateState.PLANNED)


def proceeding_entries(steps):
    """Hearings, testimonies and other steps that took place, or were to."""
    for step in steps:
        text = "" if step.state == DateState.HELD else step.get_state_display()
        what, by = step.get_kind_display(), step.written_by
        yield Entry(what, step.on, text, by, icon="scale", at=step.created_at)


def failed_contact_entries(attempts):
    """That somebody tried to reach her in vain."""
    for tried in attempts:
        how, by = tried.get_how_display(), tried.written_by
        yield Entry(_("Not reached"), tried.on, how, by, icon="phone", at=tried.created_at)


def retention_rows(case):
    """Clocks of a case that was closed once, and holds, in the order of their days."""
    closed = any(change.after == Status.CLOSED for change in case.status_changes.all())
    clocks = case.retention_clocks.prefetch_related("kept_longer") if closed else ()
    return [*clocks, *case.legal_holds.all()[:MOST]]


def retention_entries(rows):
    """When it is looked at whether a closed case is still needed, that it was kept longer, and held."""
    lifted = written_at([row for row in rows if getattr(row, "lifted_on", None)], "retention.lifted")
    for row in rows:
        if isinstance(row, LegalHold):
            what = row.get_why_display()
            yield Entry(_("Held: nothing may be destroyed"), row.since, what, icon="lock", at=row.created_at)
            if row.lifted_on:
                why = row.get_lifted_why_display()
                yield Entry(_("Hold lifted"), row.lifted_on, why, icon="circle-check", at=lifted[row.pk])
            continue
        kept = list(row.kept_longer.all())
        first = kept[0].due_on if kept else row.review_on
        words = _("To be looked at again on %(day)s") % {"day": date_format(first)}
        yield Entry(
            _("The time for which it is kept began"), row.since, words, icon="clock", at=row.created_at
        )
        for one in kept:
            words = _("until %(day)s: %(why)s") % {
                "day": date_format(one.until),
                "why": one.get_why_display(),
            }
            yield Entry(_("Kept for another period"), one.on, words, icon="clock", at=one.created_at)


def conference_entries(conferences):
    """That people met about the case."""
    for conference in conferences:
        by, at = conference.written_by, conference.created_at
        yield Entry(_("Case conference"), conference.on, "", by, icon="users", at=at)


# Of grounds all, for the page shows each that holds; of the rest what the timeline has room for.
ROWS = {
    "notes": lambda case: case.notes.standing().select_related("author")[:MOST],
    "services": lambda case: case.services.standing().select_related("given_by").with_providers()[:MOST],
    "documents": lambda case: case.documents.standing().for_list()[:MOST],
    "needs": lambda case: case.needs.all()[:MOST],
    "plans": lambda case: case.plans.prefetch_related("agreements", "reviews")[:MOST],
    "failed_contacts": lambda case: case.failed_contacts.standing().for_list()[:MOST],
    "risk": lambda case: case.risks.standing().select_related("assessed_by")[:MOST],
    "risk_notices": lambda case: case.risk_notices.standing().select_related("passed_by")[:MOST],
    "proceedings": lambda case: past_steps(case).select_related("recorded_by")[:MOST],
    "conferences": lambda case: case.conferences.standing().select_related("author")[:MOST],
    "grounds": lambda case: case.grounds.select_related("recorded_by", "relative"),
    "best_interests": lambda case: case.best_interests.all()[:MOST],
    "screenings": lambda case: case.screenings.standing().select_related("interviewer")[:MOST],
    "retention": retention_rows,
}
WRITTEN_BY = {
    "notes": "author",
    "documents": "author",
    "services": "given_by",
    "failed_contacts": "tried_by",
    "risk": "assessed_by",
    "risk_notices": "passed_by",
    "proceedings": "recorded_by",
    "screenings": "interviewer",
    "conferences": "author",
}
# In the order in which they are listed where they were written at one moment.
BY_NAME = {
    "notes": note_entries,
    "services": service_entries,
    "documents": document_entries,
    "needs": needs_entries,
    "plans": plan_entries,
    "goals": goal_entries,
    "best_interests": best_interest_entries,
    "failed_contacts": failed_contact_entries,
    "risk": risk_entries,
    "risk_notices": risk_notice_entries,
    "proceedings": proceeding_entries,
    "conferences": conference_entries,
    "grounds": ground_entries,
    "screenings": screening_entries,
    "retention": retention_entries,
}
