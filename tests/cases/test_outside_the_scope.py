"""No elements of trafficking: she is pointed to other help; what she told closes to who needs it no more."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from cases import actions
from cases.models import Case, CaseExploitation, Level, Screening, Task
from cases.reflection import reflection_of
from tests.factories.accounts import OrganisationFactory, member
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor, working_office
from tests.factories.screening import grounded, screening_of, sent
from tests.shelters.conftest import browser_of, in_english, program_of

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIVED = {"acts": ["recruitment"], "purposes": ["forced_labour"], "account": "In a kitchen in Cobán"}


@pytest.fixture
def case():
    case = opened_case(caseworker())
    grounded(case)
    actions.record_exploitation(case, by=case.worker, **LIVED)
    return case


@pytest.fixture
def boss(case):
    return supervisor(case.office)


def kinds(case):
    return sorted(Task.objects.open().filter(case=case).values_list("kind", flat=True))


def test_why_is_said_and_where_she_was_pointed_to_else_it_is_a_task(case, boss):
    desk, here = browser_of(boss), f"/cases/{case.number}/outside-scope/"
    typed = {"on": str(TODAY), "population": "vulnerable_migrant", "status_decider": "ngo"}

    refused = desk.post(here, typed | {"pointed_to": ["labour"]})
    assert (refused.status_code, "Write why no elements were found" in refused.text) == (422, True)
    assert desk.post(here, typed | {"reason": "She was paid and free to go"}).status_code == 302
    assert kinds(case) == ["offer_referral"]

    case.refresh_from_db()
    mended = desk.post(here, typed | {"reason": "She was paid", "pointed_to": ["asylum", "labour"]})
    case.refresh_from_db()
    assert (mended.status_code, case.pointed_to, case.reviewed_by) == (302, ["asylum", "labour"], boss)
    assert kinds(case) == []
    # Where an interview says why and was agreed with, it is not asked twice.
    other = opened_case(case.worker)
    one = sent(screening_of(other), proposal="outside", reasons="Paid and free")
    actions.review_screening(one, by=boss, agrees=True)
    found = {"on": TODAY, "population": "at_risk", "pointed_to": ["declined"]}
    decided = actions.find_outside_scope(other, by=boss, **found)
    assert (decided.screening, decided.decision_reason) == (one, None)


def test_the_account_closes_to_the_team_stays_with_supervisors_and_is_lost_to_nobody(case, boss):
    friend, staff = caseworker(case.office), member(Role.SHELTER_STAFF, case.office)
    let_in(friend, case, level=Level.FULL)
    event = CaseExploitation.objects.get(case=case).exploitation
    pages = [f"/cases/{case.number}/{page}/" for page in ("events", "intake/exploitation")]
    found = {"on": TODAY, "population": "at_risk", "reason": "Free to go", "pointed_to": ["labour"]}
    actions.find_outside_scope(case, by=boss, **found)

    def opens(who):
        listed = program_of(who).get("/api/v1/exploitations/").json()["results"]
        return [browser_of(who).get(page).status_code for page in pages], len(listed)

    assert [opens(who) for who in (case.worker, friend, boss)] == [
        ([403, 403], 0), ([403, 403], 0), ([200, 200], 1),
    ]  # fmt: skip
    page = browser_of(case.worker).get(f"/cases/{case.number}/").text
    assert "Recruitment" not in page
    assert "Free to go" not in page
    told = program_of(case.worker).get(f"/api/v1/cases/{case.number}/").json()
    assert (told["legal_test"]["palermo"]["acts"], told["decision_reason"]) == ([], None)
    # Help goes on, and whoever hears more writes it down: a new interview opens it to the team again.
    actions.record_service(case, by=case.worker, on=TODAY, type="food")
    assert browser_of(staff).get(f"/cases/{case.number}/screening/").status_code == 404
    assert "Begin a screening interview" in browser_of(friend).get(f"/cases/{case.number}/screening/").text
    begun = actions.begin_screening(case, by=friend, interviewed_on=TODAY)
    assert opens(case.worker) == ([200, 200], 1)
    assert "Cobán" in browser_of(friend).get(f"/cases/{case.number}/events/").text
    actions.withdraw_screening(begun, by=friend, withdrawn_reason="She did not come")
    assert opens(friend) == ([403, 403], 0)
    # Once she is found a victim after all, it is the team's again.
    assert event.pk
    police = {"trafficking_status": "presumed", "status_decider": "police"}
    actions.identify_case(case, by=boss, on=TODAY, **police)
    assert opens(friend) == ([200, 200], 1)


def test_the_time_to_think_runs_from_the_decision_by_the_days_of_the_country(case, boss):
    police = {"trafficking_status": "presumed", "status_decider": "police"}
    admin = member(Role.ADMINISTRATOR)
    actions.identify_case(case, by=boss, on=TODAY - timedelta(days=2), **police)

    page = browser_of(case.worker).get(f"/cases/{case.number}/").text
    until = TODAY + timedelta(days=28)
    assert f"Time to think until {date_format(until, 'SHORT_DATE_FORMAT')}" in page
    assert "To be confirmed" in page
    due = dict(Task.objects.open().filter(kind__startswith="reflection").values_list("kind", "due_on"))
    assert due == {"reflection_ends": until - timedelta(days=7), "reflection_told": TODAY + timedelta(days=3)}
    listed = browser_of(case.worker).get("/tasks/?whose=mine").text
    assert f"until {date_format(until, 'SHORT_DATE_FORMAT')}" in listed

    # The days of a country hold for who is identified since; whoever was identified before keeps hers.
    country = case.office.organisation.country
    written = {"country": country, "days": 45, "since": str(TODAY), "source": "Agreement of 2026"}
    assert browser_of(case.worker).post("/cases/reflection-periods/new/", written).status_code == 403
    assert browser_of(admin).post("/cases/reflection-periods/new/", written).status_code == 302
    assert "Agreement of 2026" in browser_of(case.worker).get("/cases/reflection-periods/").text
    ends_on = program_of(case.worker).get(f"/api/v1/cases/{case.number}/").json()["reflection_ends_on"]
    assert ends_on == str(until)
    actions.identify_case(case, by=boss, on=TODAY, **police)
    ends_on = program_of(case.worker).get(f"/api/v1/cases/{case.number}/").json()["reflection_ends_on"]
    assert ends_on == str(TODAY + timedelta(days=45))
    moved = Task.objects.open().get(case=case, kind="reflection_ends")
    assert moved.due_on == TODAY + timedelta(days=38)

    found = {"on": TODAY, "population": "at_risk", "reason": "x", "pointed_to": ["labour"]}
    actions.find_outside_scope(case, by=boss, **found)
    assert [kind for kind in kinds(case) if kind.startswith("reflection")] == []
    assert "Time to think until" not in browser_of(case.worker).get(f"/cases/{case.number}/").text


def test_a_case_that_goes_to_another_country_keeps_its_time_to_think(case, boss):
    there = working_office(OrganisationFactory(country="CR"))
    longer = {"country": "CR", "days": 90, "since": OPENED, "source": "Agreement of 2026"}
    actions.set_reflection_period(by=member(Role.ADMINISTRATOR), **longer)
    police = {"trafficking_status": "presumed", "status_decider": "police"}
    actions.identify_case(case, by=boss, on=TODAY, **police)

    Case.objects.filter(pk=case.pk).update(office=there)

    assert reflection_of(Case.objects.get(pk=case.pk)).ends_on == TODAY + timedelta(days=30)


def test_a_day_of_long_ago_leaves_no_time_to_think_and_no_task(case, boss):
    police = {"trafficking_status": "presumed", "status_decider": "police"}
    actions.identify_case(case, by=boss, on=OPENED, **police)
    assert not Task.objects.filter(kind__startswith="reflection").exists()
    assert Screening.objects.count() == 0
    with pytest.raises(ValidationError):
        actions.set_reflection_period(
            by=member(Role.ADMINISTRATOR), country="GT", days=0, since=TODAY, source="x"
        )
