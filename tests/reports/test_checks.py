"""Before a report is approved its figures are held against each other: each check finds what it is for."""

from datetime import date
from functools import partial

import pytest

from cases.actions import note_likeness
from reports import checks
from reports.counting import Scope
from reports.models import Figure, Report
from reports.tracking.notes import check_words
from tests.factories.cases import caseworker, opened_case
from tests.factories.programmes import AwardIndicatorFactory, FundingFactory, TargetFactory
from tests.factories.shelters import admitted, shelter_of

QUARTERS = {
    "FY2011-Q1": (date(2010, 10, 1), date(2010, 12, 31)),
    "FY2011-Q2": (date(2011, 1, 1), date(2011, 3, 31)),
}
LIFE = (date(2010, 10, 1), date(2011, 3, 31))


# Each of these breakdowns stands in every column of the file.
SHOWN = {"sex": ["F", "M"], "age_band:child_adult": ["0-17", "18+"]}


def quarter(code, value, period="FY2011-Q1", dimension="", category="", latest=None):
    start, end = QUARTERS[period]
    facts = {"dimension": dimension, "category": category, "value": value, "n": value, "latest": latest}
    return Figure(code=code, stretch="quarter", period=period, start=start, end=end, **facts)


def life(code, value):
    return Figure(code=code, stretch="life", period="LOA", start=LIFE[0], end=LIFE[1], value=value, n=value)


def found(check, *figures):
    finding = check(figures)
    return finding.holds, finding.facts.get("wrong")


def found_of_categories(*figures):
    """What is said of these figures in a report of the second quarter."""
    report = Report(kind="usaid_tracking", period="FY2011-Q2", start=LIFE[0], end=LIFE[1])
    return found(partial(checks.categories_come_to_total, report), *figures)


def in_halves(code, whole, **facts):
    """The total, and each breakdown of the file in two halves."""
    parts = [(dimension, one) for dimension, categories in SHOWN.items() for one in categories]
    halves = [quarter(code, whole // 2, dimension=name, category=one, **facts) for name, one in parts]
    return [quarter(code, whole, **facts), *halves]


def test_a_breakdown_that_does_not_come_to_its_total_is_named():
    _total, *parts = in_halves("SVC-EVT", 4)

    assert found_of_categories(quarter("SVC-EVT", 4), *parts) == (True, [])
    assert found_of_categories(quarter("SVC-EVT", 5), *parts) == (
        False, ["SVC-EVT FY2011-Q1 age_band:child_adult: 4 ≠ 5", "SVC-EVT FY2011-Q1 sex: 4 ≠ 5"],
    )  # fmt: skip


def test_a_breakdown_that_is_not_there_at_all_is_named():
    without_ages = [one for one in in_halves("SVC-EVT", 4) if not one.dimension.startswith("age")]

    assert found_of_categories(*without_ages) == (
        False, ["SVC-EVT FY2011-Q1 age_band:child_adult: 0 ≠ 4"],
    )  # fmt: skip


def test_what_nothing_was_counted_of_needs_no_breakdown():
    assert found_of_categories(quarter("SVC-EVT", 0)) == (True, [])


def test_of_the_reports_own_quarter_the_finer_breakdowns_must_be_there_too():
    holds, wrong = found_of_categories(*in_halves("SVC-EVT", 4, period="FY2011-Q2"))

    assert not holds
    assert "SVC-EVT FY2011-Q2 department: 0 ≠ 4" in wrong
    assert not [one for one in wrong if " sex:" in one or "child_adult" in one]


def test_a_breakdown_that_overlaps_may_come_to_more():
    forms = [
        quarter("VIC-NEW", 3, dimension="trafficking_form", category=one)
        for one in ("sexual_exploitation", "forced_begging")
    ]

    assert found_of_categories(*in_halves("VIC-NEW", 4), *forms) == (True, [])


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
@pytest.mark.usefixtures("in_english")
def test_of_a_pair_with_somebody_of_a_partner_no_number_is_named(helped, made, office):
    one = helped(date(2010, 11, 2))
    theirs = opened_case(on=date(2010, 10, 1))
    note_likeness(one.person, theirs.person, by=caseworker(office))

    [told] = [check for check in made().checks if check["check"] == "likenesses"]

    assert theirs.office.organisation_id != office.organisation_id
    assert (told["facts"]["pairs"], told["facts"]["cases"]) == (1, [])
    assert check_words(told)[1] == "1 possible duplicate is not yet examined."


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


@pytest.fixture
def lived(organisation, award):
    """A shelter that the award pays for, where one came in the quarter and stayed."""
    shelter = shelter_of(organisation)
    FundingFactory(award=award, component=shelter.component)
    return admitted(shelter, on=date(2010, 11, 2))


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_what_is_not_explained_is_named_as_it_was_called_then():
    facts = {"unexplained": ["OLD-1"], "names": {"OLD-1": {"en": "People met", "es": "Personas"}}}

    _title, words = check_words({"check": "deviations", "holds": False, "facts": facts})

    assert words == "Far from the target and not explained: People met (OLD-1)."


@pytest.mark.parametrize("code", ["SHL-STOCK", "SHL-IN", "SHL-OUT"])
def test_residents_arrivals_and_exits_of_the_report_are_each_held_against_her_stays(
    in_english, lived, made, code
):
    report = made()
    figures, scope = list(report.figures.all()), Scope.of_award(report.award)
    right = checks.residents_come_out(report, scope, figures)
    [told] = [one for one in checks.totals(figures) if checks.is_own(one, report) and one.code == code]
    told.value += 1

    wrong = checks.residents_come_out(report, scope, figures)

    assert (right.holds, right.facts["entries"], right.facts["exits"], right.facts["closing"]) == (
        True, 1, 0, 1,
    )  # fmt: skip
    said = {"SHL-STOCK": "2 ≠ 1", "SHL-IN": "2 ≠ 1", "SHL-OUT": "1 ≠ 0"}[code]
    assert (wrong.holds, wrong.facts["wrong"]) == (False, [f"{code}: {said}"])
    words = check_words({"check": "residents", "holds": wrong.holds, "facts": wrong.facts})[1]
    assert words.endswith(f"1 at the end. These do not agree: {code}: {said}.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "lacks"),
    [
        ("FY2011-Q1", {"FY2011-Q1": False, "FY2011-Q2": True}),
        ("FY2011-Q2", {"FY2011-Q1": True, "FY2011-Q2": False}),
        ("FY2011", {"FY2011-Q1": False, "FY2011-Q2": False, "FY2012-Q1": True}),
        ("FY2012", {"FY2011-Q2": True, "FY2012-Q1": False}),
        ("LOA", {"FY2011-Q1": False, "FY2011-Q2": False, "FY2012-Q1": False}),
    ],
)
def test_a_target_is_missing_until_there_is_one_of_the_quarter_its_year_or_the_award(
    award, made, period, lacks
):
    TargetFactory(row=AwardIndicatorFactory(award=award, indicator="VIC-NEW"), period=period, value=10)

    found = {label: checks.without_target(made(label).checks) for label in lacks}

    assert {label: "VIC-NEW" in codes for label, codes in found.items()} == lacks
