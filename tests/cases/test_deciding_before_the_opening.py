"""Of a day on which there was no case we decide nothing; what others decided then is recorded on its day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from cases import actions
from cases.models import Case, Status, Task
from tests.factories.cases import ENDING, OPENED, opened_case, supervisor
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
EARLIER = OPENED - timedelta(days=10)
COURT = {"trafficking_status": "confirmed_court", "status_decider": "court_prosecution"}
POLICE = {"trafficking_status": "confirmed_authority", "status_decider": "police"}
PRESUMED = {"trafficking_status": "presumed", "status_decider": "ngo"}


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def boss(case):
    return supervisor(case.office)


@pytest.mark.parametrize(
    ("decide", "facts"),
    [
        (actions.activate_case, {}),
        (actions.identify_case, PRESUMED),
        (actions.find_outside_scope, {"population": "at_risk", "reason": "x"}),
        (actions.close_case, {"closure_reason": "withdrew"}),
    ],
)
def test_a_day_before_the_opening_is_refused(case, boss, decide, facts):
    with pytest.raises(ValidationError) as refused:
        decide(case, by=boss, on=OPENED - timedelta(days=1), **facts)

    assert [error.code for error in refused.value.error_dict["on"]] == ["before_opening"]


@pytest.mark.parametrize("decided", [COURT, POLICE])
def test_what_an_authority_had_decided_before_she_came_is_written_on_its_own_day(case, boss, decided):
    case = actions.identify_case(case, by=boss, on=EARLIER, **decided)

    assert (case.status, case.identified_on) == (Status.IDENTIFIED, EARLIER)
    # The case itself stands so since there is one.
    assert [change.on for change in case.status_changes.all()] == [OPENED, OPENED]


def test_that_a_court_had_found_no_trafficking_is_written_on_its_own_day(case, boss):
    found = {"population": "at_risk", "status_decider": "court_prosecution"}

    case = actions.find_outside_scope(case, by=boss, on=EARLIER, **found)

    assert (case.status, case.identified_on) == (Status.OUTSIDE_SCOPE, EARLIER)
    assert case.status_changes.last().on == OPENED


def test_page_and_program_write_the_day_of_the_court(case, boss):
    other, typed = opened_case(case.worker), COURT | {"on": EARLIER.isoformat()}

    page = browser_of(boss).post(f"/cases/{case.number}/identify/", typed | {"version": case.version})
    answer = program_of(boss).post(
        f"/api/v1/cases/{other.number}/identify/", typed, headers={"If-Match": f'"{other.version}"'}
    )

    assert (page.status_code, answer.status_code) == (302, 200)
    assert {one.identified_on for one in Case.objects.all()} == {EARLIER}


def test_a_decision_of_a_court_learned_after_the_closing_is_recorded_and_the_case_stays_closed(case, boss):
    actions.close_case(case, by=boss, **ENDING | {"on": OPENED})
    desk, here = browser_of(boss), f"/cases/{case.number}/"

    page = desk.get(here).content.decode()
    typed = COURT | {"on": (OPENED + timedelta(days=40)).isoformat()}
    answer = desk.post(f"{here}identify/", typed | {"version": Case.objects.get().version})

    case.refresh_from_db()
    assert (f"{here}identify/" in page, answer.status_code) == (True, 302)
    assert (case.status, case.closed_on, case.trafficking_status) == (
        Status.CLOSED,
        OPENED,
        "confirmed_court",
    )
    assert Task.objects.count() == 0


def test_whoever_does_not_decide_is_not_offered_it_on_a_closed_case(case, boss):
    actions.close_case(case, by=boss, **ENDING | {"on": OPENED})

    page = browser_of(case.worker).get(f"/cases/{case.number}/").content.decode()

    assert f"/cases/{case.number}/identify/" not in page
