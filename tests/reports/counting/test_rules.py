"""Counting rules, held against the vectors of the donor papers (§9.1): five people, two awards, six periods.

The award begins on 1 October 2024; P4 was first helped under another award, before it.
"""

from dataclasses import replace
from datetime import date

import pytest

from cases.models import Service
from programmes.periods import Period, parse
from reports.counting import Scope, count, definition
from tests.factories.accounts import OrganisationFactory
from tests.factories.cases import caseworker, opened_case, working_office
from tests.factories.programmes import AwardFactory, ComponentFactory, DonorFactory, FundingFactory

pytestmark = pytest.mark.django_db
SERVICES = {
    "P1": ["2024-10-05", "2024-11-10", "2025-02-01", "2025-10-20"],
    "P2": ["2024-12-20", "2025-01-15"],
    "P3": ["2025-03-03"],
    "P4": ["2025-05-02"],
    "P5": ["2025-07-01", "2025-10-02"],
}
BEFORE = {"P4": ["2024-09-15"]}
PERIODS = ["FY2025-Q1", "FY2025-Q2", "FY2025-Q3", "FY2025-Q4", "FY2025", "FY2026-Q1"]
LIFE = Period("LOA", date(2024, 10, 1), date(2025, 12, 31))


@pytest.fixture
def award():
    """The award, and the people of the vectors with their services."""
    office = working_office(OrganisationFactory(country="GT"))
    component = office.component_defaults.get().component
    donor = DonorFactory(organisation=office.organisation)
    award = AwardFactory(donor=donor, starts=date(2024, 10, 1), signed_ends=date(2026, 9, 30))
    FundingFactory(award=award, component=component)
    earlier = ComponentFactory(organisation=office.organisation)
    worker = caseworker(office)
    for person, days in SERVICES.items():
        case = opened_case(worker, on=date(2024, 9, 1))
        give(case, earlier, BEFORE.get(person, ()))
        give(case, component, days)
    return award


def give(case, component, days):
    for day in days:
        Service.objects.create(case=case, component=component, on=day, type="food")


def figures(award, rule, rows="services"):
    counting = replace(definition("SVC-EVT"), rule=rule, rows=rows)
    periods = [*(parse(label, award) for label in PERIODS), LIFE]
    return [one.total.value for one in count(counting, Scope.of_award(award), periods)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("events", [3, 3, 1, 1, 8, 2, 10]),
        ("unique_in_period", [2, 3, 1, 1, 5, 2, 5]),
        ("first_in_award", [2, 1, 1, 1, 5, 0, 5]),
        ("first_in_fy", [2, 1, 1, 1, 5, 2, 5]),
        ("first_ever", [2, 1, 0, 1, 4, 0, 4]),
    ],
)
def test_the_rule_counts_as_the_papers_do(award, rule, expected):
    assert figures(award, rule) == expected
