"""What several verbs of cases share; each is called inside their transaction."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases import dependants
from cases.models import (
    TRANSITIONS,
    BestInterest,
    Case,
    CaseCounter,
    CaseRole,
    Conference,
    DateState,
    FailedContact,
    Likeness,
    Needs,
    Note,
    Person,
    PlanAgreement,
    PlanReview,
    Population,
    ProceedingStage,
    ProceedingStep,
    RiskAssessment,
    RiskNotice,
    Screening,
    Service,
    Status,
    StatusChange,
    Task,
)
from cases.numbers import case_number
from programmes.models import Component, ComponentKind
from work import actions as work
from work.dates import Precision
from work.errors import refusal

A_WEEK = timedelta(days=7)
# What a programme did, and what was done to somebody whom it helps: no earlier year is meant.
FIRST_YEAR, FIRST_YEAR_OF_HARM = 1990, 1950
POPULATION_OF = {CaseRole.DIRECT_VICTIM: Population.VICTIM}


def next_number(year):
    """The next number of this year; whoever asks at the same time waits, and gets the one after."""
    CaseCounter.objects.bulk_create([CaseCounter(year=year)], ignore_conflicts=True)
    counter = CaseCounter.objects.select_for_update().get(year=year)
    CaseCounter.objects.filter(year=year).update(last=F("last") + 1)
    return case_number(year, counter.last + 1)


def population_of(role):
    """The population of somebody helped in this role, until somebody says otherwise."""
    return POPULATION_OF.get(role, Population.INDIRECT_VICTIM)


def component_of(office):
    """The line of work to which cases of this office belong; refused where nobody has said which."""
    kinds = (ComponentKind.ASSISTANCE, ComponentKind.SHELTER, ComponentKind.REINTEGRATION)
    found = {one.kind: one for one in Component.objects.default_for(office)}
    component = next((found[kind] for kind in kinds if kind in found), None)
    if component is None:
        raise refusal(
            _(
                "This office has no line of work for its cases yet. Ask your programme manager to name the "
                "component of the office."
            ),
            code="no_component",
        )
    return component


def refuse_impossible_day(day, field, *, not_before=FIRST_YEAR):
    """Refuse a day on which nothing can have happened: one that has not come, or before any programme.

    What happened is recorded, what is planned is a task; a year too early is a slip of the keyboard.
    """
    if day.year < not_before:
        words = _("Check the year: nothing before %(year)s is recorded here.")
        raise refusal(words % {"year": not_before}, code="too_early", field=field)
    if day > timezone.localdate():
        raise refusal(
            _("This day has not come yet. Write the day on which it happened."), code="future", field=field
        )


def is_before_birth(person, day, precision=Precision.DAY):
    """Was she not born yet on this day, as far as that is known? An age that is only guessed says nothing."""
    born = person.birth_date
    if born is None or person.age_estimated:
        return False
    to_the_day = precision == person.birth_precision == Precision.DAY
    return day < born if to_the_day else day.year < born.year


def refuse_before_birth(person, day, field, precision=Precision.DAY):
    """Refuse a decision of ours on a day before she was born.

    The sentence names no day. Of what happened the record is never refused (`ask_which_is_wrong`), its
    correction only to whoever knows her birth date (`correct_to`).
    """
    if is_before_birth(person, day, precision):
        words = _("By the birth date that is kept, she was not born yet on that day. Check which is wrong.")
        raise refusal(words, code="before_birth", field=field)


def refuse_after_access(on, last_day):
    """Refuse what happened after the day on which the case was closed to her: she was not there."""
    if last_day and on > last_day:
        words = _("This case was closed to you on %(day)s: write that day or an earlier one.")
        raise refusal(words % {"day": date_format(last_day)}, code="after_access", field="on")


def refuse_before_opening(case, on):
    """Refuse to decide about a case on a day on which there was none."""
    if on < case.opened_on:
        raise refusal(_("The case was opened after that day."), code="before_opening", field="on")


def begun_on(case):
    """Since which day the case goes on: its opening, or the last time that it was taken up again."""
    taken_up = case.status_changes.filter(before=Status.CLOSED).order_by("-id")
    return taken_up.values_list("on", flat=True).first() or case.opened_on


def note_status(case, *, before, by, on, reason=""):
    """Keep that the case came to its status on this day, with the code of the reason."""
    StatusChange.objects.create(
        case=case,
        before=before,
        after=case.status,
        reason=reason,
        component_id=case.works_under_id,
        on=on,
        by=getattr(by, "pk", None),
    )


def locked(case):
    """The case as it stands now, locked: whoever decides about it comes one after the other.

    Rows that only point at it do not wait, so that nobody waits in a circle.
    """
    rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("office", "person")
    try:
        return rows.get(pk=case.pk)
    except Case.DoesNotExist:
        # Whoever waited while she went to another row sees neither at first, and the case in a second look.
        return rows.get(pk=case.pk)


def lock_person(case):
    """Read her anew and lock her, after her case: an age that is taken of her stays true until it is kept."""
    case.person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=case.person_id)
    return case.person


def lock_cases_of(*people):
    """Lock all cases of these people, in the order of `lock_all_of_her`: before a row that points at both."""
    rows = Case.objects.select_for_update(of=("self",), no_key=True).filter(person__in=people)
    return list(rows.order_by("pk"))


def lock_all_of_her(case):
    """`(she, all her cases)`, locked; whoever is writing of her is waited for, whoever comes later waits.

    The pairs in which she may be somebody else come first: who answers about one writes its tasks after it.
    """
    person_id = Case.objects.values_list("person", flat=True).get(pk=case.pk)
    list(Likeness.objects.select_for_update(of=("self",)).of_person(person_id).order_by("pk"))
    rows = Case.objects.select_for_update(of=("self",)).select_related("office", "worker").order_by("pk")
    list(rows.filter(person=person_id))
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        # Somebody else did the same meanwhile, and her cases hang on another row since.
        return lock_all_of_her(case)
    cases = list(rows.filter(person=person))
    for one in cases:
        one.person = person
    return person, cases


def move_to(case, target, *, by, on, verb, changes=None, reason="", only_from=None, entered_from=""):
    """Bring a locked case to another status, with what is written of it; refused where none leads there."""
    before = Status(case.status)
    if target not in TRANSITIONS[before] or only_from not in (None, before):
        words = {"before": before.label.lower(), "after": Status(target).label.lower()}
        raise refusal(
            _("This case stands at “%(before)s”: from there it does not go to “%(after)s”.") % words,
            code="transition",
        )
    facts, codes = {**(changes or {}), "status": target}, [entered_from] if entered_from else []
    case = work.write(case, by=by, verb=verb, changes=facts, office=case.office, detail=codes)
    note_status(case, before=before, by=by, on=on, reason=reason)
    return case


def open_once(task, *, by):
    """Make the task unless one of its kind and key waits already; answer the one that waits.

    Of two who make it at once the second waits for the first, and gets hers.
    """
    waiting = Task.objects.open().filter(kind=task.kind, key=task.key)
    if task.key and (found := waiting.first()):
        return found
    try:
        with transaction.atomic():
            return work.create(task, by=by, verb="task.added", office=task.office, detail=[task.kind])
    except (IntegrityError, ValidationError):
        if not (task.key and (found := waiting.first())):
            raise
        return found


def add_task(case, kind, *, by, due_on=None, office=None, assignee=None, key="", words=None, on=None):
    """What a verb leaves to be done for a case; what waits already under this kind and key is not made twice.

    The verb has asked whether she may, so this asks nothing. Unless it is said otherwise it waits for a week
    in the case's office for whoever answers for the case, or for its supervisors. `on` is the day of which
    the verb speaks: of a past day nothing is asked that had to be done before today, and the answer is None.
    """
    today = timezone.localdate()
    due_on = due_on or today + A_WEEK
    if on is not None and on < today and due_on < today:
        return None
    if assignee is None and office in (None, case.office):
        assignee = case.worker
    facts = {"kind": kind, "key": key or str(case.pk), "due_on": due_on, "words": words}
    task = Task(case=case, office=office or case.office, assignee=assignee, **facts)
    return open_once(task, by=by)


def ask_which_is_wrong(case, *days, by):
    """What happened is written down also where, by her birth date, she was not born yet: somebody sees to it.

    Which of the two is a slip nobody can say while she is helped; no age is kept of such a day. It is asked
    whichever of the two is written first.
    """
    if any(is_before_birth(case.person, day) for day in days if day):
        add_task(case, "birth_or_day_is_wrong", by=by)


def correct_to(case, day, field, *, by, in_full):
    """A correction to a day before she was born: refused to whoever reads the case in full (`in_full`).

    Who may not know her birth date would find it by trying: of her the day is kept, and somebody is asked.
    """
    if in_full:
        refuse_before_birth(case.person, day, field)
    else:
        ask_which_is_wrong(case, day, by=by)


def first_day_of(person):
    """The first day of what is written of her, in whichever case: a service, needs, a plan, risk, a stay."""
    rows = [kept.objects.standing() for kept in (Service, Note, RiskAssessment, RiskNotice, FailedContact)]
    rows += [ProceedingStage.objects.standing(), ProceedingStep.objects.filter(state=DateState.HELD)]
    rows += [one.objects.all() for one in (Needs, PlanAgreement, PlanReview, BestInterest)]
    met = Screening.objects.standing().filter(case__person=person).aggregate(first=Min("interviewed_on"))
    rows.append(Conference.objects.standing())
    days = [one.filter(case__person=person).aggregate(first=Min("on"))["first"] for one in rows]
    return min(filter(None, [*days, met["first"], dependants.first_day(person)]), default=None)


def reckon_ages_again(person):
    """What was counted of her is counted in the band of the age that she had on its day."""
    services = Service.objects.select_for_update(of=("self",), no_key=True).filter(case__person=person)
    for service in services.order_by("pk"):
        service.take_age(person, service.on)
        service.save(update_fields=["age_from", "child"])
    dependants.age_rows(person)


def end_tasks(case, kinds, *, by, outcome=None, key=None, but=None, until=None):
    """What was still to be done of these kinds is done by something else that was written (`outcome`).

    With `key` only the task of that key, with `but` all others; what was asked after the day `until` waits.
    """
    waiting = Task.objects.open().filter(case=case, kind__in=kinds).select_related("office")
    for task in waiting.select_for_update(of=("self",), no_key=True):
        asked_before = until is None or timezone.localdate(task.created_at) <= until
        if key in (None, task.key) and but != task.key and asked_before:
            task.case = case
            done = {"done_at": timezone.now(), "done_by": by, "outcome": outcome}
            work.write(task, by=by, verb="task.done", changes=done, office=task.office)


def call_supervisors(case, *, by):
    """She is in danger now: whoever supervises the office has to act today."""
    return call_supervisors_about(case, "danger", by=by)


def call_supervisors_about(case, kind, *, by):
    """Something for which whoever supervises the office has to act today."""
    facts = {"kind": kind, "key": str(case.pk), "due_on": timezone.localdate()}
    return open_once(Task(case=case, office=case.office, **facts), by=by)
