"""The parts of a case's page, as far as somebody may see them."""

from django.db.models import Q, prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import dependants, legal, levels, reflection, routes, rules
from cases.endings import ALWAYS, ASKED, closed_on_told
from cases.likeness import likeness_of
from cases.models import OPEN, OUTSIDE_RESULTS, PROFESSION_OF, Case, Level, LikenessAnswer, PointedTo, Status
from cases.pages import address, address_if_any
from cases.proceedings import outings
from cases.retention import told_of
from cases.risks import in_danger_words, in_words
from cases.suspending import DAYS_TRIED, may_be_suspended
from cases.task_words import LIKENESS, answered_elsewhere, words_of
from cases.timelines import MOST, timeline, written
from cases.writers import name_writers
from codebook import places
from work.actions import history
from work.dates import Precision
from work.dates import shown as shown_day

SERVICES, NOTES, DOCUMENTS = 5, 5, 5
ENDED = ("closed_on", "closure_reason", *ASKED)
# Verbs after which a case has ended otherwise than before, or has not.
UNENDED = ("case.reopened", "case.ending_corrected")
DAYS = ("began", "ended")
# Identified and outside the scope are two ways through one step.
DECIDED = (Status.IDENTIFIED, Status.OUTSIDE_SCOPE)


def shown(user, case, level):
    """All that the page shows of a case at this level (`cases.levels`)."""
    prefetch_related_objects([case], "status_changes")
    told = levels.told_at(level)
    helps, team = "services" in told, level == Level.FULL
    rows = written(case, user, told)
    parts = {
        "steps": steps(case, told),
        "stages": dependants.stages_of([case.pk]).get(case.pk, []) if "stages" in told else [],
        "facts": facts(case, told),
        "events": timeline(case, user, told, rows),
        "verbs": list(verbs(user, case, rows)) if team else [],
    }
    if helps:
        parts["verbs"] += dependants.verbs(case, user)
        parts["verbs"].append((_("Attempts to reach the person"), address(case, "failed-contacts")))
    if rules.can_print_case(user, case):
        parts["verbs"].append((_("Print a summary"), address(case, "case-print")))
    parts |= for_whoever_helps(user, case, told, rows)
    if "likeness" in told:
        pairs = likeness_of(case, user, ("", LikenessAnswer.SAME))
        parts["alike"] = [(pair, other) for pair, other in pairs if not pair.answer]
        parts["same"] = [(pair, other) for pair, other in pairs if pair.answer]
    if team:
        parts |= for_the_team(user, case, rows)
    if "tasks" in told:
        parts["waiting"] = waiting(case, user, level, parts.get("alike", ()))
        parts["in_danger"] = in_danger_words(parts["waiting"], parts.get("risk"))
    return parts


def steps(case, told):
    """Intake, decided, in assistance, closed: each done, now or to come.

    Whether and what was decided is a step for those to whom it is told, unless the status itself says it.
    """
    status = Status(case.status)
    found_outside = "trafficking_status" in told and outside(case)
    decided = Status.OUTSIDE_SCOPE if found_outside or status == Status.OUTSIDE_SCOPE else Status.IDENTIFIED
    order = [Status.INTAKE, decided, Status.ACTIVE, Status.CLOSED]
    been = {change.after for change in case.status_changes.all()}
    if "identified_on" not in told and status not in DECIDED:
        order.remove(decided)
    elif case.identified_on:
        been.add(decided)
    # A case that rests stands where assistance is.
    now = order.index(Status.ACTIVE if status == Status.SUSPENDED else status)
    return [(one.label, state_of(one, place - now, one in been)) for place, one in enumerate(order)]


def state_of(step, ahead, been):
    """A step is done when she has been there, now where she stands; the last is done once reached."""
    if ahead == 0:
        return "done" if been and step == Status.CLOSED else "now"
    return "done" if ahead < 0 and been else "next"


def outside(case):
    """Was it found that she is no victim of trafficking?"""
    return case.trafficking_status in OUTSIDE_RESULTS


def facts(case, told):
    """Line by line, what the case is, as far as it is told."""
    ended = closed_on_told(case, told)
    found = {
        "number": (_("Number"), case.number),
        "code_name": (_("Code name"), case.code_name),
        "opened_on": (_("Opened on"), case.opened_on),
        "closed_on": (pgettext("case", "Closed on"), ended) if ended else None,
        "office": (_("Office"), case.office.name),
        "worker": (_("Responsible"), case.worker.full_name if case.worker else None),
        "role": (_("Helped as"), case.get_role_display()),
        "population": (_("Population"), case.get_population_display()),
        "component": (_("Component"), case.component_now.name),
        "source": (_("Who brought or sent her"), case.get_source_display()),
        "found_on": (_("First contact"), case.found_on),
        "entered_from": (
            (_("Entered later, from"), case.get_entered_from_display()) if case.entered_from else None
        ),
        **(ending(case) if case.status == Status.CLOSED else {}),
        "retention": kept(case) if "retention" in told else None,
    }
    return [one for name, one in found.items() if one and name in told]


def kept(case):
    """When somebody looks whether a closed case is still needed, and whether it is held."""
    clock = told_of(case)
    if clock is None:
        return None
    held = _("held: nothing of it may be destroyed")
    day = date_format(clock["review_on"])
    return _("To be looked at again on"), f"{day} ({held})" if clock["held"] else day


def ending(case):
    """How a case ended: all that whoever closed it was asked."""
    told = {True: _("Yes"), False: _("No")}.get(case.told_how_to_return)
    return {
        "closure_reason": (_("Reason of the closing"), case.get_closure_reason_display()),
        "reintegration_outcome": (_("What came of it"), case.get_reintegration_outcome_display() or None),
        "final_risk": (_("Risk that was left"), case.get_final_risk_display() or None),
        "told_how_to_return": (_("Told how to come back"), told),
        "closing_summary": (_("Summary"), case.closing_summary),
    }


def for_whoever_helps(user, case, told, rows):
    """Needs, services, notes, documents, her risk and who accompanies her, each where it is told."""
    parts, known = {}, Case.objects.visible_to(user)
    if "needs" in told:
        needs = next(iter(rows["needs"]), None)
        parts |= {"needs": needs, "alert": needs.health_alert if needs else None}
    if "services" in told:
        parts |= {"services": rows["services"][:SERVICES], "service_count": number_of(case, rows["services"])}
    if "notes" in told:
        parts["notes"] = readable(user, case, rows["notes"][:NOTES])
    if "documents" in told:
        parts["documents"] = openable(user, case, rows["documents"][:DOCUMENTS])
    if "risk" in told:
        parts["risk"] = next(map(in_words, rows["risk"]), None)
    if "outings" in told:
        parts["outings"] = name_writers(user, case, outings(case), "accompanied_by")
    if "children" in told:
        parts["children"] = list(known.filter(mother_case=case.pk).order_by("opened_on", "id"))
    if "mother_case" in told and case.mother_case_id:
        parts["mother"] = known.filter(pk=case.mother_case_id).first()
    return parts


def number_of(case, services):
    """How many services she was given: the latest are at hand, and are all where they are few."""
    return len(services) if len(services) < MOST else case.services.standing().count()


def readable(user, case, notes):
    """Each note with its text for who may read it at once; of a reserved one only that it exists."""
    classes = rules.note_classes_read(user, case)
    for note in notes:
        note.opens = note.note_class in classes or note.author_id == user.pk
        note.reserved = not note.opens or note.note_class in PROFESSION_OF
    return notes


def openable(user, case, documents):
    """Each document with its title for who may open it; of another one for its profession that it exists."""
    classes = rules.note_classes_read(user, case)
    for document in documents:
        document.case = case
        document.opens = document.note_class in classes or document.author_id == user.pk
    return documents


def tests_told(user, case):
    """The legal tests of the decision; what they found is left out for whom the account is closed."""
    kept = case.legal_test
    if kept and not rules.can_read_account(user, case):
        kept = legal.bare(kept)
    return legal.in_words(legal.read(kept)) if kept else []


def decided_in_words(user, case):
    """What else is kept of the decision: why, who reviewed it, where she was pointed to."""
    places = dict(PointedTo.choices)
    reads, second = rules.can_read_account(user, case), case.reviewed_by
    lines = [
        (_("Why"), case.decision_reason if reads else None),
        (_("Reviewed by"), second.full_name if second else None),
        (_("Pointed to"), ", ".join(str(places[code]) for code in case.pointed_to)),
    ]
    return [one for one in lines if one[1]]


def for_the_team(user, case, rows):
    """Grounds, the legal tests, the time to think, and how it had ended before."""
    return {
        "grounds": rows.get("grounds", []),
        "tests": tests_told(user, case),
        "decision_facts": decided_in_words(user, case) if case.trafficking_status else [],
        "decided_on": case.screening_id if rules.can_read_account(user, case) else None,
        "reflection": reflection.going_on(case),
        "earlier": earlier_endings(case),
        "intake_url": address_if_any("cases:intake", case.number),
    }


def event_in_words(link):
    """What is recorded of an event and her part in it, without what is not known: `[(question, answer)]`."""
    event, coded = link.exploitation, ("acts", "means", "control", "purposes", "recruiters", "recruitment")
    found = {name: getattr(event, f"get_{name}_display")() for name in (*coded, "country")}
    found["department"] = places.subdivision_label(event.department) if event.department else ""
    found["place"] = event.place
    for name in DAYS:
        day = getattr(event, name)
        found[name] = shown_day(day, Precision(getattr(event, f"{name}_precision"))) if day else ""
    found["account"] = event.account
    way = (_("Route"), routes.line(getattr(link, "stages", ())))
    lines = [(event._meta.get_field(name).verbose_name, answer) for name, answer in found.items()]
    then = {True: _("Yes"), False: _("No")}.get(link.was_child)
    alone = link._meta.get_field("account").verbose_name, link.account
    return [one for one in [*lines, way, (_("She was under 18 then"), then), alone] if one[1]]


def waiting(case, user, level, alike):
    """What waits to be done and is told at this level; of who may be her, what stands beside its pair."""
    pairs = [likeness.pk for likeness, _other in alike]
    tasks = case.tasks.open().told_at(level, user).filter(~Q(kind=LIKENESS) | Q(subject__in=pairs))
    found = list(tasks.select_related("case", "office", "assignee"))
    for task in found:
        task.asks, task.asks_elsewhere = words_of(task), answered_elsewhere(task)
    return found


def earlier_endings(case):
    """How the case had ended before it was taken up again or that was corrected, the latest first."""
    found, stood = [], {name: getattr(case, name) for name in ENDED}
    for revision, before in history(case) if may_have_ended_before(case) else ():
        stood |= {name: value for name, value in before.items() if name in ENDED}
        if revision.verb in UNENDED:
            was = Case(**stood)
            found.append([(pgettext("case", "Closed on"), was.closed_on), *ending(was).values()])
    return found


def may_have_ended_before(case):
    """Is there an earlier end to look for: was it taken up again, or can its end have been corrected?"""
    again = any(change.before == Status.CLOSED for change in case.status_changes.all())
    return again or (case.status == Status.CLOSED and case.closure_reason in ALWAYS)


def verbs(user, case, rows):
    """`(words, address)` of what she may do with the case as it stands."""
    decides, status = rules.can_decide_case(user, case), Status(case.status)
    tried = len(rows.get("failed_contacts", ()))
    rests = tried >= DAYS_TRIED and may_be_suspended(case)
    offered = [
        (_("Screening interview"), "screenings", not case.person.unnamed),
        (_("Identify"), "case-identify", decides),
        (_("Outside the scope"), "case-outside-scope", decides),
        (_("Begin the assistance"), "case-activate", status in (Status.INTAKE, *DECIDED)),
        (_("The person was reached: go on"), "case-activate", status == Status.SUSPENDED),
        (_("Suspend the case"), "case-suspend", rests),
        (_("Take up again"), "case-reopen", decides and status == Status.CLOSED),
        (_("Change"), "case-change", True),
        (_("Who works with the case"), "team", True),
        (_("Case conferences"), "conferences", True),
        (_("Close the case"), "case-close", status in OPEN),
        (_("Record her death or her own choice"), "case-close", status == Status.CLOSED),
    ]
    return [(words, address(case, name)) for words, name, may in offered if may]
