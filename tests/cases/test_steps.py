"""Where a case stands is told by four steps: what was done, what is now, and what is still to come."""

import pytest

from cases import actions, levels
from cases.models import Case, Level
from cases.showing import steps
from tests.factories.cases import OPENED, opened_case, supervisor

pytestmark = pytest.mark.django_db


def states(case, level=Level.FULL):
    case = Case.objects.get(pk=case.pk)
    return [state for _label, state in steps(case, levels.told_at(level))]


def identify(case):
    decided = {"on": OPENED, "trafficking_status": "confirmed_court", "status_decider": "court_prosecution"}
    actions.identify_case(case, by=supervisor(case.office), **decided)


def test_a_case_in_intake_has_all_else_before_it():
    assert states(opened_case()) == ["now", "next", "next", "next"]


def test_a_case_that_was_identified_and_is_in_assistance_has_two_steps_behind_it():
    case = opened_case()
    identify(case)
    assert states(case) == ["done", "now", "next", "next"]

    actions.activate_case(case, by=case.worker, on=OPENED)
    assert states(case) == ["done", "done", "now", "next"]


def test_a_case_that_was_never_identified_leaves_that_step_undone():
    case = opened_case()
    actions.activate_case(case, by=case.worker, on=OPENED)

    assert states(case) == ["done", "next", "now", "next"]


def test_of_a_closed_case_the_last_step_is_done():
    case = opened_case()
    identify(case)
    actions.activate_case(case, by=case.worker, on=OPENED)
    actions.close_case(
        case,
        by=supervisor(case.office),
        on=OPENED,
        closure_reason="goals_met",
        reintegration_outcome="unknown",
        final_risk="low",
        told_how_to_return=True,
        closing_summary="Everything she wanted.",
    )

    assert states(case) == ["done"] * 4


def test_whoever_reads_less_is_not_told_of_a_decision_by_the_steps():
    case = opened_case()
    identify(case)
    actions.activate_case(case, by=case.worker, on=OPENED)

    assert states(case, Level.REFERENCE) == ["done", "now", "next"]
