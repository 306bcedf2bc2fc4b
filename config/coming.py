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
from work.door_by_door import first_rows

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


def dates_to_come(user, today):
    """`[(words, tasks)]` of each group in which something waits for her, the next first; each task once."""
    if not user.has_role(*READERS):
        return []
    kinds = [kind for _name, _words, group in GROUPS for kind in group]
    waiting = Task.objects.for_whom_she_helps(user).mine(user).open()
    waiting = waiting.filter(kind__in=kinds, due_on__lte=today + TWO_WEEKS, case__isnull=False)
    waiting = waiting.select_related("case__office", "assignee").order_by("due_on", "id")
    # Apart, so that however much is late the hearing of tomorrow stands here.
    late, coming = waiting.filter(due_on__lt=today), waiting.filter(due_on__gte=today)
    found = [*first_rows(late, MOST), *first_rows(coming, MOST)]
    groups = []
    for name, words, inside in GROUPS:
        if tasks := [task for task in found if task.kind in inside]:
            for task in tasks:
                task.group, task.asks = name, words_of(task)
            groups.append((words, tasks))
    return groups
