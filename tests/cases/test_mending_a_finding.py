"""A finding that was written wrongly is mended where the case stands, by the same verb."""

from datetime import timedelta

import pytest

from audit.models import Event
from cases import actions
from cases.models import Case, Status
from tests.factories.cases import ENDING, OPENED, opened_case, supervisor
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
TYPED = {
    "on": OPENED.isoformat(),
    "population": "vulnerable_migrant",
    "status_decider": "ngo",
    "reason": "No means",
}


@pytest.fixture
def boss():
    return supervisor()


@pytest.fixture
def case(boss):
    """Found to be outside the scope, as somebody at risk."""
    case = opened_case(office=boss.memberships.get().office, by=boss)
    return actions.find_outside_scope(case, by=boss, on=OPENED, population="at_risk", reason="No means")


def test_her_population_is_mended_while_the_case_stands_outside_the_scope(case, boss):
    desk, here = browser_of(boss), f"/cases/{case.number}/"
    offered = f"{here}outside-scope/" in desk.get(here).content.decode()

    answer = desk.post(f"{here}outside-scope/", TYPED | {"version": case.version})

    case.refresh_from_db()
    assert (offered, answer.status_code, case.status) == (True, 302, Status.OUTSIDE_SCOPE)
    assert (case.population, case.trafficking_status) == ("vulnerable_migrant", "vulnerable_migrant")
    assert case.status_changes.filter(after=Status.OUTSIDE_SCOPE).count() == 1
    assert Event.objects.filter(verb="case.outside_scope").count() == 2


def test_a_program_mends_it_too(case, boss):
    at, seen = f"/api/v1/cases/{case.number}/outside-scope/", {"If-Match": f'"{case.version}"'}

    answer = program_of(boss).post(at, TYPED | {"population": "other"}, headers=seen)

    assert (answer.status_code, answer.json()["population"]) == (200, "other")


def test_the_same_finding_once_more_writes_nothing(case, boss):
    found = {"population": "at_risk", "status_decider": "ngo", "reason": "No means"}

    again = actions.find_outside_scope(case, by=boss, on=OPENED, **found)

    assert (again.version, Event.objects.filter(verb="case.outside_scope").count()) == (case.version, 1)


def test_a_finding_of_a_court_learned_after_the_closing_is_recorded(case, boss):
    case = actions.close_case(case, by=supervisor(case.office), **ENDING | {"on": OPENED})
    typed = TYPED | {"on": (OPENED + timedelta(days=40)).isoformat(), "status_decider": "court_prosecution"}

    answer = browser_of(boss).post(f"/cases/{case.number}/outside-scope/", typed | {"version": case.version})

    found = Case.objects.get()
    assert (answer.status_code, found.status, found.status_decider) == (
        302,
        Status.CLOSED,
        "court_prosecution",
    )
