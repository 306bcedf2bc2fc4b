"""What is written of somebody's risk, through the actions that people use, and what waits because of it."""

from cases import actions
from cases.models import Task

KINDS = ("risk_assessment", "risk_review", "safety_plan", "danger")
PLAN = "Sleeps at her aunt's; calls Ana at once."


def assess(case, level="medium", **facts):
    """An assessment by whoever answers for the case, today unless it is said otherwise."""
    return actions.assess_risk(case, by=facts.pop("by", case.worker), level=level, **facts)


def waiting(case, *kinds):
    """{kind: day} of what waits to be done about her risk."""
    waits = Task.objects.open().filter(case=case, kind__in=kinds or KINDS)
    return dict(waits.values_list("kind", "due_on"))
