"""A case that was taken up again ends once more, never before it went on; how it had ended is readable."""

import datetime
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import actions
from cases.models import Status, Task
from reports.counting.sources import open_cases
from tests.factories.cases import ENDING, caseworker, opened_case, supervisor, working_office
from tests.factories.screening import screening_of
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
CLOSED, AGAIN = datetime.date(2026, 4, 1), datetime.date(2026, 5, 1)
BETWEEN = datetime.date(2026, 4, 11)
SAID = "The case was taken up again on 1 May 2026: close it on that day or later."


@pytest.fixture
def boss():
    return supervisor(working_office())


@pytest.fixture
def case(boss):
    """Closed on the first of April, and taken up again a month later."""
    case = opened_case(caseworker(boss.memberships.get().office))
    case = actions.close_case(case, by=boss, **ENDING | {"on": CLOSED})
    return actions.reopen_case(case, by=boss, on=AGAIN, reason="She came back.")


def spans():
    """The days between which figures hold the case for open."""
    return [(row.on, row.ends) for row in open_cases().rows.order_by("pk")]


def test_it_is_not_closed_before_it_was_taken_up_again(case, boss):
    typed = ENDING | {"on": BETWEEN.isoformat(), "told_how_to_return": "true"}

    page = browser_of(boss).post(f"/cases/{case.number}/close/", typed | {"version": case.version})
    answer = program_of(boss).post(
        f"/api/v1/cases/{case.number}/close/",
        typed | {"told_how_to_return": True},
        headers={"If-Match": f'"{case.version}"'},
    )

    assert (page.status_code, dict(page.context["form"].errors)) == (422, {"on": [SAID]})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["on"])
    case.refresh_from_db()
    assert case.is_open


def test_it_is_closed_again_on_the_day_on_which_it_went_on(case, boss):
    case = actions.close_case(case, by=boss, **ENDING | {"on": AGAIN})

    assert (case.status, case.closed_on) == (Status.CLOSED, AGAIN)


@pytest.mark.parametrize("reason", ["death", "withdrew"])
def test_her_death_and_her_choice_keep_their_own_day_and_no_figure_counts_a_case_backwards(case, reason):
    case = actions.close_case(case, by=case.worker, on=BETWEEN, closure_reason=reason)

    assert (case.status, case.closed_on, case.closure_reason) == (Status.CLOSED, BETWEEN, reason)
    assert spans() == [(case.opened_on, CLOSED), (AGAIN, AGAIN)]


def test_after_that_it_is_not_taken_up_before_it_had_been_taken_up(case, boss):
    case = actions.close_case(case, by=case.worker, on=BETWEEN, closure_reason="withdrew")

    with pytest.raises(ValidationError) as refused:
        actions.reopen_case(case, by=boss, on=AGAIN - timedelta(days=1), reason="x")

    assert list(refused.value.error_dict) == ["on"]
    assert actions.reopen_case(case, by=boss, on=AGAIN, reason="x").status == Status.ACTIVE


def test_all_that_was_said_of_its_end_stays_readable_after_it_was_taken_up(case, boss):
    page = browser_of(boss).get(f"/cases/{case.number}/").content.decode()

    ended = page.split("How it had ended before")[1].split("</dl>")[0]
    said = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(?:<time>)?(.*?)(?:</time>)?</dd>", ended)
    assert said == [
        ("Closed on", "1 April 2026"),
        ("Reason of the closing", "Reintegration goals met"),
        ("What came of it", "Progressing"),
        ("Risk that was left", "Low"),
        ("Told how to come back", "Yes"),
        ("Summary", "She works."),
    ]


def test_the_day_of_her_death_stands_in_what_happened(case, boss):
    case = actions.close_case(case, by=case.worker, on=BETWEEN, closure_reason="death")

    page = browser_of(boss).get(f"/cases/{case.number}/").content.decode()
    happened = page.split('<ol class="timeline">')[1].split("</ol>")[0]

    assert "How it ended" in happened
    assert "11 April 2026" in happened


def test_taken_up_again_within_her_time_to_think_its_end_is_asked_for_again(boss):
    case, today = opened_case(caseworker(boss.memberships.get().office)), timezone.localdate()
    police = {"trafficking_status": "presumed", "status_decider": "police"}
    actions.identify_case(case, by=boss, on=today, **police)
    ends = Task.objects.open().filter(kind="reflection_ends")
    case = actions.close_case(case, by=boss, **ENDING | {"on": today})
    assert not ends.exists()

    actions.reopen_case(case, by=boss, on=today, reason="She came back.")

    assert ends.get().due_on > today


def test_it_is_not_closed_while_an_interview_goes_on(boss):
    case = opened_case(caseworker(boss.memberships.get().office))
    begun = screening_of(case)

    with pytest.raises(ValidationError) as refused:
        actions.close_case(case, by=boss, **ENDING | {"on": CLOSED})

    assert refused.value.code == "open"
    actions.withdraw_screening(begun, by=case.worker, withdrawn_reason="She went")
    assert actions.close_case(case, by=boss, **ENDING | {"on": CLOSED}).status == Status.CLOSED
