from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from cases import actions, rules
from cases.forms import DoneForm, GivenForm, TaskFilterForm, TaskForm
from cases.looks import look
from cases.models import TEAM, Level, Task
from cases.pages import address, case_page, crumbs, read_case
from cases.task_words import answered_elsewhere, words_of
from vault.keys import open_keys
from work.asking import change, confirm, make, own, posted
from work.pages import Column, cursor, sorted_by

REST = [Column(gettext_lazy("What")), Column(gettext_lazy("Case")), Column(gettext_lazy("Who"))]
WAITING = [Column(pgettext_lazy("day", "By"), sort=("due_on", "created_at", "id")), *REST]
DONE = [Column(gettext_lazy("Done on"), sort=("done_at", "id")), *REST]
ROWS = ("case", "case__person", "case__office", "office", "assignee", "done_by")


@require_GET
@case_page
def tasks(request):
    """What waits to be done, the late first; or what was done, the last first."""
    filters = TaskFilterForm(request.GET, user=request.user)
    usual = ("-done_at", "-id") if filters.shows_done else ("due_on", "created_at", "id")
    order, columns = sorted_by(request, DONE if filters.shows_done else WAITING, usual)
    rows = filters.narrow(Task.objects.visible_to(request.user), timezone.localdate())
    page = cursor(rows.for_list(), request, order=order, columns=columns)
    open_keys([task for task in page.rows if task.case or task.outcome])
    for task in page.rows:
        task.asks, task.asks_elsewhere = words_of(task), answered_elsewhere(task)
    look(request, "tasks", *(task.case for task in page.rows if task.case))
    status = 200 if filters.is_valid() else 422
    shown = {"page": page, "filters": filters, "of_team": request.user.has_role(*TEAM)}
    return render(request, "cases/tasks.html", shown, status=status)


def _task(request, task):
    """A task that she may see; of one that tells of a case it is kept that she looked."""
    found = own(Task, request, task, *ROWS)
    look(request, "task", *filter(None, [found.case]))
    return found


@require_http_methods(["GET", "POST"])
@case_page
def task_done(request, task):
    """Say that a task is done, and what came of it."""
    task = _task(request, task)
    return confirm(
        request,
        DoneForm(posted(request)),
        actions.finish_task,
        task,
        done=_("The task is done."),
        to=reverse("tasks:tasks"),
        **about(task, _("Is it done?")),
        label=_("It is done"),
    )


@require_http_methods(["GET", "POST"])
@case_page
def task_change(request, task):
    """Give a task to somebody else, or another day."""
    task = _task(request, task)
    require(rules.can_do_task, request.user, task)
    return change(
        request,
        task,
        lambda data, row: GivenForm(data, user=request.user, task=row, initial=as_given(row)),
        actions.change_task,
        done=_("The task is changed."),
        to=reverse("tasks:tasks"),
        **about(task, _("Give the task to somebody else, or another day")),
    )


@require_http_methods(["GET", "POST"])
@case_page
def task_create(request, case_number):
    """Write down what has to be done for a case."""
    case = read_case(request, case_number, "task")
    require(rules.can_add_task, request.user, case)
    return make(
        request,
        TaskForm(posted(request), user=request.user, case=case, initial=usual(request.user, case)),
        actions.plan_task,
        case,
        done=_("The task is written down."),
        to=lambda task: address(case),
        title=_("New task"),
        another=True,
        crumbs=crumbs(case),
        back_url=address(case),
    )


def usual(user, case):
    """Who does it unless it is said: whoever answers for the case, or she herself who might not see it."""
    return {"assignee": case.worker_id if rules.reads(user, case, Level.FULL) else user.pk}


def as_given(task):
    """What the form of a task shows first."""
    return {"due_on": task.due_on, "assignee": task.assignee_id}


def about(task, title):
    """What a page about one task says of it."""
    text = f"{words_of(task)} · {task.case}" if task.case else words_of(task)
    back = reverse("tasks:tasks")
    return {"title": title, "text": text, "intro": text, "crumbs": [(_("Tasks"), back)], "back_url": back}
