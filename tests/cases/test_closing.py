"""Closing a case and taking it up again: who decides, what stops it, and what can always be recorded."""

import datetime
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from accounts.models import SoleDecision
from audit.doors import Refused
from audit.models import Event
from cases import actions, dependants
from cases.models import Case, Status, StatusChange, Task
from tests.factories.cases import ENDING, caseworker, let_in, opened_case, supervisor, working_office
from tests.shelters.conftest import program_of
from tests.work.crowd import together

ON = datetime.date(2026, 4, 1)
REASON = ENDING["closure_reason"]


def close(case, by, **facts):
    return actions.close_case(case, by=by, **ENDING | {"on": ON} | facts)


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared as they are written in the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def office(db):
    return working_office()


@pytest.fixture
def case(office):
    return opened_case(caseworker(office))


@pytest.fixture
def boss(office):
    return supervisor(office)


@pytest.fixture
def still_open(monkeypatch):
    """Something above is open, as a stay would be."""
    found = {"open_items": lambda case: ["She lives in a shelter."]}
    monkeypatch.setitem(dependants._added, "trainings", found)


def test_a_supervisor_closes_a_case_with_its_reason(case, boss):
    case = close(case, boss, closing_summary="She works and lives with her sister.", told_how_to_return=True)

    assert (case.status, case.closed_on, case.closure_reason) == (Status.CLOSED, ON, REASON)
    change = case.status_changes.last()
    assert (change.before, change.after, change.on, change.reason) == ("intake", "closed", ON, REASON)
    assert Event.objects.filter(verb="case.closed", actor=boss.pk, subjects=[case.pk]).count() == 1


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ("reintegration_outcome", "Say what came of it."),
        ("final_risk", "Say which risk is left for her."),
        ("told_how_to_return", "Say whether she was told how to come back."),
        ("closing_summary", "Write in a few words what was done and how it ended."),
    ],
)
@pytest.mark.parametrize("empty", [None, ""])
def test_whatever_closes_it_says_how_it_ended(case, boss, lacking, sentence, empty):
    with pytest.raises(ValidationError) as refused:
        close(case, boss, **{lacking: empty})

    assert refused.value.message_dict == {lacking: [sentence]}
    case.refresh_from_db()
    assert case.is_open


@pytest.mark.parametrize("reason", ["duplicate", "not_victim"])
def test_what_came_of_it_is_not_asked_where_there_was_no_work_with_her(case, boss, reason):
    case = close(case, boss, closure_reason=reason, reintegration_outcome=None)

    assert (case.status, case.reintegration_outcome) == (Status.CLOSED, None)


def test_how_a_case_ended_that_is_entered_later_may_be_known_to_nobody(case, boss):
    unknown = dict.fromkeys(["reintegration_outcome", "final_risk", "told_how_to_return", "closing_summary"])

    assert close(case, boss, entered_from="paper", **unknown).status == Status.CLOSED


def test_a_program_that_closes_it_is_told_all_that_it_lacks(case, boss):
    program, seen = program_of(boss), {"If-Match": f'"{case.version}"'}
    address, body = f"/api/v1/cases/{case.number}/close/", {"on": str(ON), "closure_reason": REASON}

    refused = program.post(address, body, headers=seen)
    done = program.post(address, ENDING | body, headers=seen)

    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == set(ENDING) - {"closure_reason"}
    assert done.status_code == 200, done.content


def test_its_worker_does_not_close_it(case):
    with pytest.raises(Refused):
        close(case, case.worker)


def test_a_supervisor_does_not_close_her_own_case(office, boss):
    own = opened_case(boss)

    with pytest.raises(ValidationError) as refused:
        close(own, boss)
    assert refused.value.code == "own_case"
    assert close(own, supervisor(office)).status == Status.CLOSED


def test_in_a_small_office_she_closes_alone_after_a_day_and_a_reviewer_hears_of_it(db):
    small = working_office(small=True)
    boss = supervisor(small)
    own = opened_case(boss)

    with pytest.raises(ValidationError) as refused:
        close(own, boss)
    assert refused.value.code == "too_soon"

    later = timezone.now() + timedelta(hours=25)
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr("cases.deciders.timezone.now", lambda: later)
        close(own, boss)

    decision = SoleDecision.objects.get()
    assert (decision.verb, decision.subject, decision.decided_by) == ("case.closed", own.pk, boss)


def test_what_is_open_above_is_named_and_stops_it(case, boss, still_open):
    with pytest.raises(ValidationError) as refused:
        close(case, boss)

    assert refused.value.code == "open"
    assert refused.value.messages == ["The case cannot be closed yet. She lives in a shelter."]


@pytest.mark.parametrize("reason", ["death", "withdrew"])
def test_her_death_and_her_own_choice_are_recorded_by_whoever_of_the_team_saw_them(case, still_open, reason):
    case = close(case, case.worker, closure_reason=reason, final_risk=None)

    assert (case.status, case.closure_reason) == (Status.CLOSED, reason)
    assert [task.kind for task in case.tasks.open()] == ["close_open_items"]


def test_it_is_not_closed_before_its_last_service(case, boss):
    actions.record_service(case, by=case.worker, on=ON + timedelta(days=3), type="food")

    with pytest.raises(ValidationError) as refused:
        close(case, boss)
    assert list(refused.value.error_dict) == ["on"]
    assert close(case, boss, on=ON + timedelta(days=3)).status == Status.CLOSED


def test_a_closed_case_is_taken_up_again_and_how_it_ended_stays_readable(case, boss):
    close(case, boss, closing_summary="She went home.")

    case = actions.reopen_case(case, by=boss, on=ON + timedelta(days=30), reason="She came back.")

    assert (case.status, case.closed_on, case.closing_summary) == (Status.ACTIVE, None, None)
    assert [(c.before, c.after, c.reason) for c in StatusChange.objects.filter(case=case)] == [
        ("", "intake", ""),
        ("intake", "closed", REASON),
        ("closed", "active", ""),
    ]
    assert [note.text for note in case.notes.all()] == ["Taken up again: She came back."]


def test_only_a_closed_case_is_taken_up_again(case, boss):
    with pytest.raises(ValidationError) as refused:
        actions.reopen_case(case, by=boss, on=ON, reason="x")
    assert refused.value.code == "transition"


def test_of_a_closed_case_no_assistance_begins_before_it_is_taken_up_again(client, case, boss):
    case = close(case, boss)
    client.force_login(case.worker)

    answer = client.post(f"/cases/{case.number}/activate/", {"on": timezone.localdate().isoformat()})

    with pytest.raises(ValidationError) as refused:
        actions.activate_case(case, by=case.worker, on=timezone.localdate())
    assert (refused.value.code, refused.value.messages) == (
        "transition",
        ["This case is closed. Take it up again first."],
    )
    assert (answer.status_code, Case.objects.get(pk=case.pk).status) == (422, Status.CLOSED)


def test_it_is_not_taken_up_before_it_was_closed(case, boss):
    close(case, boss)

    with pytest.raises(ValidationError) as refused:
        actions.reopen_case(case, by=boss, on=ON - timedelta(days=1), reason="x")
    assert list(refused.value.error_dict) == ["on"]


def test_a_closed_case_is_not_closed_again(case, boss):
    close(case, boss)

    with pytest.raises(ValidationError) as refused:
        close(case, boss)
    assert refused.value.code == "transition"


def test_of_four_who_close_one_case_at_once_one_does_and_three_are_told(committed_db):
    office = working_office()
    case, bosses = opened_case(caseworker(office)), [supervisor(office) for _number in range(4)]

    answers = together(*[lambda boss=boss: close(Case.objects.get(), boss) for boss in bosses])

    assert sorted(type(answer).__name__ for answer in answers) == ["Case", *["ValidationError"] * 3]
    assert {answer.code for answer in answers if isinstance(answer, ValidationError)} == {"transition"}
    assert Event.objects.filter(verb="case.closed").count() == 1
    assert StatusChange.objects.filter(case=case, after="closed").count() == 1
    assert Case.objects.get().version == 2


def test_the_page_of_the_closing_counts_the_tasks_that_she_may_see(client, case):
    other, writer = opened_case(caseworker()), caseworker(case.office)
    for one in (case, other):
        let_in(writer, one)
    actions.note_likeness(case.person, other.person, by=writer, writer=writer)
    # Of which of the two cases the task stands is decided by their keys.
    task = Task.objects.get(kind="likeness")
    case = task.case
    assert task.assignee == writer
    client.force_login(case.worker)

    asked = [client.get(f"/cases/{case.number}/close/").context["tasks"]]
    actions.plan_task(case, by=case.worker, words="Call", due_on=timezone.localdate())
    asked.append(client.get(f"/cases/{case.number}/close/").context["tasks"])

    assert asked == [0, 1]


def test_its_worker_is_told_on_the_page_which_reasons_are_hers_and_loses_nothing_that_she_wrote(client, case):
    client.force_login(case.worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["language"] = "en"
    here = f"/cases/{case.number}/close/"
    asked = client.get(here).content.decode()
    typed = {"on": str(ON), "closure_reason": REASON, "closing_summary": "She lives with her sister."}

    answer = client.post(here, typed)

    assert "For any other reason a supervisor closes the case." in asked
    assert answer.status_code == 422
    assert "She lives with her sister." in answer.content.decode()
    case.refresh_from_db()
    assert case.is_open


def test_that_she_is_in_danger_stands_on_her_case_and_where_it_is_closed(client, office, boss):
    case = opened_case(caseworker(office), danger="yes")
    said = "She is in danger now, and nobody has written yet what protects her."
    client.force_login(boss, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["language"] = "en"
    pages = [case.get_absolute_url(), f"{case.get_absolute_url()}close/"]

    before = [said in client.get(page).content.decode() for page in pages]
    actions.finish_task(case.tasks.get(kind="danger"), by=boss, outcome="She sleeps in the shelter.")
    after = [said in client.get(page).content.decode() for page in pages]

    assert (before, after) == ([True, True], [False, False])


def test_all_that_a_closing_lacks_is_said_at_once(client, case, boss):
    client.force_login(boss, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(f"{case.get_absolute_url()}close/", {"on": "01/04/2026", "version": case.version})

    asked = {"closure_reason", "reintegration_outcome", "final_risk", "told_how_to_return", "closing_summary"}
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, asked)


def test_who_decided_is_chosen_by_nobody_beforehand(client, case, boss):
    client.force_login(boss, backend="allauth.account.auth_backends.AuthenticationBackend")

    form = client.get(f"{case.get_absolute_url()}identify/").context["form"]

    assert not form["status_decider"].value()
