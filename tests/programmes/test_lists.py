"""Lists cost the same with one row and with three."""

from datetime import date

import pytest
from django.urls import reverse

from programmes import actions
from tests.factories.programmes import (
    ActivityFactory,
    AwardFactory,
    AwardIndicatorFactory,
    ComponentFactory,
    DonorFactory,
    FundingFactory,
    ObjectiveFactory,
    SubAwardFactory,
    SupportedInstitutionFactory,
    TargetFactory,
)
from tests.programmes.test_importing_spending import take_in

pytestmark = pytest.mark.django_db
PAPER = {"dated_on": date(2011, 1, 1), "reason": "R", "document": "D"}


def fill_awards(award, manager):
    more = AwardFactory(donor=DonorFactory(organisation=award.organisation))
    FundingFactory(award=more)
    actions.suspend_award(more, by=manager, since=date(2011, 1, 1), **PAPER)


def fill_components(award, manager):
    FundingFactory(award=award, component=ComponentFactory(organisation=award.organisation))


def fill_donors(award, manager):
    AwardFactory(donor=DonorFactory(organisation=award.organisation))


def fill_activities(award, manager):
    ActivityFactory(award=award, objective=ObjectiveFactory(award=award))


def fill_changes(award, manager):
    row = AwardIndicatorFactory(
        award=award, category=f"GT-{award.indicators.count():02}", dimension="department"
    )
    actions.change_target(TargetFactory(row=row), by=manager, value=3, **PAPER)


def fill_institutions(award, manager):
    SupportedInstitutionFactory(organisation=award.organisation)


def fill_sub_awards(award, manager):
    SubAwardFactory(award=award)


def fill_targets(award, manager):
    AwardIndicatorFactory(award=award, category=f"GT-{award.indicators.count():02}", dimension="department")


def fill_spending(award, manager):
    quarter = award.expenditures.count() + 1
    take_in(award, manager, [("1", f"FY2011-Q{quarter}", "10", "USD")])


LISTS = [
    ("awards", fill_awards),
    ("components", fill_components),
    ("donors", fill_donors),
    ("institutions", fill_institutions),
    ("activities", fill_activities),
    ("changes", fill_changes),
    ("fundings", fill_components),
    ("sub-awards", fill_sub_awards),
    ("targets", fill_targets),
    ("spending", fill_spending),
    ("spending-rows", fill_spending),
]
QUERIES = {
    "awards": 8,
    "components": 8,
    "donors": 7,
    "institutions": 8,
    "activities": 11,
    "changes": 10,
    "fundings": 11,
    "sub-awards": 10,
    "targets": 11,
    "spending": 19,
    "spending-rows": 10,
}


@pytest.mark.parametrize(("name", "fill"), LISTS, ids=[name for name, _ in LISTS])
def test_a_list_asks_as_often_for_three_rows_as_for_one(
    desk, award, manager, django_assert_num_queries, name, fill
):
    room = name in {"awards", "components", "donors", "institutions"}
    url = reverse(f"programmes:{name}", args=[] if room else [award.pk])
    fill(award, manager)
    desk.get(url)  # code lists and the like are read once

    with django_assert_num_queries(QUERIES[name]):
        desk.get(url)
    fill(award, manager)
    fill(award, manager)
    with django_assert_num_queries(QUERIES[name]):
        answer = desk.get(url)

    assert answer.status_code == 200
