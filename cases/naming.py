"""What leaves the record with her name, and what stays (design §2).

Every sealed word of hers leaves it. What figures count stays on its day: services, stays, placements, their
child or adult, and who did what. Rooms above empty their own rows (`dependants.forget_identity`).
"""

from django.utils import timezone

from cases import dependants, legal
from cases.models import (
    BestInterest,
    Case,
    CaseExploitation,
    Conference,
    Document,
    Draft,
    Exploitation,
    FailedContact,
    Goal,
    GoalState,
    Ground,
    GroundKind,
    IdentityDocument,
    Likeness,
    Merge,
    Needs,
    Note,
    Person,
    Plan,
    PlanAgreement,
    PlanReview,
    Printout,
    Proceeding,
    ProceedingStage,
    ProceedingStep,
    Relative,
    RiskAssessment,
    RiskNotice,
    RouteStage,
    Screening,
    ScreeningStep,
    Service,
    Step,
    StepBy,
    Suspect,
    SuspectInEvent,
    SuspectToPerson,
    Task,
    Telephone,
)
from cases.task_words import BLIND_LIKENESS, BY_HAND, DECIDED, LIKENESS
from vault.actions import Subject, destroy_keys
from vault.fields import SealedField
from vault.values import handed_over_unopened

# What stands where a row cannot be without its words.
NOTHING = "—"
# Of her needs, what whoever looks after her tonight must know: kept only where she agrees.
ALERT = ("health_alert", "pregnant", "pregnant_said_on")
# Rows of a plan, with what cannot be without its words, and what leaves with them.
PLANNED = {
    Plan: {"needed": {"closed_words": lambda plan: plan.closed_on}},
    PlanAgreement: {"facts": {"language": None}},
    PlanReview: {},
    Goal: {"needed": {"ended_words": lambda goal: goal.state == GoalState.DROPPED}},
    Step: {"needed": {"partner": lambda step: step.who == StepBy.PARTNER}},
    BestInterest: {},
}
# Tasks that ask for what she has answered now.
ANSWERED = ("data_without_ground", "consent_to_data")


def emptied(row, *, needed=(), **facts):
    """Take every sealed word out of a row, unopened; `needed` names those without which it cannot stand."""
    for field in row._meta.concrete_fields:
        if isinstance(field, SealedField) and field.name not in facts and _holds(row, field):
            needs_words = field.name in needed or not field.null
            facts[field.name] = NOTHING if needs_words else None
    if facts:
        for name, value in facts.items():
            setattr(row, name, value)
        row.version += 1
        row.save(update_fields=[*facts, "version"])
    return row


def _holds(row, field):
    """Does something stand in the sealed field?"""
    with handed_over_unopened():
        return getattr(row, field.attname) is not None


def alert_of(case):
    """The answers of what whoever looks after her must know, of an open case; nothing where none stand."""
    latest = case.needs.first() if case.is_open else None
    held = {name: getattr(latest, name) for name in ALERT} if latest else {}
    return held if any(held.values()) else {}


def take_out(person, new, *, by, alerts):
    """Empty all that hangs on her, under her new row without a name; `alerts` are kept, by their case.

    Answers the ids of the rows that stay: pages whose address names one of them spoke of her.
    """
    stay = []

    def empty(row, **facts):
        stay.append(row.pk)
        return emptied(row, **facts)

    cases = Case.objects.filter(person=new)
    Ground.objects.filter(relative__person=person).update(relative=None)
    for kept in (Telephone, IdentityDocument, Relative):
        kept.objects.filter(person=person).delete()
    Draft.objects.filter(case__in=cases).delete()
    for row in (person, *rows_joined_with(person)):
        _forget_pairs(row, by=by)
    _forget_events(cases, by=by)
    for case in cases:
        bare = {"legal_test": legal.bare(case.legal_test)} if case.legal_test else {}
        # With whom she was found would tell of her: the others stay together, and she goes.
        empty(case, found_in="", group=None, **bare)
        _empty_rows(case, empty, by=by, alert=alerts.get(case.pk, {}))
    dependants.forget_identity(new, empty)
    return stay


def _empty_rows(case, empty, *, by, alert):
    """What was given and decided stays on its day, without a word of her and without her age."""
    for service in Service.objects.filter(case=case).select_related("case"):
        empty(service, needed=["withdrawn_reason"], age_from=None)
    for note in Note.objects.filter(case=case).select_related("case"):
        empty(note)
    for document in Document.objects.filter(case=case).select_related("case"):
        # The file itself goes with the others that are sealed for her.
        empty(document, file=None)
    for copy in Printout.objects.filter(case=case).select_related("case"):
        empty(copy, needed=["name_reason"])
    for ground in Ground.objects.filter(case=case).select_related("case"):
        needed = ["authority"] if ground.kind == GroundKind.COURT_ORDER else ()
        empty(ground, needed=needed, language=None, text=None, text_how="")
    for conference in Conference.objects.filter(case=case).select_related("case"):
        empty(conference)
    for tried in FailedContact.objects.filter(case=case).select_related("case"):
        empty(tried, needed=["withdrawn_reason"])
    for place, asked in enumerate(Needs.objects.filter(case=case).select_related("case")):
        empty(asked, **(alert if place == 0 else {}))
    _empty_plans(case, empty)
    _empty_risk(case, empty)
    _empty_proceedings(case, empty)
    _empty_screenings(case, empty)
    done = {"done_at": timezone.now(), "done_by": by}
    for task in Task.objects.filter(case=case).select_related("case"):
        over = task.done_at is None and task.kind in (BY_HAND, DECIDED, *ANSWERED)
        empty(task, **(done if over else {}))


def rows_joined_with(person):
    """Rows of hers that were found to be of one person, and what was joined with those before."""
    for row in Person.objects.filter(joined_with=person):
        yield row
        yield from rows_joined_with(row)


def _empty_plans(case, empty):
    """That a plan was made, agreed and looked at stays on its day, without its words."""
    for model, how in PLANNED.items():
        for row in model.objects.filter(case=case).select_related("case"):
            needed = [name for name, holds in how.get("needed", {}).items() if holds(row)]
            empty(row, needed=needed, **how.get("facts", {}))


def _empty_risk(case, empty):
    """How great her danger was stays on its day; why, by what she is kept safe, and who was told do not."""
    for risk in RiskAssessment.objects.filter(case=case).select_related("case"):
        empty(risk, needed=["withdrawn_reason"])
    for notice in RiskNotice.objects.filter(case=case).select_related("case"):
        empty(notice, needed=["withdrawn_reason", "answer"], country=None)


def _empty_proceedings(case, empty):
    """That there was a proceeding, and its days, stay; which, where and what came of it do not."""
    for row in Proceeding.objects.filter(case=case).select_related("case"):
        empty(row, needed=["withdrawn_reason"], country=None, authority=None)
    for row in ProceedingStage.objects.filter(case=case).select_related("case"):
        empty(row, needed=["withdrawn_reason"])
    for row in ProceedingStep.objects.filter(case=case).select_related("case"):
        empty(row, needed=["state_words"])


def _empty_screenings(case, empty):
    """That an interview was held, its days, and what was proposed stay; no answer of it does."""
    codes = {name: [] for name in ("platforms", "industries", "indicators")}
    codes |= dict.fromkeys(("taken_by_force", "by_border_post", "false_papers", "could_leave"), "")
    for row in Screening.objects.filter(case=case).select_related("case"):
        bare = {"legal_test": legal.bare(row.legal_test)} if row.legal_test else {}
        facts = codes | {"language": None, "interpreter_accepted": ""} | bare
        empty(row, needed=["withdrawn_reason"], **facts)
    for row in ScreeningStep.objects.filter(case=case).select_related("case"):
        empty(row)


def _destroy_rows(rows, *, by):
    """Delete rows that nothing seals, and what was kept of their earlier changes with its key."""
    for row in rows:
        destroy_keys(Subject("record", row.pk), by=by)
    rows.delete()


def _forget_pairs(person, *, by):
    """That she may be somebody else would name her again: no pair stays, nor what asks about it."""
    pairs = Likeness.objects.of_person(person.pk)
    asking = Task.objects.filter(kind__in=(LIKENESS, BLIND_LIKENESS), subject__in=pairs.values("pk"))
    asking.delete()
    _destroy_rows(Merge.objects.filter(likeness__in=pairs), by=by)
    _destroy_rows(pairs, by=by)


def _forget_events(cases, *, by):
    """Her part in what was done; an event that nobody else lived through is erased with its key."""
    links = CaseExploitation.objects.filter(case__in=cases)
    events = list(links.values_list("exploitation", flat=True))
    RouteStage.objects.filter(case__in=cases).delete()
    SuspectToPerson.objects.filter(case__in=cases).delete()
    _destroy_rows(links, by=by)
    # Whoever lived through the same and is taken out at this moment waits, and finds the event as it is then.
    list(Exploitation.objects.select_for_update(of=("self",)).filter(pk__in=events).order_by("pk"))
    for event in Exploitation.objects.filter(pk__in=events, links=None):
        destroy_keys(Subject.of(event), by=by)
        event.route_stages.all().delete()
        _forget_suspects(event, by=by)
        event.delete()


def _forget_suspects(event, *, by):
    """What was known of suspects in this event; who stands in no other event is erased with the key."""
    rows = SuspectInEvent.objects.filter(exploitation=event)
    suspects = list(rows.values_list("suspect", flat=True))
    # Whoever puts one of them to another event at this moment waits, or is waited for.
    list(Suspect.objects.select_for_update(of=("self",)).filter(pk__in=suspects).order_by("pk"))
    SuspectToPerson.objects.filter(of__in=rows).delete()
    rows.delete()
    for suspect in Suspect.objects.filter(pk__in=suspects, events=None):
        destroy_keys(Subject.of(suspect), by=by)
        suspect.delete()
