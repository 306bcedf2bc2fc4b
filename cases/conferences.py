"""Case conferences: who may have taken part, and what was decided there."""

from accounts.models import User
from cases.models import READERS, Task
from cases.task_words import DECIDED
from vault.keys import open_keys


def may_take_part(case):
    """People of the case's organisation; of one that is not known yet, nobody."""
    if case is None:
        return User.objects.none()
    known = case.exclusions.standing().values("user")
    working = User.objects.working(organisation=case.office.organisation_id, role__in=READERS)
    return working.exclude(pk__in=known)


def with_decisions(conferences):
    """The same conferences, each with its decisions and who took part."""
    tasks = Task.objects.filter(kind=DECIDED, subject__in=[one.pk for one in conferences])
    found = list(tasks.select_related("case", "assignee").order_by("due_on", "created_at", "id"))
    open_keys(found)
    for conference in conferences:
        conference.decided = [task for task in found if task.subject == conference.pk]
    return conferences
