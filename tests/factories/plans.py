"""Plans of cases, made through the actions that people use."""

from cases import actions
from tests.factories.cases import OPENED

STUDY = {"words": "I want to finish school", "service_type": "education_formal"}
CLAIM = {"words": "I want what they owe me", "service_type": "compensation"}


def planned(case, *goals, **facts):
    """A plan of the day on which the case was opened, with these goals or one."""
    usual = {"by": case.worker, "on": OPENED, "types": ["education"]}
    return actions.make_plan(case, goals=list(goals) or [STUDY], **usual | facts)


def agreed(case, *goals, on=OPENED, **facts):
    """The same, and she agreed to it."""
    plan = planned(case, *goals)
    actions.agree_plan(plan, by=case.worker, on=on, **{"how": "signed", "by_whom": "herself"} | facts)
    plan.refresh_from_db()
    return plan


def goal_of(plan, **narrowed):
    """The one goal of a plan."""
    return plan.goals.get(**narrowed)
