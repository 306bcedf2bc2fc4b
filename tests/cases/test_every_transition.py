"""Every status against every verb, by page and by program: where it leads or which sentence refuses it, and
which tasks it leaves. Rows 1 to 5 and 12 to 14 of the lifecycle, written here by hand."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation

from cases import actions
from cases.models import Case, Status, StatusChange, Task
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BEGAN = TODAY - timedelta(days=40)
ENDED = {
    "closure_reason": "goals_met",
    "reintegration_outcome": "progressing",
    "final_risk": "low",
    "told_how_to_return": True,
    "closing_summary": "She works.",
}
TYPED = {
    "identify": {"trafficking_status": "confirmed_court", "status_decider": "court_prosecution"},
    "outside-scope": {"population": "at_risk", "status_decider": "ngo", "reason": "x"},
    "activate": {},
    "suspend": {},
    "close": ENDED,
    "reopen": {"reason": "She called"},
}
CLOSED = "This case is closed. Take it up again first."
ENDED_ALREADY = "You can still record that she died or that she wanted no more help."


def stands(before, after):
    return f"This case stands at “{before}”: from there it does not go to “{after}”."


# What has to be there when assistance begins (row 5), and of that what a reopening asks anew (row 14).
ON_BEGINNING = {"consent_to_data", "consent_to_assistance", "needs", "risk_assessment", "plan"}
# {verb: {status: where it leads, or the sentence that refuses}}
LEADS = {
    "identify": {
        "intake": "identified",
        "identified": "identified",
        "outside_scope": "identified",
        "active": "active",
        "suspended": "suspended",
        "closed": "closed",
    },
    "outside-scope": {
        "intake": "outside_scope",
        "identified": "outside_scope",
        "outside_scope": "outside_scope",
        "active": "active",
        "suspended": "suspended",
        "closed": "closed",
    },
    "activate": {
        "intake": "active",
        "identified": "active",
        "outside_scope": "active",
        "active": stands("in assistance", "in assistance"),
        "suspended": "active",
        "closed": CLOSED,
    },
    "suspend": {
        "intake": stands("intake", "suspended"),
        "identified": stands("identified", "suspended"),
        "outside_scope": stands("outside the scope", "suspended"),
        "active": "suspended",
        "suspended": stands("suspended", "suspended"),
        "closed": stands("closed", "suspended"),
    },
    "close": {
        "intake": "closed",
        "identified": "closed",
        "outside_scope": "closed",
        "active": "closed",
        "suspended": "closed",
        # The page offers only what can still be recorded; a program is told where the case stands.
        "closed": {"page": ENDED_ALREADY, "program": stands("closed", "closed")},
    },
    "reopen": {
        "intake": stands("intake", "in assistance"),
        "identified": stands("identified", "in assistance"),
        "outside_scope": stands("outside the scope", "in assistance"),
        "active": stands("in assistance", "in assistance"),
        "suspended": stands("suspended", "in assistance"),
        "closed": "active",
    },
}
TASKS = {
    "activate": ON_BEGINNING,
    "reopen": ON_BEGINNING,
    "suspend": {"suspended_review"},
    "identify": {"reflection_ends", "reflection_told"},
    "outside-scope": {"offer_referral"},
}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def head(db):
    return supervisor(working_office())


def tried(case, by):
    """Nobody answered on three days."""
    for number in (9, 6, 3):
        actions.record_failed_contact(case, by=by, on=TODAY - timedelta(days=number), how="call")


def at(status, head):
    """A case that came to this status by the verbs that people use."""
    worker = caseworker(head.memberships.get().office)
    case = opened_case(worker, on=BEGAN)
    how = {"by": head, "on": BEGAN}
    if status == "identified":
        case = actions.identify_case(case, **how, **TYPED["identify"])
    if status == "outside_scope":
        case = actions.find_outside_scope(case, **how, population="at_risk", reason="x")
    if status in ("active", "suspended", "closed"):
        case = actions.activate_case(case, **how)
    if status in ("active", "suspended"):
        tried(case, worker)
    if status == "suspended":
        case = actions.suspend_case(case, by=head, on=TODAY)
    if status == "closed":
        case = actions.close_case(case, **how, **ENDED)
    assert case.status == status
    Task.objects.filter(case=case).delete()
    return case


def sent(door, case, verb, head):
    """`(did it happen?, what was answered)` of a page's form or of a program's body."""
    if door == "page":
        typed = {"on": str(TODAY)} | {
            name: "true" if value is True else value for name, value in TYPED[verb].items()
        }
        answer = browser_of(head).post(f"/cases/{case.number}/{verb}/", typed)
        return answer.status_code == 302, answer.content.decode()
    version = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    body, match = {"on": str(TODAY)} | TYPED[verb], {"If-Match": f'"{version}"'}
    answer = program_of(head).post(f"/api/v1/cases/{case.number}/{verb}/", body, headers=match)
    return answer.status_code == 200, str(answer.json())


@pytest.mark.parametrize("status", Status.values)
def test_from_every_status_each_verb_leads_where_the_lifecycle_says_or_says_why_not(head, status):
    case = at(status, head)
    for verb, leads in LEADS.items():
        for door in ("page", "program"):
            with transaction.atomic():
                leads_to = leads[status] if isinstance(leads[status], str) else leads[status][door]
                check(case, verb, leads_to, sent(door, case, verb, head), where=(status, verb, door))
                transaction.set_rollback(True)


def check(case, verb, expected, answered, where):
    """What the verb left: a status with its step and tasks, or a sentence and nothing else."""
    happened, said = answered
    now = Case.objects.get(pk=case.pk).status
    steps = list(StatusChange.objects.filter(case=case).order_by("id").values_list("before", "after"))
    asked = set(Task.objects.open().filter(case=case).values_list("kind", flat=True))
    if expected not in Status.values:
        assert (happened, now, asked) == (False, case.status, set()), where
        assert expected in said, (where, said[-2000:])
        return
    assert (happened, now, steps[-1][1]) == (True, expected, expected), (where, said[-2000:])
    assert (steps[-1][0] == case.status) == (expected != case.status), where
    assert asked == (TASKS.get(verb, set()) if case.is_open or verb == "reopen" else set()), where


def test_a_case_is_not_suspended_before_three_days_and_the_sentence_says_how_many_are_written(head):
    case = at("active", head)
    for attempt in case.failed_contacts.all():
        actions.withdraw_failed_contact(attempt, by=head, withdrawn_reason="Slip")

    for door in ("page", "program"):
        happened, said = sent(door, case, "suspend", head)
        assert (happened, "attempts on 3 different days" in said, "0 are written" in said) == (
            False,
            True,
            True,
        )


def test_her_death_and_her_own_choice_are_recorded_from_every_status(head):
    for status in Status.values:
        for reason in ("death", "withdrew"):
            with transaction.atomic():
                case = at(status, head)
                done = actions.close_case(case, by=case.worker, on=TODAY, closure_reason=reason)
                assert (done.status, done.closure_reason) == ("closed", reason)
                transaction.set_rollback(True)


def test_our_own_decision_without_any_element_is_refused_in_words_that_say_what_is_missing(head):
    case = at("intake", head)
    decided = {"on": TODAY, "trafficking_status": "presumed", "status_decider": "ngo"}
    with pytest.raises(ValidationError, match="Nothing is recorded of what was done to her"):
        actions.identify_case(case, by=head, **decided)
