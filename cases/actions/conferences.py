from django.db import transaction
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.keeping import ask_which_is_wrong, end_tasks, locked, open_once, refuse_impossible_day
from cases.models import Conference, Task
from cases.planning import refuse_past, refuse_who_cannot
from cases.task_words import CONFERENCE, DECIDED
from work import actions as work
from work.errors import refusal


@transaction.atomic
def plan_conference(case, *, by, due_on, assignee=None):
    """Call the team together for a day: a task of whoever writes the minutes; one waits for a case."""
    case = locked(case)
    require(rules.can_confer, by, case)
    refuse_past(due_on)
    planned = Task(case=case, office=case.office, kind=CONFERENCE, key=str(case.pk), due_on=due_on)
    planned.assignee = assignee
    refuse_who_cannot(assignee, planned)
    if (waiting := case.tasks.open().filter(kind=CONFERENCE).first()) and waiting.due_on != due_on:
        words = _("A conference about this case is called already: give its task another day.")
        raise refusal(words, field="due_on", code="called_already")
    return open_once(planned, by=by)


@transaction.atomic
def record_conference(case, *, by, on, minutes, people=(), outside=(), once=None, amends=None):
    """Write down a case conference: when, who took part, what was said; what was called for is done by it.

    One that amends another takes its place, and both stay readable.
    """
    case = locked(case)
    require(rules.can_confer, by, case)
    refuse_impossible_day(on, "on")

    def make():
        if amends is not None and Conference.objects.filter(amends=amends).exists():
            raise refusal(_("This was amended already: amend the later one."), code="amended")
        facts = {"minutes": minutes, "outside": list(outside), "author": by, "amends": amends}
        conference = Conference(case=case, on=on, **facts)
        work.create(conference, by=by, verb="conference.recorded", office=case.office)
        conference.people.set(people)
        ask_which_is_wrong(case, on, by=by)
        if amends is None:
            end_tasks(case, [CONFERENCE], by=by, until=on)
        else:
            _follow(amends, conference, by=by)
        return conference

    return Conference.objects.get(pk=work.once(once, by=by, verb="conference.recorded", make=make))


@transaction.atomic
def decide_in_conference(conference, *, by, words, due_on, assignee, once=None):
    """Write down one step that a conference decided on: a task with its owner and its day."""
    case = locked(conference.case)
    require(rules.can_confer, by, case)
    refuse_past(due_on)
    conference = _in_force(conference)
    task = Task(case=case, office=case.office, kind=DECIDED, words=words, due_on=due_on, assignee=assignee)
    task.subject = conference.pk
    refuse_who_cannot(assignee, task)

    def make():
        return work.create(task, by=by, verb="conference.decided", office=case.office, about=[conference])

    return Task.objects.get(pk=work.once(once, by=by, verb="conference.decided", make=make))


def _in_force(conference):
    """The minutes that stand now: somebody may have amended those that were on the page."""
    while later := Conference.objects.filter(amends=conference).first():
        conference = later
    return conference


def _follow(amended, conference, *, by):
    """What was decided belongs to the minutes as they stand now."""
    decided = Task.objects.filter(kind=DECIDED, subject=amended.pk).select_related("office")
    for task in decided.select_for_update(of=("self",), no_key=True):
        task.case = conference.case
        changes = {"subject": conference.pk}
        work.write(task, by=by, verb="task.changed", changes=changes, office=task.office)
