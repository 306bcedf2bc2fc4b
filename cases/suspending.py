"""When a person cannot be reached: which attempts count, and what waits while a case is suspended."""

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.keeping import add_task, end_tasks, move_to, open_once
from cases.models import TRANSFERRED, SafeToCall, Status, Task
from cases.models.plans import legal_types
from cases.task_words import SUSPENDED, SUSPENDED_REVIEW

# Row 12 of the lifecycle.
DAYS_TRIED = 3
LOOK_AGAIN_AFTER = timedelta(days=30)


def reached_on(case):
    """The last day on which somebody met her as far as it is written, or the assistance began; None at first.

    What is done in her legal matters is often done without her.
    """
    met = case.services.standing().exclude(type__in=legal_types())
    begun = case.status_changes.filter(after=Status.ACTIVE).exclude(reason=TRANSFERRED)
    days = [rows.aggregate(last=Max("on"))["last"] for rows in (met, case.needs.all(), begun)]
    return max(filter(None, days), default=None)


def days_tried(case):
    """The days since then on which somebody tried in vain to reach her, the first first, each once."""
    tried, since = case.failed_contacts.standing(), reached_on(case)
    if since:
        tried = tried.filter(on__gt=since)
    return sorted(set(tried.values_list("on", flat=True)))


def may_be_suspended(case):
    """Is she in assistance, and could not be reached on three days?"""
    return case.status == Status.ACTIVE and len(days_tried(case)) >= DAYS_TRIED


def suspended_on(case):
    """The day on which the case was suspended last."""
    rows = case.status_changes.filter(after=Status.SUSPENDED).exclude(reason=TRANSFERRED).order_by("-id")
    return rows.values_list("on", flat=True).first()


def tell_supervisors(case, *, by):
    """The supervisors of the office look whether everything was tried."""
    facts = {"kind": SUSPENDED, "key": str(case.pk), "due_on": timezone.localdate() + timedelta(days=7)}
    return open_once(Task(case=case, office=case.office, **facts), by=by)


def look_again(case, *, by, since=None, entered_from=""):
    """In 30 days somebody tries again; of what is entered later, only where that day has not passed."""
    today = timezone.localdate()
    due_on = (since or today) + LOOK_AGAIN_AFTER
    if entered_from:
        return add_task(case, SUSPENDED_REVIEW, by=by, due_on=due_on, on=since)
    return add_task(case, SUSPENDED_REVIEW, by=by, due_on=max(due_on, today))


def wait_no_more(case, *, by, outcome):
    """She was reached, or the case was closed: nobody has to look again."""
    end_tasks(case, (SUSPENDED, SUSPENDED_REVIEW), by=by, outcome=outcome)


def resume_on_contact(case, *, by, on, entered_from=""):
    """Somebody met her: a case that was suspended by then goes on, from that day, in the same transaction.

    What lies before the day of the suspension is no sign that she is back.
    """
    if case.status != Status.SUSPENDED or on < suspended_on(case):
        return case
    how = {"verb": "case.activated", "entered_from": entered_from}
    case = move_to(case, Status.ACTIVE, by=by, on=on, **how)
    wait_no_more(case, by=by, outcome=_("The person was met, and the case goes on."))
    return case


def hint_for_calling(case):
    """What whoever tries to reach her by telephone must know; empty where a number is known to be safe."""
    safe = list(case.person.telephones.values_list("safe_to_call", flat=True))
    if SafeToCall.NO in safe:
        return _("A telephone of this person is not safe: do not call it, and never leave a message.")
    if SafeToCall.YES in safe:
        return _("Never leave a message that says who calls or why.")
    return _("No telephone is known to be safe: ask how to reach the person, and leave no message.")
