"""Days in the donor's file are those of the office's calendar, not of Greenwich."""

from datetime import UTC, date, datetime

import pytest

from reports.restating import Restated
from reports.tracking.restatements import restated_words
from reports.tracking.sheet import titles

pytestmark = pytest.mark.usefixtures("in_english")
# Half past one in the morning in Greenwich is half past seven of the evening before in Guatemala.
NIGHT = datetime(2011, 1, 15, 1, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_figures_counted_in_the_evening_bear_that_evenings_day(helped, made):
    helped(date(2010, 11, 2))
    report = made()
    report.counted_at = NIGHT

    assert "Figures counted on 2011-01-14." in titles(report)[3]


def test_a_report_approved_in_the_evening_was_approved_on_that_day():
    told = {"stretch": "quarter", "period": "FY2011-Q1", "dimension": "", "category": ""}
    one = Restated(code="SVC-EVT", **told, reported=None, now=None, approved_at=NIGHT)

    assert "approved on 2011-01-14" in restated_words(one)
