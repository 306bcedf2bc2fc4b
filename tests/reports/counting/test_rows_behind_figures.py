"""Behind each figure and each category stand as many rows as it says, all dated inside its period."""

import os
import random

import pytest
from django.db import transaction

from programmes.periods import parse
from reports.counting import Scope, count, definitions, rows_behind
from tests.reports.counting import world

pytestmark = pytest.mark.django_db
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))
ALL = 10_000


@pytest.fixture(scope="module")
def award(django_db_setup, django_db_blocker):
    """Random cases; the seed is printed, and another can be tried with SEED=…"""
    print(f"SEED={SEED}")  # noqa: T201
    with django_db_blocker.unblock(), transaction.atomic():
        _everything, awards = world.build(SEED, cases=400)
        yield awards["one"]
        transaction.set_rollback(True)


@pytest.mark.parametrize("code", [code for code, one in definitions().items() if code != "SHL-OCC"])
def test_a_figure_opens_as_many_rows_as_it_counts(award, code):
    counting, scope, period = definitions()[code], Scope.of_award(award), parse("FY2011-Q4", award)
    [counted] = count(counting, scope, [period], counting.by)
    cells = {("", ""): counted.total}
    cells |= {(name, key[0]): cell for name, some in counted.breakdowns.items() for key, cell in some.items()}

    for (name, category), cell in cells.items():
        rows = rows_behind(counting, scope, period, {name: category} if name else {}, limit=ALL)

        assert len(rows) == cell.n, (SEED, name, category)
        assert [on for _case, on in rows] == sorted(on for _case, on in rows)
        assert all(period.start <= on <= period.end for _case, on in rows)
