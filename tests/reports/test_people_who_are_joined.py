"""Two people who are one were counted twice: what was approved stays, and the next report counts one."""

from datetime import date

import pytest

from cases import actions as casework
from reports import actions
from reports.models import Report
from reports.restating import restated
from tests.factories.cases import supervisor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def joined(office):
    """Joins the people of two cases."""

    def join(one, two):
        pair = casework.note_likeness(one.person, two.person, by=one.worker)
        casework.answer_likeness(pair, by=supervisor(office), answer="same")
        casework.merge_people(pair, by=supervisor(office), keep=one.number)
        return pair

    return join


def total(report, code="SVC-PER"):
    return report.figures.of_period(report).totals().get(code=code).value


def test_an_approved_report_keeps_its_figures_and_the_next_one_counts_one_person(
    helped, made, manager, joined, office
):
    cases = [helped(date(2010, 11, 2)), helped(date(2010, 11, 3))]
    told = actions.approve_report(made("FY2011-Q1"), by=manager, confirmed=["targets"])
    pair = joined(*cases)

    afterwards = made("FY2011-Q2")
    again = {
        (one.code, one.period): (one.reported, one.now) for one in restated(afterwards) if not one.dimension
    }

    assert total(Report.objects.get(pk=told.pk)) == 2
    assert again["SVC-PER", "FY2011-Q1"] == again["VIC-NEW", "FY2011-Q1"] == (2, 1)
    assert ("SVC-EVT", "FY2011-Q1") not in again
    casework.undo_merge(pair, by=supervisor(office))
    assert restated(made("FY2011-Q3")) == []
