from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.keeping import locked as locked_case
from cases.keeping import open_once
from cases.models import Task
from cases.task_words import BY_HAND, answered_elsewhere
from work import actions as work
from work.errors import refusal


@transaction.atomic
def add_task(case, *, by, kind, due_on, office=None, assignee=None, key="", words=None, on=None):
    """What a verb leaves to be done for a case; what waits already under this kind and key is not made twice.

    The verb has asked whether she may, so this asks nothing. Unless it is said otherwise it waits in the
    case's office for whoever answers for the case. `on` is the day of which the verb speaks: of a past day
    nothing is asked that had to be done before today, and the answer is None.
    """
    today = timezone.localdate()
    if on is not None and on < today and due_on < today:
        return None
    if assignee is None and office in (None, case.office):
        assignee = case.worker
    facts = {"kind": kind, "key": key or str(case.pk), "due_on": due_on, "words": words}
    task = Task(case=case, office=office or case.office, assignee=assignee, **facts)
    return open_once(task, by=by)


@transaction.atomic
def plan_task(case, *, by, words, due_on, assignee=None, once=None):
    """Write by hand what has to be done for a case, until a day that has not passed."""
    case = locked_case(case)
    require(rules.can_add_task, by, case)
    _refuse_past(due_on)
    _refuse_who_cannot(assignee, case)
    facts = {"kind": BY_HAND, "words": words, "due_on": due_on, "assignee": assignee}

    def make():
        task = Task(case=case, office=case.office, **facts)
        return work.create(task, by=by, verb="task.added", office=case.office, detail=[BY_HAND])

    return Task.objects.get(pk=work.once(once, by=by, verb="task.added", make=make))


@transaction.atomic
def finish_task(task, *, by, outcome):
    """Say that a task is done, and what came of it; what has its own question is answered there."""
    task = _waiting(task, by)
    if answered_elsewhere(task):
        raise refusal(_("Answer first whether it is the same person: that ends this task."), code="answer")
    changes = {"done_at": timezone.now(), "done_by": by, "outcome": outcome}
    return work.write(task, by=by, verb="task.done", changes=changes, office=task.office)


@transaction.atomic
def change_task(task, *, by, due_on, assignee=None, version=None):
    """Give a task to somebody else, or another day."""
    task = _waiting(task, by)
    if due_on != task.due_on:
        _refuse_past(due_on)
    if task.case and assignee != task.assignee:
        _refuse_who_cannot(assignee, task.case)
    changes = {"due_on": due_on, "assignee": assignee}
    return work.write(task, by=by, verb="task.changed", changes=changes, version=version, office=task.office)


def _waiting(task, by):
    """The task as it stands, locked; refused when it is not hers to do, or done already."""
    if task.case_id:
        locked_case(task.case)
    locked = Task.objects.select_for_update(of=("self",))
    task = locked.select_related("case__person", "office", "assignee", "done_by").get(pk=task.pk)
    require(rules.can_do_task, by, task)
    if task.done_at:
        who = task.done_by.full_name if task.done_by else _("Somebody else")
        raise refusal(_("%(who)s has done this already.") % {"who": who}, code="done")
    return task


def _refuse_past(day):
    if day < timezone.localdate():
        raise refusal(_("This day is over. Choose today or a day to come."), field="due_on")


def _refuse_who_cannot(assignee, case):
    """Refuse to give a task to somebody who cannot open the case: she would never see it."""
    if assignee is not None and not rules.can_add_task(assignee, case):
        raise refusal(
            _("%(who)s cannot open this case. Choose somebody of its team.") % {"who": assignee.full_name},
            field="assignee",
        )
