"""Rules that measure: amounts, medians, means and shares, each worked out anew for every period.

The numbers are by hand: three amounts in the first quarter (3, 5 and 10), one in the second (1), none in the
third; each is of 4.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import DecimalField, F, Value

from cases.models import Service
from programmes.periods import Period, parse
from reports.counting import Scope, count, definition, sources
from tests.factories.accounts import OrganisationFactory
from tests.factories.cases import caseworker, opened_case, working_office
from tests.factories.programmes import AwardFactory, DonorFactory, FundingFactory

pytestmark = pytest.mark.django_db
GIVEN = [("2024-10-05", 3, "food"), ("2024-11-10", 5, "food"), ("2024-12-20", 10, "food"),
         ("2025-01-15", 1, "clothing")]  # fmt: skip
PERIODS = ["FY2025-Q1", "FY2025-Q2", "FY2025-Q3"]
LIFE = Period("LOA", date(2024, 10, 1), date(2025, 12, 31))


@pytest.fixture
def award():
    """An award that paid for four services of one person, with how many of each."""
    office = working_office(OrganisationFactory(country="GT"))
    component = office.component_defaults.get().component
    donor = DonorFactory(organisation=office.organisation)
    award = AwardFactory(donor=donor, starts=date(2024, 10, 1), signed_ends=date(2026, 9, 30))
    FundingFactory(award=award, component=component)
    case = opened_case(caseworker(office), on=date(2024, 9, 1))
    for day, quantity, kind in GIVEN:
        Service.objects.create(case=case, component=component, on=day, type=kind, quantity=quantity)
    return award


@pytest.fixture
def figures(award, monkeypatch):
    """The figures of three quarters and of the whole, by this rule over these rows."""

    def counted(rule, **more):
        rows = replace(sources.services(), amount=F("quantity"), **more)
        monkeypatch.setattr(sources, "measured", lambda: rows, raising=False)
        counting = replace(definition("SVC-EVT"), rule=rule, rows="measured")
        return count(counting, Scope.of_award(award), [*(parse(one, award) for one in PERIODS), LIFE])

    return counted


def values(found):
    return [one.total.value for one in found]


@pytest.mark.parametrize("rule", ["sum", "estimate"])
def test_amounts_add_up(figures, rule):
    assert values(figures(rule)) == [18, 1, 0, 19]


def test_a_mean_is_of_all_pairs_of_the_period_and_of_nothing_there_is_none(figures):
    found = figures("mean_change")

    assert values(found) == [6, 1, None, Decimal("4.75")]
    assert [one.total.n for one in found] == [3, 1, 0, 4]


def test_a_median_has_its_quartiles_and_its_n(figures):
    found = figures("median_days")

    assert values(found) == [5, 1, None, 4]
    first = found[0].total
    assert (first.low, first.high, first.n) == (4, Decimal("7.5"), 3)


@pytest.mark.parametrize("rule", ["ratio", "cohort_ratio"])
def test_a_share_keeps_both_parts_and_is_never_an_average_of_shares(figures, rule):
    four = Value(Decimal(4), output_field=DecimalField())
    found = figures(rule, under=four)

    # (150 + 25) / 2 would be 87.5.
    assert values(found) == [150, 25, None, Decimal("118.75")]
    parts = [(one.total.numerator, one.total.denominator) for one in found]
    assert (parts[0], parts[3]) == ((18, 12), (19, 16))


def test_entities_that_are_no_people_count_once_in_each_period(figures):
    assert values(figures("distinct_entities_in_period", person="type")) == [1, 1, 0, 2]
