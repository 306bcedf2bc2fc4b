"""That she died, or wanted no more help, is sometimes learned after the closing: the ending is corrected."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import Level, Status, StatusChange
from reports.counting.sources import open_cases
from tests.factories.cases import ENDING, OPENED, caseworker, let_in, opened_case, supervisor
from tests.shelters.conftest import browser_of, in_english, program_of
from work.actions import history

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
CLOSED, DIED = OPENED + timedelta(days=30), OPENED + timedelta(days=50)
SAID = "The case is closed. You can still record that she died or that she wanted no more help."


@pytest.fixture
def case():
    case = opened_case()
    return actions.close_case(case, by=supervisor(case.office), **ENDING | {"on": CLOSED})


def learned(case, by, **facts):
    return actions.close_case(case, by=by, **{"on": DIED, "closure_reason": "death"} | facts)


@pytest.mark.parametrize("reason", ["death", "withdrew"])
def test_whoever_of_the_team_learns_it_writes_it_on_its_day(case, reason):
    before = case.version

    case = learned(case, case.worker, closure_reason=reason)

    assert (case.status, case.closed_on, case.closure_reason) == (Status.CLOSED, DIED, reason)
    assert Event.objects.filter(verb="case.ending_corrected", actor=case.worker_id).count() == 1
    revision, was = history(case)[0]
    assert (revision.verb, case.version) == ("case.ending_corrected", before + 1)
    assert was == {"closed_on": CLOSED, "closure_reason": ENDING["closure_reason"]}


def test_what_was_said_of_the_end_stands_unless_it_is_said_anew(case):
    case = learned(case, case.worker, closing_summary="Her sister called.", final_risk=None)

    assert (case.closing_summary, case.final_risk) == ("Her sister called.", ENDING["final_risk"])


def test_no_figure_is_moved_by_it(case):
    learned(case, case.worker)

    assert [(row.on, row.ends) for row in open_cases().rows] == [(case.opened_on, CLOSED)]
    assert StatusChange.objects.filter(case=case).count() == 2


def test_it_is_written_on_the_page(case):
    desk, here = browser_of(case.worker), f"/cases/{case.number}/"
    offered = re.findall(rf'href="{here}close/".*?</a>', desk.get(here).content.decode(), re.S)
    asked = desk.get(f"{here}close/").context["form"]

    answer = desk.post(
        f"{here}close/", {"on": DIED.isoformat(), "closure_reason": "death", "version": case.version}
    )

    assert ["Record her death or her own choice" in link for link in offered] == [True]
    assert asked["closing_summary"].value() == "She works."
    assert asked.fields["closure_reason"].help_text == SAID
    assert (answer.status_code, learned_of(desk, here)) == (302, ["How it ended", "Death"])


def learned_of(desk, here):
    """The newest of what happened, as the page tells it."""
    happened = desk.get(here).content.decode().split('<ol class="timeline">')[1].split("</li>")[0]
    words = re.sub(r"<svg.*?</svg>|<time.*?</time>|<[^>]+>", "\n", happened, flags=re.S).split("\n")
    return [word.strip() for word in words if word.strip()][:2]


def test_how_the_closing_had_been_written_stays_readable(case):
    learned(case, case.worker, closing_summary="Her sister called.")

    page = browser_of(case.worker).get(f"/cases/{case.number}/").content.decode()
    ended = page.split("How it had ended before")[1].split("</dl>")[0]

    assert [
        one for one in ("1 April 2026", "Reintegration goals met", "She works.", "Low") if one in ended
    ] == [
        "1 April 2026",
        "Reintegration goals met",
        "She works.",
        "Low",
    ]


@pytest.mark.parametrize("level", [Level.REFERENCE, Level.ASSISTANCE, Level.FULL])
def test_that_she_died_is_told_in_no_line_and_by_no_day_to_who_may_not_know_the_reason(case, level):
    reader = caseworker(case.office)
    let_in(reader, case, level)
    learned(case, case.worker)

    page = browser_of(reader).get(f"/cases/{case.number}/").content.decode()
    told = program_of(reader).get(f"/api/v1/cases/{case.number}/").json()

    knows = level == Level.FULL
    found = [bool(re.search(rf"\b{words}", page)) for words in ("How it ended", "21 April", "1 April")]
    assert found == [knows, knows, True]
    assert told["closed_on"] == ("2026-04-21" if knows else "2026-04-01")


def test_a_list_of_programs_tells_the_day_of_the_closing_to_everybody(case):
    learned(case, case.worker)
    still_open = opened_case(case.worker)

    rows = program_of(case.worker).get("/api/v1/cases/").json()["results"]

    assert {row["number"]: row["closed_on"] for row in rows} == {
        case.number: "2026-04-01",
        still_open.number: None,
    }


def test_a_correction_that_keeps_day_and_reason_leaves_the_words_before_it_to_be_read(case):
    boss = supervisor(case.office)
    other = actions.close_case(
        opened_case(case.worker), by=boss, on=CLOSED, closure_reason="death", closing_summary="In hospital."
    )

    learned(other, other.worker, on=CLOSED, closing_summary="In hospital, of her heart.")

    page = browser_of(other.worker).get(f"/cases/{other.number}/").content.decode()
    before = page.split("How it had ended before")[1].split("</dl>")[0]
    assert ("In hospital." in before, "of her heart" in before) == (True, False)


def test_a_death_of_which_nothing_was_corrected_ended_no_other_way_before(case):
    boss = supervisor(case.office)
    other = actions.close_case(opened_case(case.worker), by=boss, on=CLOSED, closure_reason="death")

    page = browser_of(other.worker).get(f"/cases/{other.number}/").content.decode()

    assert "How it had ended before" not in page


def test_a_program_writes_it_too(case):
    at, seen = f"/api/v1/cases/{case.number}/close/", {"If-Match": f'"{case.version}"'}

    answer = program_of(case.worker).post(
        at, {"on": DIED.isoformat(), "closure_reason": "death"}, headers=seen
    )

    assert (answer.status_code, answer.json()["closure_reason"]) == (200, "death")


def test_another_reason_is_refused_beside_its_field(case):
    boss, typed = supervisor(case.office), ENDING | {"on": DIED.isoformat(), "told_how_to_return": "true"}

    answer = browser_of(boss).post(f"/cases/{case.number}/close/", typed | {"version": case.version})

    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, {"closure_reason": [SAID]})
    with pytest.raises(ValidationError) as refused:
        learned(case, boss, **ENDING)
    assert refused.value.code == "transition"


def test_whoever_only_looks_after_her_does_not_write_it(case):
    helper = caseworker(case.office)
    let_in(helper, case, Level.ASSISTANCE)

    with pytest.raises(Refused):
        learned(case, helper)


def test_a_day_before_the_opening_is_refused(case):
    with pytest.raises(ValidationError) as refused:
        learned(case, case.worker, on=OPENED - timedelta(days=1))

    assert list(refused.value.error_dict) == ["on"]


def test_a_case_whose_ending_was_corrected_is_taken_up_after_both_days(case):
    boss = supervisor(case.office)
    case = learned(case, case.worker, on=CLOSED - timedelta(days=9), closure_reason="withdrew")

    with pytest.raises(ValidationError) as refused:
        actions.reopen_case(case, by=boss, on=CLOSED - timedelta(days=1), reason="x")

    assert list(refused.value.error_dict) == ["on"]
    assert actions.reopen_case(case, by=boss, on=CLOSED, reason="x").status == Status.ACTIVE
