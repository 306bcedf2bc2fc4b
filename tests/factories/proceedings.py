"""Proceedings and their dates, through the actions that people use, and what waits because of them."""

from datetime import timedelta

from django.utils import timezone

from cases import actions
from cases.models import Task

SOON = timezone.localdate() + timedelta(days=10)
KINDS = ("hearing", "accompany", "proceeding_new_day", "help_is_free", "told_consulate")


def proceeding_of(case, **facts):
    """A criminal complaint that was made when the case was opened, unless it is said otherwise."""
    facts = {"kind": "criminal", "stage": "complaint", "on": case.opened_on, "country": "GT"} | facts
    return actions.record_proceeding(case, by=facts.pop("by", case.worker), **facts)


def step_of(proceeding, **facts):
    """A hearing in ten days, unless it is said otherwise."""
    facts = {"kind": "hearing", "on": SOON} | facts
    return actions.add_proceeding_step(proceeding, by=facts.pop("by", proceeding.case.worker), **facts)


def waiting(case, *kinds):
    """{kind: (day, who)} of what waits because of her proceedings."""
    waits = Task.objects.open().filter(case=case, kind__in=kinds or KINDS).select_related("assignee")
    return {task.kind: (task.due_on, task.assignee) for task in waits}
