"""What an admission lacked: it never stops her, it becomes somebody's task."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from cases.keeping import add_task, open_once
from cases.models import EnteredFrom, GroundKind, Status, Task
from cases.risks import days, is_assessed_lately
from shelters import rules
from shelters.fit import MISFIT
from shelters.models import Stay
from work import actions as work

CONSENT = "shelter_entry"
# Days in which each has to be done.
WITHIN = {
    "shelter_consent": 3,
    MISFIT: 1,
    "shelter_unannounced": 1,
    "shelter_closed_case": 3,
    "exit_taken_back": 1,
    "exit_taken_back_here": 1,
    "exit_by_arrival": 3,
    "exit_by_arrival_here": 3,
    "shelter_was_closed": 1,
}
# What the shelter alone has to do: over with the stay, and told to no other shelter.
OF_THE_SHELTER = (
    "shelter_consent", MISFIT, "exit_taken_back_here", "exit_by_arrival_here", "shelter_was_closed",
)  # fmt: skip


def ask_for_what_lacks(stay, *, by, misfit, unknown):
    """Make a task of each thing that was missing when she came.

    Of what is entered later only whoever answers for a case that the shelter did not know is told, and the
    coordinator of one that was closed: what was missing then is asked of nobody any more, but her life after
    the shelter may read otherwise now, and one of two days is wrong.
    """
    case, office, demo = stay.case, stay.shelter.office, stay.entered_from == EnteredFrom.DEMO
    if unknown and not demo:
        _ask("shelter_unannounced", stay, by=by, office=case.office, assignee=case.worker)
    if stay.shelter.admits_nobody_on(stay.admitted_on) and not demo:
        _ask_coordinator("shelter_was_closed", stay, by=by)
    if stay.entered_from:
        return
    if stay.is_open and not may_live_there(case, stay.admitted_on):
        _ask("shelter_consent", stay, by=by, office=office)
    if case.is_open and stay.is_open and not is_assessed_lately(case, stay.admitted_on):
        due_on = timezone.localdate() + timedelta(days=days()["admission"]["within"])
        add_task(case, "risk_assessment", by=by, due_on=due_on)
    # A coordinator who did not know the case was told nothing of it while she admitted her.
    if misfit and (unknown or not rules.coordinates(by, office)):
        _ask("shelter_misfit", stay, by=by, office=office)
    if case.status == Status.CLOSED and stay.is_open:
        _ask("shelter_closed_case", stay, by=by, office=case.office, assignee=case.worker)


def may_live_there(case, day, but=None):
    """Is her consent to live in the shelter, or a court's order, in force on this day, `but` this one?"""
    held = case.grounds.in_force(day).exclude(pk=but)
    return held.filter(Q(kind=GroundKind.COURT_ORDER) | Q(purposes__contains=[CONSENT])).exists()


def stays_resting_on(ground):
    """Stays that go on by this consent or order alone."""
    if ground.kind != GroundKind.COURT_ORDER and CONSENT not in ground.purposes:
        return []
    if may_live_there(ground.case, timezone.localdate(), but=ground.pk):
        return []
    return list(Stay.objects.open().filter(case=ground.case).select_related("shelter__office", "case"))


def ask_again(stay, *, by):
    """Her consent or the order is over: nobody has to leave, and the shelter speaks with her."""
    _ask("shelter_consent", stay, by=by, office=stay.shelter.office)


def settle_tasks(stay, *, by):
    """She lives there no more: what the shelter still had to do about her coming is done with."""
    waiting = Task.objects.open().filter(kind__in=OF_THE_SHELTER, key=str(stay.pk))
    for task in waiting.select_related("case"):
        changes = {"done_at": timezone.now(), "done_by": by}
        work.write(task, by=by, verb="task.done", changes=changes, office=stay.shelter.office)


def tell_that_exit_is_taken_back(stay, *, by):
    """Who answers for her case and the shelter's coordinator see to it; of a closed case supervisors too."""
    case, office = stay.case, stay.shelter.office
    if case.worker_id != by.pk:
        _ask("exit_taken_back", stay, by=by, office=case.office, assignee=case.worker)
    if not rules.coordinates(by, office):
        _ask("exit_taken_back_here", stay, by=by, office=office)
    if case.status == Status.CLOSED:
        # Not for her worker: only a supervisor takes a closed case up again.
        due_on = timezone.localdate() + timedelta(days=WITHIN["shelter_closed_case"])
        facts = {"kind": "shelter_closed_case", "key": str(stay.pk), "due_on": due_on}
        open_once(Task(case=case, office=case.office, **facts), by=by)


def ask_to_check_exit(stay, *, by):
    """Her exit was written with her arrival elsewhere: the coordinator and whoever answers for her check it.

    The second is told to the team of her case alone: the shelter in which she is now reads nothing by it.
    """
    _ask("exit_by_arrival", stay, by=by, office=stay.case.office, assignee=stay.case.worker)
    _ask_coordinator("exit_by_arrival_here", stay, by=by)


def _ask_coordinator(kind, stay, *, by):
    """Ask the shelter's coordinator; where her case is closed to it the task does not say of whom."""
    if stay.is_open:
        _ask(kind, stay, by=by, office=stay.shelter.office)
        return
    due_on = timezone.localdate() + timedelta(days=WITHIN[kind])
    open_once(Task(kind=kind, key=str(stay.pk), office=stay.shelter.office, due_on=due_on), by=by)


def _ask(kind, stay, *, by, office, assignee=None):
    due_on = timezone.localdate() + timedelta(days=WITHIN[kind])
    add_task(stay.case, kind, by=by, due_on=due_on, office=office, assignee=assignee, key=str(stay.pk))
