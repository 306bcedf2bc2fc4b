"""How much each one of an office has to do: counted for its supervisors, over what they may see."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Absence, User
from accounts.roles import Role
from cases.models import TEAM, Case, Task, without_shut
from cases.models.tasks import WEEK


@dataclass
class Load:
    """What waits for one person: open cases, those at high or imminent risk, tasks late and of this week.

    `here` is false of whoever answers for something in an office without working there today.
    """

    user: object
    cases: int = 0
    at_risk: int = 0
    late: int = 0
    this_week: int = 0
    here: bool = True
    away: object = None
    covers: list = field(default_factory=list)


@dataclass
class Loads:
    """Of one supervisor's offices: each person's load, and what waits for nobody."""

    people: list
    unassigned: int
    unassigned_tasks: int


def loads_of(supervisor):
    """The loads of those who work in her offices, then of those who left something there: what nobody does
    any more is seen too. A few statements, however many.
    """
    offices, today = sorted(supervisor.office_ids(Role.SUPERVISOR)), timezone.localdate()
    people = User.objects.working(office__in=offices, role__in=TEAM).filter(is_active=True)
    loads = {user.pk: Load(user) for user in people.order_by("full_name", "pk")}
    open_cases = without_shut(Case.objects.open().filter(office__in=offices), supervisor, "pk")
    cases = _counted(open_cases, "worker")
    at_risk = _counted(open_cases.at_pressing_risk(), "worker")
    tasks = without_shut(Task.objects.open().filter(office__in=offices), supervisor)
    late, week = Q(due_on__lt=today), Q(due_on__gte=today, due_on__lte=today + WEEK)
    counted = tasks.filter(due_on__lte=today + WEEK).order_by().values("assignee")
    counted = counted.annotate(late=Count("pk", filter=late), week=Count("pk", filter=week))
    waiting = {row["assignee"]: row for row in counted}
    left = User.objects.of_offices(offices).filter(pk__in={*cases, *waiting} - {None, *loads})
    loads |= {user.pk: Load(user, here=False) for user in left.order_by("full_name", "pk")}
    for key, load in loads.items():
        load.cases, load.at_risk = cases[key], at_risk[key]
        load.late, load.this_week = (waiting.get(key, {}).get(name, 0) for name in ("late", "week"))
    for absence in Absence.objects.of_day().filter(user__in=loads).for_list():
        loads[absence.user_id].away = absence
        if absence.cover_id in loads:
            loads[absence.cover_id].covers.append(absence)
    return Loads(list(loads.values()), cases[None], waiting.get(None, {}).get("late", 0))


def _counted(rows, by):
    """`{value: how many}`"""
    return Counter(dict(rows.order_by().values_list(by).annotate(Count("pk"))))
