"""A service that several gave is counted once: figures count services, not who gave them."""

from datetime import date

import pytest

from cases import actions as casework

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_service_that_three_gave_is_one_service_for_one_person(helped, made):
    case = helped(date(2010, 11, 2))
    service = case.services.get()
    three = [{"kind": "ngo", "name": "Sol"}, {"kind": "health"}, {"kind": "police"}]
    casework.change_service(service, by=case.worker, together_with=three)
    helped(date(2010, 11, 3))

    report = made("FY2011-Q1")

    totals = report.figures.of_period(report).totals()
    assert {code: totals.get(code=code).value for code in ("SVC-EVT", "SVC-PER")} == {
        "SVC-EVT": 2,
        "SVC-PER": 2,
    }
