"""What is no row at all: withdrawn, or of no day."""

from datetime import date

import pytest

from programmes.periods import parse
from reintegration.models import Placement
from reports.counting import Scope, count, definition

pytestmark = pytest.mark.django_db
DAY = date(2010, 11, 2)


def reunited(award):
    [counted] = count(definition("REI-FAM"), Scope.of_award(award), [parse("FY2011-Q1", award)])
    return counted.total.value


def live_with_family(case, until=None):
    facts = {"case": case, "person": case.person, "component": case.component, "since": DAY, "until": until}
    return Placement.objects.create(kind="nuclear_family", child=False, **facts)


def test_a_placement_that_another_life_left_no_day_of_is_counted_nowhere(award, helped):
    live_with_family(helped(DAY))
    live_with_family(helped(DAY), until=DAY)

    assert reunited(award) == 1
