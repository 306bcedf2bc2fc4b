"""Before a report is approved its figures are held against each other: each check finds what it is for."""

from datetime import date

import pytest

from cases.actions import note_likeness
from reports import checks
from reports.counting import Scope
from reports.models import Figure
from reports.tracking.notes import check_words
from tests.factories.cases import caseworker

QUARTERS = {
    "FY2011-Q1": (date(2010, 10, 1), date(2010, 12, 31)),
    "FY2011-Q2": (date(2011, 1, 1), date(2011, 3, 31)),
}
LIFE = (date(2010, 10, 1), date(2011, 3, 31))


def quarter(code, value, period="FY2011-Q1", dimension="", category="", latest=None):
    start, end = QUARTERS[period]
    facts = {"dimension": dimension, "category": category, "value": value, "n": value, "latest": latest}
    return Figure(code=code, stretch="quarter", period=period, start=start, end=end, **facts)


def life(code, value):
    return Figure(code=code, stretch="life", period="LOA", start=LIFE[0], end=LIFE[1], value=value, n=value)


def found(check, *figures):
    finding = check(figures)
    return finding.holds, finding.facts.get("wrong")


def test_a_breakdown_that_does_not_come_to_its_total_is_named():
    parts = [quarter("SVC-EVT", n, dimension="sex", category=sex) for sex, n in [("F", 2), ("M", 2)]]

    assert found(checks.categories_come_to_total, quarter("SVC-EVT", 4), *parts) == (True, [])
    assert found(checks.categories_come_to_total, quarter("SVC-EVT", 5), *parts) == (
        False, ["SVC-EVT FY2011-Q1 sex: 4 ≠ 5"],
    )  # fmt: skip


def test_a_breakdown_that_overlaps_may_come_to_more():
    forms = [
        quarter("VIC-NEW", 3, dimension="trafficking_form", category=one)
        for one in ("sexual_exploitation", "forced_begging")
    ]

    assert found(checks.categories_come_to_total, quarter("VIC-NEW", 4), *forms) == (True, [])


def test_quarters_of_what_adds_up_must_come_to_the_award():
    quarters = [quarter("VIC-NEW", 2), quarter("VIC-NEW", 3, "FY2011-Q2")]

    assert found(checks.quarters_come_to_life, *quarters, life("VIC-NEW", 5)) == (True, [])
    assert found(checks.quarters_come_to_life, *quarters, life("VIC-NEW", 4)) == (False, ["VIC-NEW: 5 ≠ 4"])


def test_what_is_counted_anew_for_each_period_need_not():
    quarters = [quarter("VIC-TOT", 2), quarter("VIC-TOT", 3, "FY2011-Q2")]

    assert found(checks.quarters_come_to_life, *quarters, life("VIC-TOT", 4)) == (True, [])


def test_more_new_people_than_people_is_wrong():
    assert found(checks.new_are_within_total, quarter("VIC-NEW", 3), quarter("VIC-TOT", 3)) == (True, [])
    assert found(checks.new_are_within_total, quarter("VIC-NEW", 4), quarter("VIC-TOT", 3)) == (
        False, ["FY2011-Q1: 4 > 3"],
    )  # fmt: skip


def test_a_row_dated_after_the_period_is_wrong():
    last, after = date(2010, 12, 31), date(2011, 1, 1)

    assert found(checks.nothing_after_the_end, quarter("SVC-EVT", 1, latest=last)) == (True, [])
    assert found(checks.nothing_after_the_end, quarter("SVC-EVT", 1, latest=after)) == (
        False, ["SVC-EVT FY2011-Q1"],
    )  # fmt: skip


@pytest.mark.django_db
def test_pairs_that_nobody_has_examined_are_named_by_their_case_numbers(in_english, helped, made, office):
    one, two = helped(date(2010, 11, 2)), helped(date(2010, 11, 3))
    note_likeness(one.person, two.person, by=caseworker(office))

    [told] = [check for check in made().checks if check["check"] == "likenesses"]

    assert (told["holds"], told["stops"]) == (False, False)
    numbers = ", ".join(sorted([one.number, two.number]))
    assert check_words(told)[1] == f"1 possible duplicate is not yet examined. Cases: {numbers}."


@pytest.mark.django_db
def test_residents_that_a_report_counts_otherwise_than_their_comings_and_goings_are_named(made):
    """Nobody ever lived there: a figure of one resident cannot be right."""
    report = made()
    own = report.stretch
    counted = Figure(
        code="SHL-STOCK", stretch="quarter", period=own.label, start=own.start, end=own.end, value=1, n=1
    )
    none = Figure(
        code="SHL-STOCK", stretch="quarter", period=own.label, start=own.start, end=own.end, value=0, n=0
    )
    scope = Scope.of_award(report.award)

    wrong, right = (checks.residents_come_out(report, scope, [one]) for one in (counted, none))

    assert (wrong.holds, wrong.facts["closing"], wrong.facts["reported"]) == (False, 0, 1)
    assert right.holds
