"""Whom a case was open to until lately is found without reading all that was ever closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import CaseAccess
from tests.factories.cases import caseworker, opened_case, working_office

LONG_AGO, MANY = timedelta(days=400), 4000


@pytest.fixture
def case(committed_db, owner):
    """Of many that ended long ago, one that ended an hour ago: of an office, and of somebody in it."""
    case, now = opened_case(caseworker(working_office())), timezone.now()
    for whom in ({"office": case.office}, {"user": case.worker}):
        facts = {"case": case, "level": "assistance", "source": "stay"} | whom
        ended = [now - LONG_AGO] * MANY + [now - timedelta(hours=1)]
        CaseAccess.objects.bulk_create([CaseAccess(**facts, ended_at=moment) for moment in ended])
    owner.execute("ANALYZE cases_caseaccess")
    return case


def test_by_an_index_of_what_was_over_when(case):
    lately = CaseAccess.objects.over_lately()
    rows = {
        "case_access_over_office": lately.for_offices([case.office_id]),
        "case_access_over_user": lately.for_user(case.worker),
    }

    found = {index: (index in held.explain(), held.count()) for index, held in rows.items()}

    assert found == dict.fromkeys(rows, (True, 1))
