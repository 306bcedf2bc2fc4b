from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.actions.changing import close_to
from cases.actions.tasks import pass_on_tasks
from cases.grounds import refuse_telling_without_ground
from cases.keeping import add_task, component_of, locked, note_status, open_once
from cases.models import (
    TRANSFERRED,
    AccessSource,
    Case,
    CaseAccess,
    Likeness,
    Task,
    Transfer,
    TransferState,
)
from cases.task_words import BLIND_LIKENESS, OF_ITS_OFFICE, ONE_OFFICE, TRANSFER_DECLINED
from cases.transfers import answered, takes_cases
from work import actions as work
from work.errors import refusal

TO_SPEAK = timedelta(days=2)


@transaction.atomic
def ask_transfer(case, *, by, to_office, reason, ground=None, receiver_named=False, once=None):
    """Ask another office to go on with a case: until its supervisors have answered nothing changes.

    To another organisation only on a ground in force that lets this receiver be told.
    """
    case = locked(case)
    require(rules.can_ask_transfer, by, case)

    def make():
        _refuse_closed(case)
        if not takes_cases(to_office) or to_office.pk == case.office_id:
            words = _("This office takes no cases, or the case is there already. Choose another one.")
            raise refusal(words, field="to_office", code="takes_none")
        if case.transfers.waiting().exists():
            words = _("An office was asked already, and has not answered. Take that back first.")
            raise refusal(words, code="asked_already")
        asked = Transfer(case=case, from_office=case.office, to_office=to_office, reason=reason)
        asked.from_component_id, asked.asked_by = case.component_now_id, by
        asked.asked_on = timezone.localdate()
        if asked.crosses:
            told = {"ground": ground, "receiver_named": receiver_named, "on": asked.asked_on}
            refuse_telling_without_ground(case, **told)
            asked.ground, asked.receiver_named = ground, receiver_named
        codes = [reason, "across"] if asked.crosses else [reason]
        return work.create(asked, by=by, verb="transfer.asked", office=case.office, detail=codes)

    return Transfer.objects.get(pk=work.once(once, by=by, verb="transfer.asked", make=make))


@transaction.atomic
def accept_transfer(transfer, *, by, worker=None):
    """Take a case: from today it is of the receiving office, whose supervisors say who answers for it.

    With it go its open tasks; what opened it to people of the old office ends. A stay goes on, and so does
    what it opens. Its services stay charged as they were, and what is given from today belongs to the
    receiving office's line of work.
    """
    case, transfer = _waiting(transfer)
    require(rules.can_answer_transfer, by, transfer)
    _refuse_closed(case)
    if transfer.crosses:
        told = {"ground": transfer.ground, "receiver_named": transfer.receiver_named}
        refuse_telling_without_ground(case, on=timezone.localdate(), **told)
    component, before, old = component_of(transfer.to_office), case.worker, transfer.from_office
    left = case.component_now
    _refuse_worker(worker, case, transfer.to_office)
    _end_doors(case, across=transfer.crosses, by=by)
    changes = {"office": transfer.to_office, "worker": worker, "works_under": component}
    changes["moved_on"] = timezone.localdate()
    case = work.write(case, by=by, verb="case.transferred", changes=changes, office=transfer.to_office)
    close_to(before, case, by=by)
    note_status(case, before=case.status, by=by, on=case.moved_on, reason=TRANSFERRED)
    _move_tasks(case, old, by=by)
    pass_on_tasks(case, by=by)
    if worker is None:
        add_task(case, "who_answers", by=by)
    # The same day as the case's: a yes across midnight would else lie on two.
    answer = {"decided_on": case.moved_on, "worker": worker}
    answer |= {"from_component": left, "to_component": component}
    return answered(transfer, case, TransferState.ACCEPTED, by=by, verb="transfer.accepted", **answer)


@transaction.atomic
def decline_transfer(transfer, *, by, why_declined):
    """Say why the office does not take a case: it stays where it is, and its supervisors are asked to see."""
    case, transfer = _waiting(transfer)
    require(rules.can_answer_transfer, by, transfer)
    facts = {"kind": TRANSFER_DECLINED, "key": str(case.pk), "due_on": timezone.localdate() + TO_SPEAK}
    open_once(Task(case=case, office=case.office, **facts), by=by)
    said = {"why_declined": why_declined}
    return answered(transfer, case, TransferState.DECLINED, by=by, verb="transfer.declined", **said)


@transaction.atomic
def withdraw_transfer(transfer, *, by):
    """Take back what was asked of another office and not answered yet."""
    case, transfer = _waiting(transfer)
    require(rules.can_ask_transfer, by, case)
    return answered(transfer, case, TransferState.WITHDRAWN, by=by, verb="transfer.withdrawn")


def _waiting(transfer):
    """Its case and the question as both stand now, locked; refused where somebody was quicker."""
    case = locked(transfer.case)
    rows = Transfer.objects.select_for_update(of=("self",), no_key=True)
    related = ("from_office__organisation", "to_office__organisation", "decided_by", "ground")
    transfer = rows.select_related(*related).get(pk=transfer.pk)
    transfer.case = case
    if transfer.ground:
        transfer.ground.case = case
    if not transfer.is_waiting:
        words = _("%(who)s was quicker: this is answered already (%(answer)s).")
        who = transfer.decided_by or _("Somebody else")
        raise refusal(words % {"who": who, "answer": transfer.get_state_display()}, code="answered")
    return case, transfer


def _refuse_closed(case):
    if not case.is_open:
        raise refusal(_("The case is closed: take it up again first."), code="closed")


def _refuse_worker(worker, case, office):
    """Refuse to name somebody who does not work in the receiving office, or knows the person."""
    if worker is None:
        return
    if rules.knows(worker, case) or not worker.has_role(*rules.TEAM, office=office):
        words = _("%(who)s cannot answer for this case. Choose somebody else of your office, or nobody yet.")
        raise refusal(words % {"who": worker.full_name}, field="worker", code="cannot")


def _end_doors(case, *, across, by):
    """What opened the case to colleagues ends; to another organisation also what a placement opened.

    A stay, a referral and what was opened in an emergency end with themselves.
    """
    ending = [AccessSource.TEAM, *([AccessSource.PLACEMENT] if across else [])]
    rows = CaseAccess.objects.filter(case=case, source__in=ending, ended_at=None)
    for row in rows.select_for_update(of=("self",), no_key=True):
        over = min(filter(None, [row.expires_at, timezone.now()]))
        changes = {"ended_at": over}
        work.write(row, by=by, verb="access.ended", changes=changes, office=case.office, detail=[row.source])


def _move_tasks(case, old, *, by):
    """Open tasks of the case wait in the new office; what a shelter has to do by itself stays with it."""
    waiting = Task.objects.open().filter(case=case, office=old).exclude(kind__in=sorted(OF_ITS_OFFICE))
    for task in waiting.select_for_update(of=("self",), no_key=True):
        task.case = case
        changes = {"office": case.office}
        work.write(task, by=by, verb="task.changed", changes=changes, office=case.office)
    _move_blind_questions(case, old, by=by)


def _move_blind_questions(case, old, *, by):
    """Whether the person may be somebody else is asked of the supervisors who see the case now."""
    pairs = Likeness.objects.filter(answer="").of_person(case.person_id)
    for pair in pairs:
        others = Case.objects.filter(person__in=[pair.one_id, pair.other_id]).exclude(pk=case.pk)
        offices = set(others.values_list("office", flat=True))
        waiting = Task.objects.open().filter(kind=BLIND_LIKENESS, subject=pair.pk)
        if not waiting.exists():
            continue
        if old.pk not in offices:
            for task in waiting.filter(office=old).select_for_update(of=("self",), no_key=True):
                done = {"done_at": timezone.now(), "done_by": by}
                work.write(task, by=by, verb="task.done", changes=done, office=old)
        if not waiting.filter(office=case.office).exists():
            key = f"{pair.pk}:{case.office_id}" if offices - {case.office_id} else f"{pair.pk}:{ONE_OFFICE}"
            facts = {"kind": BLIND_LIKENESS, "key": key, "subject": pair.pk, "office": case.office}
            open_once(Task(due_on=timezone.localdate() + timedelta(days=7), **facts), by=None)
