"""Who decides about a case of her own, and what is left to be done after a decision."""

import datetime
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import SoleDecision
from audit.doors import Refused
from cases import actions
from cases.intake import next_page
from cases.models import Status, Task
from tests.cases.test_identifying import WORKED, identify, lived_through
from tests.factories.cases import ENDING, caseworker, opened_case, supervisor, working_office
from tests.factories.shelters import admitted, case_for, left, shelter_of

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 3, 9)
COURT = {"trafficking_status": "confirmed_court", "status_decider": "court_prosecution"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared as they are written in the source."""
    with translation.override("en"):
        yield


def own_case(office):
    case = opened_case(supervisor(office))
    lived_through(case, **WORKED)
    return case


def kinds():
    return sorted(Task.objects.open().values_list("kind", flat=True))


def test_a_supervisor_does_not_identify_her_own_case_but_writes_down_what_a_court_decided():
    office = working_office()
    own = own_case(office)

    with pytest.raises(ValidationError) as refused:
        identify(own, own.worker)
    assert refused.value.code == "own_case"
    assert identify(own, own.worker, **COURT).status == Status.IDENTIFIED
    assert identify(own_case(office), supervisor(office)).status == Status.IDENTIFIED
    assert SoleDecision.objects.count() == 0


@pytest.mark.parametrize("decider", ["police", "court_prosecution", "other_gov"])
def test_what_an_authority_presumed_is_written_down_without_our_test_and_without_a_second_person(decider):
    own = opened_case(supervisor(working_office()))
    at_the_border = own.opened_on - timedelta(days=3)

    case = identify(own, own.worker, on=at_the_border, status_decider=decider)

    assert (case.status, case.trafficking_status, case.identified_on) == (
        Status.IDENTIFIED,
        "presumed",
        at_the_border,
    )
    assert (kinds(), SoleDecision.objects.count()) == ([], 0)


@pytest.mark.parametrize("decider", ["ngo", "io", "other"])
def test_what_somebody_else_presumed_is_our_own_decision(decider):
    own = own_case(working_office())

    with pytest.raises(ValidationError) as refused:
        identify(own, own.worker, status_decider=decider)

    assert refused.value.code == "own_case"


@pytest.mark.parametrize(
    ("result", "decider", "words"),
    [
        ("confirmed_court", "ngo", "“Confirmed in a court ruling” says who decided, and that was not “NGO”"),
        ("confirmed_authority", "io", "was not “International organisation”: mend one of the two."),
        ("identified_programme", "police", "“Identified as victim by the programme” says who decided"),
    ],
)
def test_a_result_that_says_who_decided_is_ascribed_to_nobody_else(result, decider, words):
    case = own_case(working_office())

    with pytest.raises(ValidationError) as refused:
        identify(case, supervisor(case.office), trafficking_status=result, status_decider=decider)

    assert list(refused.value.error_dict) == ["status_decider"]
    assert words in str(refused.value)


def test_in_a_small_office_she_identifies_alone_after_a_day_and_a_reviewer_hears_of_it():
    own = own_case(working_office(small=True))
    with pytest.raises(ValidationError) as refused:
        identify(own, own.worker)
    assert refused.value.code == "too_soon"

    later = timezone.now() + timedelta(hours=25)
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr("django.utils.timezone.now", lambda: later)
        identify(own, own.worker)

    decision = SoleDecision.objects.get()
    assert (decision.verb, decision.subject) == ("case.identified", own.pk)


def test_without_her_consent_to_the_interview_she_is_identified_and_somebody_asks_her():
    office = working_office()
    case, asked = opened_case(caseworker(office)), opened_case(caseworker(office))
    consent = {"kind": "consent", "giver": "self_adult", "purposes": ["interview"], "since": ON}
    actions.record_ground(asked, by=asked.worker, **consent)
    for one in (case, asked):
        lived_through(one, **WORKED)
        assert identify(one, supervisor(office)).status == Status.IDENTIFIED

    assert [(task.kind, task.case) for task in Task.objects.open()] == [("consent_to_interview", case)]


def test_assistance_of_a_case_for_which_nobody_answers_leaves_a_task_to_say_who():
    office = working_office()
    case = opened_case(caseworker(office))
    boss = supervisor(office)
    actions.change_case(case, by=boss, worker=None)

    actions.activate_case(case, by=boss, on=ON)

    assert Task.objects.open().get(kind="who_answers").assignee is None


def test_what_she_agreed_to_is_asked_anew_when_her_case_is_taken_up_again():
    office = working_office()
    case, boss = opened_case(caseworker(office)), supervisor(office)
    actions.close_case(case, by=boss, on=ON, **ENDING)

    actions.reopen_case(case, by=boss, on=ON + timedelta(days=9), reason="She came back.")

    assert kinds() == ["consent_to_assistance", "consent_to_data", "needs", "plan", "risk_assessment"]


def test_it_is_not_closed_before_she_left_the_shelter():
    shelter = shelter_of()
    case = case_for(shelter)
    boss = supervisor(case.office)
    left(admitted(shelter, case=case), on=datetime.date(2026, 5, 1))
    for placement in case.placements.all():
        placement.until = placement.since
        placement.save()

    with pytest.raises(ValidationError) as refused:
        actions.close_case(case, by=boss, on=datetime.date(2026, 4, 30), **ENDING)

    assert list(refused.value.error_dict) == ["on"]
    assert "until 1 May 2026" in str(refused.value)


@pytest.mark.parametrize(
    ("reason", "asked"),
    [
        ("goals_met", {"reintegration_outcome", "final_risk", "told_how_to_return", "closing_summary"}),
        ("duplicate", {"final_risk", "told_how_to_return", "closing_summary"}),
        ("withdrew", set()),
    ],
)
def test_the_page_asks_what_came_of_it_and_whether_she_knows_how_to_come_back(client, reason, asked):
    office = working_office()
    case, boss = opened_case(caseworker(office)), supervisor(office)
    client.force_login(boss, backend=BACKEND)

    answer = client.post(f"/cases/{case.number}/close/", {"on": "2026-04-01", "closure_reason": reason})

    wrong = set(answer.context["form"].errors) if answer.status_code == 422 else set()
    assert wrong == asked


def test_that_she_could_not_be_told_is_an_answer(client):
    office = working_office()
    case, boss = opened_case(caseworker(office)), supervisor(office)
    client.force_login(boss, backend=BACKEND)
    facts = {
        "reintegration_outcome": "unknown",
        "final_risk": "low",
        "closing_summary": "Nobody found her.",
    }

    answer = client.post(
        f"/cases/{case.number}/close/",
        facts | {"on": "2026-04-01", "closure_reason": "lost_contact", "told_how_to_return": "false"},
    )

    case.refresh_from_db()
    assert (answer.status_code, case.told_how_to_return) == (302, False)


@pytest.mark.parametrize("verb", ["activate_case", "close_case"])
def test_who_answers_for_it_no_more_decides_nothing_on_a_page_that_she_still_has_open(verb):
    office = working_office()
    seen = opened_case(caseworker(office))
    actions.change_case(type(seen).objects.get(pk=seen.pk), by=supervisor(office), worker=caseworker(office))
    facts = {"closure_reason": "withdrew"} if verb == "close_case" else {}

    with pytest.raises(Refused):
        getattr(actions, verb)(seen, by=seen.worker, on=ON, **facts)


def test_what_ended_is_called_what_it_was(client):
    case = opened_case()
    boss = supervisor(case.office)
    client.force_login(boss, backend=BACKEND)
    client.cookies["language"] = "en"
    court = {"kind": "court_order", "since": ON, "authority": "Court 4"}
    ground = actions.record_ground(case, by=case.worker, **court)
    actions.end_ground(ground, by=case.worker, ended_on=ON + timedelta(days=1))

    shown = client.get(f"/cases/{case.number}/").content.decode()

    assert "Ended: Court order or protection measure" in shown
    assert "withdrawn" not in shown.lower()


def test_a_page_that_is_saved_reads_the_list_of_pages_once():
    case = opened_case()
    with CaptureQueriesContext(connection) as asked:
        next_page(case, case.worker, "identification")

    assert len([one for one in asked if 'FROM "cases_draft"' in one["sql"]]) == 1
