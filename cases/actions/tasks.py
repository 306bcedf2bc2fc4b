from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from cases import planning, proceedings, rules
from cases.keeping import locked
from cases.models import Task
from cases.planning import refuse_past, refuse_who_cannot
from cases.task_words import BY_HAND, answered_elsewhere
from cases.writers import writer
from work import actions as work
from work.errors import refusal


@transaction.atomic
def plan_task(case, *, by, words, due_on, assignee=None, once=None):
    """Write by hand what has to be done for a case, until a day that has not passed."""
    case = locked(case)
    require(rules.can_add_task, by, case)
    refuse_past(due_on)
    task = Task(case=case, office=case.office, kind=BY_HAND, words=words, due_on=due_on, assignee=assignee)
    refuse_who_cannot(assignee, task)

    def make():
        return work.create(task, by=by, verb="task.added", office=case.office, detail=[BY_HAND])

    return Task.objects.get(pk=work.once(once, by=by, verb="task.added", make=make))


@transaction.atomic
def finish_task(task, *, by, outcome):
    """Say that a task is done, and what came of it; what has its own question is answered there."""
    task = _waiting(task, by)
    if answered_elsewhere(task):
        raise refusal(_("Answer first whether it is the same person: that ends this task."), code="answer")
    proceedings.refuse_before_its_day(task)
    changes = {"done_at": timezone.now(), "done_by": by, "outcome": outcome}
    done = work.write(task, by=by, verb="task.done", changes=changes, office=task.office)
    planning.task_was_done(task, by=by, outcome=outcome)
    proceedings.task_was_done(task, by=by, outcome=outcome)
    return done


@transaction.atomic
def change_task(task, *, by, due_on, assignee=None, version=None):
    """Give a task to somebody else, or another day."""
    task = _waiting(task, by)
    proceedings.refuse_another_day(task, due_on)
    if due_on != task.due_on:
        refuse_past(due_on)
    if assignee != task.assignee:
        refuse_who_cannot(assignee, task)
    changes = {"due_on": due_on, "assignee": assignee}
    work.write(task, by=by, verb="task.changed", changes=changes, version=version, office=task.office)
    planning.task_was_given(task, by=by)
    proceedings.task_was_given(task, by=by)
    return task


def pass_on_tasks(case, *, by):
    """Open tasks of this case that whoever has them would find no more go to whoever answers for the case.

    Called where another answers for it now, or where it was closed to somebody.
    """
    waiting = Task.objects.open().filter(case=case, assignee__isnull=False).select_related("assignee")
    for task in waiting.select_for_update(of=("self",), no_key=True):
        task.case = case
        if task.assignee_id != case.worker_id and not rules.sees_task(task.assignee, task):
            work.write(
                task, by=by, verb="task.changed", changes={"assignee": case.worker}, office=task.office
            )
            planning.task_was_given(task, by=by)
            proceedings.task_was_given(task, by=by)


def _waiting(task, by):
    """The task as it stands, locked after its case; refused when it is not hers to do, or done already."""
    if task.case:
        locked(task.case)
    rows = Task.objects.select_for_update(of=("self",), no_key=True)
    task = rows.select_related("case__person", "office", "assignee", "done_by").get(pk=task.pk)
    require(rules.can_do_task, by, task)
    if task.done_at:
        who = (writer(by, task.case, task.done_by) if task.case else task.done_by) or _("Somebody else")
        raise refusal(_("%(who)s has done this already.") % {"who": who}, code="done")
    return task
