from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from audit.doors import require
from cases import rules
from cases.keeping import lock_cases_of, open_once
from cases.likeness import case_in_hand, locked_pair
from cases.models import Likeness, LikenessAnswer, Task
from cases.task_words import BLIND_LIKENESS, LIKENESS, ONE_OFFICE
from work import actions as work
from work.errors import refusal

DAYS_TO_LOOK = 7


@transaction.atomic
def note_likeness(person, other, *, by, writer=None):
    """Keep that two people may be one, once for a pair, and ask somebody to look; nothing else is changed.

    Whoever answers for the person's case, or wrote who she is, looks when she may open the other's case too.
    Otherwise the supervisors of both offices are told that something waits, and nothing of whom.
    """
    one, two = sorted((person, other), key=lambda somebody: somebody.pk)
    held = {case.person_id for case in lock_cases_of(one, two)}
    # Whose name left the record meanwhile is compared with nobody.
    if held != {one.pk, two.pk} or Likeness.objects.filter(one=one, other=two).exists():
        return None
    try:
        with transaction.atomic():
            likeness = Likeness(one=one, other=two)
            likeness.save(force_insert=True)
    except IntegrityError:
        return None
    # Without the cases: "who has looked" of one would tell its worker that the other exists.
    record("likeness.found", likeness, by=by)
    ask_about(likeness, by=writer)
    return likeness


@transaction.atomic
def answer_likeness(likeness, *, by, answer):
    """Say whether two people are one: kept for the merge, and the tasks of both sides are done with."""
    likeness = locked_pair(likeness)
    require(rules.can_answer_likeness, by, likeness)
    if likeness.answer:
        words = {"who": likeness.answered_by, "answer": likeness.get_answer_display()}
        raise refusal(_("%(who)s has answered already: “%(answer)s”.") % words, code="answered")
    changes = {"answer": LikenessAnswer(answer), "answered_by": by, "answered_at": timezone.now()}
    likeness = work.write(likeness, by=by, verb="likeness.answered", changes=changes, detail=[answer])
    finish_questions(likeness, by=by)
    return likeness


def finish_questions(likeness, *, by):
    """The tasks of both sides that ask about this pair are done with."""
    for task in Task.objects.open().filter(kind__in=(LIKENESS, BLIND_LIKENESS), subject=likeness.pk):
        done = {"done_at": timezone.now(), "done_by": by}
        work.write(task, by=by, verb="task.done", changes=done, office=task.office)


@transaction.atomic
def take_back_likeness(likeness, *, by):
    """Take back an answer that was given by mistake: the question waits again, as a task for whoever may say.

    What was answered and by whom stays readable in the revision and in the trail. Once two people were merged
    there is nothing to take back.
    """
    likeness = locked_pair(likeness)
    require(rules.can_take_back_likeness, by, likeness)
    if likeness.merges.filter(undone_at=None).exists():
        raise refusal(_("The two were joined: take them apart first."), code="joined")
    if not likeness.answer:
        raise refusal(_("Nobody has answered yet: there is nothing to take back."), code="not_answered")
    changes = {"answer": "", "answered_by": None, "answered_at": None}
    was = likeness.answer
    likeness = work.write(likeness, by=by, verb="likeness.taken_back", changes=changes, detail=[was])
    ask_about(likeness, by=by)
    return likeness


def ask_about(likeness, *, by):
    """Ask whoever may say it whether the two are one, as far as both have a case."""
    cases = [case for case in map(case_in_hand, (likeness.one, likeness.other)) if case]
    if len(cases) == 2:
        _ask_somebody(likeness, *cases, by)


def _ask_somebody(likeness, case, other_case, writer):
    """One task for whoever sees both cases; else one that says nothing for the supervisors of each office."""
    about = {"subject": likeness.pk, "due_on": timezone.localdate() + timedelta(days=DAYS_TO_LOOK)}
    for somebody in filter(None, (case.worker, writer)):
        if rules.can_add_task(somebody, case) and rules.can_add_task(somebody, other_case):
            about |= {"kind": LIKENESS, "key": str(likeness.pk), "office": case.office}
            return open_once(Task(case=case, assignee=somebody, **about), by=None)
    offices = {case.office_id: case.office, other_case.office_id: other_case.office}
    for office in offices.values():
        key = f"{likeness.pk}:{office.pk}" if len(offices) > 1 else f"{likeness.pk}:{ONE_OFFICE}"
        open_once(Task(kind=BLIND_LIKENESS, key=key, office=office, **about), by=None)
    return None
