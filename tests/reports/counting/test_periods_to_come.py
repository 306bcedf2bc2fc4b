"""Of a period that has not begun nobody can tell who will live where."""

import datetime

import pytest
from django.utils import timezone

from programmes.periods import Period
from reports.counting import Scope, count, definitions, rows_behind
from tests.factories.programmes import AwardFactory, DonorFactory, FundingFactory
from tests.factories.shelters import admitted, shelter_of

pytestmark = pytest.mark.django_db
LASTING = ["VIC-ACTIVE", "SHL-STOCK", "SHL-UNIQ", "SHL-OCC"]


@pytest.fixture
def award():
    """An award that pays for a shelter with one resident, and goes on for a year."""
    shelter, today = shelter_of(), timezone.localdate()
    admitted(shelter)
    organisation = shelter.office.organisation
    award = AwardFactory(
        donor=DonorFactory(organisation=organisation),
        starts=today - datetime.timedelta(days=400),
        signed_ends=today + datetime.timedelta(days=365),
    )
    FundingFactory(award=award, component=shelter.component)
    return award


@pytest.mark.parametrize("code", LASTING)
def test_what_lasts_is_not_known_before_the_period_begins(award, code):
    start = timezone.localdate() + datetime.timedelta(days=1)
    period, scope = Period("to come", start, start + datetime.timedelta(days=90)), Scope.of_award(award)

    [found] = count(definitions()[code], scope, [period], definitions()[code].by)

    assert (found.total.value, found.total.n, dict(found.breakdowns)) == (None, 0, {})
    assert code == "SHL-OCC" or rows_behind(definitions()[code], scope, period) == []


def test_a_period_that_began_today_is_known_beside_one_that_has_not(award):
    today = timezone.localdate()
    begun = Period("begun", today, today + datetime.timedelta(days=90))
    to_come = Period("to come", today + datetime.timedelta(days=91), today + datetime.timedelta(days=120))

    found = count(definitions()["SHL-STOCK"], Scope.of_award(award), [to_come, begun])

    assert [one.total.value for one in found] == [None, 1]
