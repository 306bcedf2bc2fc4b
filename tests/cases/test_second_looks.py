"""A decision rests on what its page showed, and on a second person."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import actions
from cases.models import Case
from reintegration.actions import assign_follower
from tests.factories.cases import ENDING, OPENED, caseworker, opened_case, supervisor
from tests.factories.shelters import admitted, left, shelter_of
from tests.shelters.conftest import browser_of
from work.asking import CHANGED

pytestmark = pytest.mark.django_db
COURT = {"trafficking_status": "confirmed_court", "status_decider": "court_prosecution"}


@pytest.fixture
def case():
    return opened_case()


def test_a_page_opened_before_somebody_decided_does_not_decide_over_it(case):
    boss, here = supervisor(case.office), f"/cases/{case.number}/outside-scope/"
    desk = browser_of(boss)
    seen = desk.get(here).context["version"]
    actions.identify_case(case, by=supervisor(case.office), on=OPENED, **COURT)
    typed = {"on": OPENED.isoformat(), "population": "at_risk", "status_decider": "ngo", "reason": "x"} | {
        "version": seen
    }

    late = desk.post(here, typed)

    assert (late.status_code, late.context["form"].errors) == (422, {"__all__": [str(CHANGED)]})
    assert Case.objects.get().trafficking_status == "confirmed_court"
    assert desk.post(here, typed | {"version": late.context["version"]}).status_code == 302


PRESUMED = {"trafficking_status": "identified_programme", "status_decider": "ngo"}
WHOLE = {"acts": ["recruitment"], "means": ["fraud"], "purposes": ["sexual"]}


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("identify", PRESUMED),
        ("outside-scope", {"population": "at_risk", "status_decider": "ngo", "reason": "x"}),
    ],
)
def test_a_page_opened_before_what_was_done_to_her_was_written_does_not_decide(case, page, typed):
    actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    event = actions.record_exploitation(case, by=case.worker, **WHOLE)
    desk, here = browser_of(supervisor(case.office)), f"/cases/{case.number}/{page}/"
    opened = desk.get(here)
    typed = typed | {"on": timezone.localdate().isoformat()} | shown_on(opened)
    actions.edit_exploitation(event, by=case.worker, case=case, means=[])

    late = desk.post(here, typed)

    assert (late.status_code, late.context["form"].errors) == (422, {"__all__": [str(CHANGED)]})
    assert Case.objects.get().trafficking_status == case.trafficking_status
    actions.edit_exploitation(event, by=case.worker, case=case, means=WHOLE["means"])
    assert desk.post(here, typed).status_code == 302


def shown_on(page):
    """What the page sends with the decision: as of when it saw the case, and the tests."""
    text = page.content.decode()
    return {name: re.search(f'name="{name}" value="([^"]+)"', text)[1] for name in ("version", "tests_seen")}


def test_a_birth_date_that_is_mended_is_something_else_than_was_read(case):
    actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    actions.record_exploitation(case, by=case.worker, acts=["recruitment"], purposes=["sexual"])
    desk, here = browser_of(supervisor(case.office)), f"/cases/{case.number}/outside-scope/"
    typed = {
        "on": timezone.localdate().isoformat(),
        "population": "at_risk",
        "status_decider": "ngo",
        "reason": "x",
    }
    typed |= shown_on(desk.get(here))
    actions.edit_basics(case.person, by=case.worker, case=case, sex="F", majority="minor")

    assert desk.post(here, typed).context["form"].errors == {"__all__": [str(CHANGED)]}


def test_a_caseworker_does_not_change_what_was_decided(case):
    actions.identify_case(case, by=supervisor(case.office), on=OPENED, **COURT)

    with pytest.raises(ValidationError) as refused:
        actions.change_case(Case.objects.get(), by=case.worker, population="at_risk")

    assert list(refused.value.message_dict) == ["population"]


def test_handing_her_own_case_on_makes_a_supervisor_no_second_person():
    office = opened_case().office
    boss = supervisor(office)
    case = opened_case(boss, office=office)
    colleague = caseworker(office)
    actions.change_case(case, by=boss, worker=colleague)

    with pytest.raises(ValidationError) as refused:
        actions.close_case(Case.objects.get(pk=case.pk), by=boss, on=OPENED, **ENDING)
    assert refused.value.code == "own_case"


def test_a_service_corrected_to_a_kind_that_asks_for_consent_asks_for_it(case):
    service = actions.record_service(case, by=case.worker, on=OPENED, type="food")

    actions.change_service(service, by=case.worker, type="dental")

    assert case.tasks.filter(kind="consent_to_service").exists()


def test_a_service_of_a_day_after_she_left_us_can_still_be_mended(case):
    service = actions.record_service(case, by=case.worker, on=OPENED + timedelta(days=18), type="food")
    actions.close_case(case, by=case.worker, on=OPENED, closure_reason="withdrew")

    mended = actions.change_service(service, by=case.worker, on=service.on, quantity=2)

    assert mended.quantity == 2


def test_nobody_is_assigned_to_a_placement_that_is_over():
    stay = left(admitted(shelter_of()))
    placement = stay.case.placements.get()
    type(placement).objects.filter(pk=placement.pk).update(until=placement.since)
    follower = caseworker(stay.case.office, role="reintegration_worker")

    with pytest.raises(ValidationError, match=r"no longer|any more|ya terminó"):
        assign_follower(placement, by=stay.case.worker, worker=follower)
