"""Who cannot be reached on three days is tried again every 30; whoever meets her takes the case up again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from cases import actions, rules
from cases.models import FailedContact, Level, StatusChange, Task, Telephone
from cases.suspending import days_tried
from reports.counting.sources import open_cases
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor
from tests.factories.shelters import admitted, shelter_of
from tests.shelters.conftest import browser_of, in_english, program_of

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def days_ago(number):
    return TODAY - timedelta(days=number)


@pytest.fixture
def case():
    found = opened_case()
    actions.activate_case(found, by=found.worker, on=days_ago(40))
    return found


def tried(case, *days, by=None, **facts):
    usual = {"how": "call"} | facts
    return [actions.record_failed_contact(case, by=by or case.worker, on=day, **usual) for day in days]


@pytest.fixture
def suspended(case):
    tried(case, days_ago(9), days_ago(6), days_ago(3))
    return actions.suspend_case(case, by=case.worker, on=TODAY)


def at(case, *rest):
    return "/".join([f"/cases/{case.number}", *map(str, rest), ""])


def open_tasks(case, *kinds):
    return list(Task.objects.open().filter(case=case, kind__in=kinds))


def test_after_attempts_on_three_days_the_page_offers_to_suspend_and_supervisors_are_told(case):
    desk = browser_of(case.worker)
    tried(case, days_ago(9), days_ago(9), days_ago(6))
    assert at(case, "suspend") not in desk.get(at(case)).text
    refused = desk.post(at(case, "suspend"), {"on": str(TODAY)})

    answer = desk.post(at(case, "attempts/new"), {"on": str(days_ago(3)), "how": "visit", "words": "Shut"})

    assert (refused.status_code, "2 are written" in refused.text) == (422, True)
    assert answer.status_code == 302
    assert at(case, "suspend") in desk.get(at(case)).text
    done = desk.post(at(case, "suspend"), {"on": str(TODAY)})
    case.refresh_from_db()
    assert (done.status_code, case.status) == (302, "suspended")
    told, again = open_tasks(case, "case_suspended"), open_tasks(case, "suspended_review")
    assert [task.assignee for task in told] == [None]
    assert [(task.assignee, task.due_on) for task in again] == [(case.worker, TODAY + timedelta(days=30))]
    assert Event.objects.filter(verb="case.suspended", subjects__contains=[case.pk]).count() == 1
    assert "Not reached" in desk.get(at(case)).text


def test_what_lies_before_she_was_met_last_does_not_count(case):
    tried(case, days_ago(9), days_ago(6), days_ago(3))
    actions.record_service(case, by=case.worker, on=days_ago(5), type="food")
    assert days_tried(case) == [days_ago(3)]
    with pytest.raises(ValidationError, match="1 are written"):
        actions.suspend_case(case, by=case.worker, on=TODAY)


def test_a_withdrawn_attempt_counts_no_more_and_stays_readable(case):
    last = tried(case, days_ago(9), days_ago(6), days_ago(3), words="Her neighbour")[-1]
    desk = browser_of(case.worker)

    page = desk.post(at(case, "attempts", last.pk, "withdraw"), {"withdrawn_reason": "Another person"})

    assert page.status_code == 302
    assert len(days_tried(case)) == 2
    assert "Another person" in desk.get(at(case, "attempts")).text
    again = desk.post(at(case, "attempts", last.pk, "withdraw"), {"withdrawn_reason": "x"})
    assert again.status_code == 422


@pytest.mark.parametrize("how", ["service", "needs", "stay"])
def test_any_contact_takes_it_up_again_from_its_own_day(suspended, how):
    case = suspended
    if how == "service":
        actions.record_service(case, by=case.worker, on=TODAY, type="food")
    elif how == "needs":
        actions.record_needs(case, by=case.worker, needs=["food"])
    else:
        admitted(shelter_of(case.office.organisation), case=case, on=TODAY)

    case.refresh_from_db()
    assert case.status == "active"
    assert StatusChange.objects.filter(case=case).last().on == TODAY
    assert open_tasks(case, "case_suspended", "suspended_review") == []


def test_help_of_before_and_work_with_a_court_are_no_sign_that_she_is_back(suspended):
    case = suspended
    actions.record_service(case, by=case.worker, on=days_ago(1), type="food")
    actions.record_service(case, by=case.worker, on=TODAY, type="legal_advice")
    case.refresh_from_db()
    assert case.status == "suspended"


def test_every_30_days_somebody_tries_again_until_she_is_reached(suspended):
    task = open_tasks(suspended, "suspended_review")[0]
    actions.finish_task(task, by=suspended.worker, outcome="Nobody there")
    again = open_tasks(suspended, "suspended_review")[0]
    assert (again.pk != task.pk, again.due_on) == (True, TODAY + timedelta(days=30))

    desk = browser_of(suspended.worker)
    page = desk.post(at(suspended, "activate"), {"on": str(TODAY)})

    assert page.status_code == 302
    assert open_tasks(suspended, "suspended_review") == []
    with pytest.raises(ValidationError):
        actions.finish_task(again, by=suspended.worker, outcome="x")


def test_it_does_not_go_on_before_it_was_suspended(suspended):
    page = browser_of(suspended.worker).post(at(suspended, "activate"), {"on": str(days_ago(2))})
    assert (page.status_code, "was suspended on" in page.text) == (422, True)


def test_it_is_not_suspended_before_the_third_attempt(case):
    tried(case, days_ago(9), days_ago(6), days_ago(3))
    page = browser_of(case.worker).post(at(case, "suspend"), {"on": str(days_ago(4))})
    assert (page.status_code, "third attempt" in page.text) == (422, True)


def test_closing_ends_what_waits_of_a_suspended_case(suspended):
    head = supervisor(suspended.office)
    facts = {"closure_reason": "lost_contact", "reintegration_outcome": "unknown", "final_risk": "low"}
    actions.close_case(
        suspended, by=head, on=TODAY, **facts, told_how_to_return=False, closing_summary="Not reached"
    )
    assert open_tasks(suspended, "case_suspended", "suspended_review") == []


def test_a_suspended_case_is_counted_among_the_open_ones(suspended):
    spans = open_cases().rows.filter(case=suspended)
    assert [(row.on, row.ends) for row in spans] == [(suspended.opened_on, None)]


def test_shelter_staff_write_attempts_and_suspend_nothing(case):
    somebody = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(somebody, case)
    desk, typed = browser_of(somebody), {"on": str(TODAY), "how": "call"}

    assert desk.post(at(case, "attempts/new"), typed).status_code == 302
    assert desk.get(at(case, "suspend")).status_code == 403


def test_whoever_reads_the_number_alone_reads_no_attempt_and_strangers_find_nothing(case):
    reader = caseworker(case.office)
    let_in(reader, case, Level.REFERENCE)
    tried(case, TODAY, words="Her neighbour")
    assert browser_of(reader).get(at(case, "attempts")).status_code == 403
    assert browser_of(caseworker()).get(at(case, "attempts")).status_code == 404
    assert program_of(reader).get("/api/v1/failed-contacts/").json()["results"] == []


def test_the_page_says_how_to_call_without_danger(case):
    Telephone.objects.create(person=case.person, number="5555 0100", safe_to_call="no")
    page = browser_of(case.worker).get(at(case, "attempts/new")).text
    assert "do not call it, and never leave a message" in page


def test_a_day_to_come_is_refused_and_what_was_typed_stays(case):
    typed = {"on": str(TODAY + timedelta(days=1)), "how": "call", "words": "Her neighbour"}
    page = browser_of(case.worker).post(at(case, "attempts/new"), typed)
    assert (page.status_code, "not come yet" in page.text, "Her neighbour" in page.text) == (422, True, True)


def test_programs_write_withdraw_and_suspend_alike(case):
    program, url = program_of(case.worker), "/api/v1/failed-contacts/"
    for number in (9, 6, 3):
        body = {"case": case.number, "on": str(days_ago(number)), "how": "call", "words": "Nobody"}
        made = program.post(url, body, headers={"Idempotency-Key": f"k{number}"})
    again = program.post(url, body, headers={"Idempotency-Key": "k3"})
    assert (made.status_code, again.json()["id"], FailedContact.objects.count()) == (
        201,
        made.json()["id"],
        3,
    )
    assert program.get(f"{url}?case={case.number}").json()["results"][0]["words"] == "Nobody"

    case.refresh_from_db()
    suspend, match = f"/api/v1/cases/{case.number}/suspend/", {"If-Match": f'"{case.version}"'}
    assert program.post(suspend, {"on": str(TODAY)}).status_code == 428
    assert program.post(suspend, {"on": str(TODAY)}, headers=match).json()["status"] == "suspended"


def test_the_list_asks_as_often_for_one_attempt_as_for_three(case):
    desk, numbers = browser_of(case.worker), []
    for days in ([days_ago(9)], [days_ago(6), days_ago(3)]):
        tried(case, *days)
        desk.get(at(case, "attempts"))
        with CaptureQueriesContext(connection) as asked:
            desk.get(at(case, "attempts"))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_only_the_team_or_its_writer_withdraws_an_attempt(case):
    somebody = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(somebody, case)
    hers, his = tried(case, TODAY)[0], tried(case, TODAY, by=somebody)[0]
    assert not rules.can_withdraw_failed_contact(somebody, hers)
    assert rules.can_withdraw_failed_contact(somebody, his)
    assert rules.can_withdraw_failed_contact(case.worker, his)


def test_how_it_was_tried_is_asked_and_nothing_is_chosen_beforehand(case):
    desk = browser_of(case.worker)
    field = desk.get(at(case, "attempts/new")).context["form"]["how"]
    assert (next(value for value, _words in field.field.choices), field.value()) == ("call", None)
    assert desk.post(at(case, "attempts/new"), {"on": str(TODAY)}).status_code == 422
