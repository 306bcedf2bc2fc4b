"""What asks for an assessment of the risk: assistance that begins, a closing, a case taken up again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from cases import actions
from cases.models import Task
from tests.factories.cases import ENDING, OPENED, opened_case, supervisor
from tests.factories.risk import PLAN, assess, waiting
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def case():
    return opened_case()


def test_assistance_begins_without_an_assessment_and_that_is_a_task(case):
    page = browser_of(case.worker).get(f"/cases/{case.number}/activate/").content.decode()
    actions.activate_case(case, by=case.worker, on=TODAY)

    assert "Assess the risk" in page
    assert waiting(case) == {"risk_assessment": TODAY + 7 * DAY}
    assess(case, "low")
    assert waiting(case) == {"risk_review": TODAY + 30 * DAY}


def test_assistance_begins_with_a_high_risk_and_its_plan_is_still_asked_for(case):
    assess(case, "high")
    Task.objects.filter(kind="safety_plan").delete()

    actions.activate_case(case, by=case.worker, on=TODAY)

    assert set(waiting(case)) == {"safety_plan", "risk_review"}


def test_entered_later_assistance_begins_without_a_task(case):
    actions.activate_case(case, by=case.worker, on=OPENED, entered_from="paper")

    assert waiting(case) == {}


def closed(case, **facts):
    return actions.close_case(case, by=supervisor(case.office), **ENDING | {"on": TODAY} | facts)


def test_a_closing_offers_the_last_level_as_the_risk_that_is_left_and_ends_the_review(case):
    assess(case, "high", safety_plan=PLAN)

    page = browser_of(supervisor(case.office)).get(f"/cases/{case.number}/close/")

    assert page.context["form"]["final_risk"].value() == "high"
    closed(case)
    assert waiting(case) == {}


def test_whoever_is_taken_up_again_is_assessed_anew(case):
    assess(case, "low", on=TODAY - 2 * DAY)
    closed(case, on=TODAY - DAY)
    case.refresh_from_db()

    actions.reopen_case(case, by=supervisor(case.office), on=TODAY, reason="She came back")
    assert waiting(case) == {"risk_assessment": TODAY + 7 * DAY}
    assess(case, "low", on=TODAY - 2 * DAY)
    assert waiting(case) == {"risk_assessment": TODAY + 7 * DAY}

    assess(case, "low")
    assert waiting(case) == {"risk_review": TODAY + 30 * DAY}


def test_of_a_closed_case_an_assessment_is_kept_and_promises_nothing(case):
    closed(case)

    assert assess(case, "low").pk
    assert waiting(case) == {}


def test_it_stands_in_what_happened(case):
    assess(case, "high", safety_plan=PLAN)

    page = browser_of(case.worker).get(f"/cases/{case.number}/")

    assert ("Risk assessed", TODAY, "High") in [entry[:1] + entry[1:3] for entry in page.context["events"]]


def test_a_day_before_her_birth_is_kept_and_somebody_is_asked(case):
    actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    facts = {"birth_date": date(2026, 3, 20), "birth_precision": "day"}
    actions.describe_person(case.person, by=case.worker, case=case, **facts)

    assert assess(case, on=date(2026, 3, 10)).pk
    assert Task.objects.filter(case=case, kind="birth_or_day_is_wrong").exists()
