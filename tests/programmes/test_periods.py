"""Labels of reporting periods and their days, with the numbers of the agreements they were taken from."""

from calendar import monthrange
from datetime import date
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from programmes.periods import (
    Calendar,
    life_of,
    months_after,
    parse,
    quarters_of,
    reports_due,
    years_of,
)

DAYS = st.dates(date(1950, 1, 1), date(2060, 12, 31))


def award(starts, ends, calendar=Calendar.AWARD_QUARTER, **terms):
    usual = {"report_due_days": 30, "financial_due_days": 30, "final_due_days": 120}
    usual["financial_calendar"] = Calendar.CALENDAR_QUARTER
    return SimpleNamespace(starts=starts, ends=ends, reporting_calendar=calendar, **usual | terms)


ONE_YEAR = award(date(2025, 9, 15), date(2026, 9, 14))


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("FY2011-Q1", date(2010, 10, 1), date(2010, 12, 31)),
        ("FY2011-Q2", date(2011, 1, 1), date(2011, 3, 31)),
        ("FY2011-Q4", date(2011, 7, 1), date(2011, 9, 30)),
        ("FY2011", date(2010, 10, 1), date(2011, 9, 30)),
        ("2011-Q1", date(2011, 1, 1), date(2011, 3, 31)),
        ("2011-Q4", date(2011, 10, 1), date(2011, 12, 31)),
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("2011-01-01..2011-03-31", date(2011, 1, 1), date(2011, 3, 31)),
        ("AQ1", date(2025, 9, 15), date(2025, 12, 14)),
        ("AQ4", date(2026, 6, 15), date(2026, 9, 14)),
        ("AY1", date(2025, 9, 15), date(2026, 9, 14)),
        ("LOA", date(2025, 9, 15), date(2026, 9, 14)),
    ],
)
def test_a_label_stands_for_its_days(label, start, end):
    period = parse(label, ONE_YEAR)

    assert (period.label, period.start, period.end) == (label, start, end)


def test_small_letters_and_spaces_around_a_label_are_read():
    assert parse(" fy2011-q1 ").label == "FY2011-Q1"


@pytest.mark.parametrize(
    "label",
    [
        "",
        "FY2011-Q5",
        "FY11",
        "2011-Q0",
        "AQ0",
        "Q1",
        "2011-02-30..2011-03-31",
        "0001-01-01..9999-12-31",
        "²011",
        "FY2011-Q1 x",
        None,
    ],
)
def test_what_is_no_period_is_refused_in_a_sentence(label):
    with pytest.raises(ValidationError) as refused:
        parse(label, ONE_YEAR)

    assert refused.value.messages[0].endswith(".") or "Write for example" in refused.value.messages[0]


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValidationError, match="ends before it starts"):
        parse("2011-03-31..2011-01-01")


def test_award_periods_need_their_award():
    for label in ("AQ1", "AY1", "LOA"):
        with pytest.raises(ValidationError, match="name the award"):
            parse(label)


def test_an_award_quarter_beyond_the_award_is_refused():
    with pytest.raises(ValidationError, match="after the award has ended"):
        parse("AQ5", ONE_YEAR)


def test_the_worked_example_of_an_award_from_15_september_comes_out():
    quarters = quarters_of(ONE_YEAR)

    assert [quarter.end for quarter in quarters] == [
        date(2025, 12, 14), date(2026, 3, 14), date(2026, 6, 14), date(2026, 9, 14),
    ]  # fmt: skip
    due = reports_due(ONE_YEAR)
    assert [one.on for one in due if one.kind == "programme"] == [
        date(2026, 1, 13), date(2026, 4, 13), date(2026, 7, 14), date(2026, 10, 14),
    ]  # fmt: skip
    assert [one.on for one in due if one.kind == "final"] == [date(2027, 1, 12)]
    # The quarter in which the award begins is accounted for too, hence one more than the four of the example.
    assert [one.on for one in due if one.kind == "financial"] == [
        date(2025, 10, 30), date(2026, 1, 30), date(2026, 4, 30), date(2026, 7, 30), date(2026, 10, 30),
    ]  # fmt: skip


def test_a_final_report_after_90_days_is_due_on_13_december():
    due = reports_due(award(date(2025, 9, 15), date(2026, 9, 14), final_due_days=90))

    assert [one.on for one in due if one.kind == "final"] == [date(2026, 12, 13)]


def test_award_quarters_are_counted_from_the_first_day_and_never_chained():
    late_in_the_month = award(date(2023, 11, 30), date(2024, 11, 29))

    assert [(q.start, q.end) for q in quarters_of(late_in_the_month)] == [
        (date(2023, 11, 30), date(2024, 2, 28)),
        (date(2024, 2, 29), date(2024, 5, 29)),
        (date(2024, 5, 30), date(2024, 8, 29)),
        (date(2024, 8, 30), date(2024, 11, 29)),
    ]


def test_a_started_quarter_ends_with_the_award():
    fourteen_months = award(date(2024, 1, 1), date(2025, 2, 28))

    assert [q.label for q in quarters_of(fourteen_months)] == ["AQ1", "AQ2", "AQ3", "AQ4", "AQ5"]
    assert parse("AQ5", fourteen_months).end == date(2025, 2, 28)
    assert [(y.label, y.end) for y in years_of(fourteen_months)] == [
        ("AY1", date(2024, 12, 31)),
        ("AY2", date(2025, 2, 28)),
    ]


def test_fiscal_and_calendar_quarters_touch_the_award():
    two_years = award(date(2010, 10, 1), date(2012, 9, 30), Calendar.FISCAL_QUARTER_OCT)

    assert [q.label for q in quarters_of(two_years)] == [
        f"{year}-{quarter}" for year in ("FY2011", "FY2012") for quarter in ("Q1", "Q2", "Q3", "Q4")
    ]
    assert [y.label for y in years_of(two_years)] == ["FY2011", "FY2012"]
    assert [y.label for y in years_of(two_years, Calendar.CALENDAR_QUARTER)] == ["2010", "2011", "2012"]
    assert [q.label for q in quarters_of(two_years, Calendar.CALENDAR_QUARTER)][:2] == ["2010-Q4", "2011-Q1"]


@given(DAYS, st.integers(1, 1500), st.sampled_from(list(Calendar)))
def test_the_quarters_of_any_award_cover_each_of_its_days_once(starts, days, calendar):
    some = award(starts, date.fromordinal(starts.toordinal() + days), calendar)
    quarters = quarters_of(some)

    assert quarters[0].start <= some.starts
    assert some.ends <= quarters[-1].end
    assert all(one.until == other.start for one, other in pairwise(quarters))
    assert all(one.overlaps(some.starts, some.ends) for one in quarters)
    for one in [*quarters, *years_of(some), life_of(some)]:
        assert parse(one.label, some) == one


@given(DAYS, st.integers(0, 600))
def test_months_later_is_the_same_day_or_the_last_of_its_month(day, months):
    later = months_after(day, months)
    last = monthrange(later.year, later.month)[1]

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, last)
