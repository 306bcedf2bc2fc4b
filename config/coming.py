"""Tasks with a day of their own that wait for somebody in the next two weeks, group by group."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cases.models import READERS, Task
from cases.task_words import (
    ACCOMPANY,
    CONFERENCE,
    HEARING,
    NEW_DAY,
    PLAN_REVIEW,
    RUNS_OUT,
    SUSPENDED_REVIEW,
    words_of,
)

TWO_WEEKS = timedelta(days=14)
MOST = 40
GROUPS = [
    ("hearings", _("Hearings and other dates"), (HEARING, ACCOMPANY, NEW_DAY)),
    ("conferences", _("Case conferences"), (CONFERENCE,)),
    ("grounds", _("Consents and grounds that end"), (RUNS_OUT,)),
    (
        "reviews",
        _("Reviews of plan and risk"),
        (PLAN_REVIEW, "risk_review", SUSPENDED_REVIEW),
    ),
]


KINDS = [kind for _name, _words, group in GROUPS for kind in group]


def days_of_tasks(user, today):
    """Each day, past or of the next two weeks, on which a task waits for her (`DayOfTasks`), in order."""
    if not user.has_role(*READERS):
        return []
    waiting = Task.objects.visible_to(user).mine(user).open()
    return waiting.filter(due_on__lte=today + TWO_WEEKS).by_day(KINDS)


def dates_to_come(days, today):
    """`[(words, tasks)]` of each group in which something waits on these days, the next first."""
    # Apart, so that however much is late the hearing of tomorrow stands here.
    late = [task for each in days if each.day < today for task in each.dated]
    coming = [task for each in days if each.day >= today for task in each.dated]
    if not late and not coming:
        return []
    found = Task.objects.filter(pk__in=[*late[:MOST], *coming[:MOST]])
    found = found.select_related("case__office", "assignee").order_by("due_on", "id")
    for task in found:
        task.asks = words_of(task)
    return list(_in_groups(found))


def _in_groups(found):
    for name, words, kinds in GROUPS:
        if tasks := [task for task in found if task.kind in kinds]:
            for task in tasks:
                task.group = name
            yield words, tasks
