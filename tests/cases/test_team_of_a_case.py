"""A colleague is let into a case for a reason and until a day, by whoever answers for it or supervises it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from cases import actions, rules
from cases.models import CaseAccess, Level, Task
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from tests.shelters.conftest import browser_of, in_english, program_of
from work.models import OutboxRow

__all__ = ["in_english"]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def berta(case):
    return caseworker(working_office(case.office.organisation))


def at(case, *rest):
    return "/".join([f"/cases/{case.number}", *map(str, rest), ""])


def said(user, **facts):
    return {"user": str(user.pk), "level": "assistance", "reason": "language", "until": str(TOMORROW)} | facts


def again(user):
    return User.objects.get(pk=user.pk)


def given(case, user, by=None, **facts):
    usual = {"level": "assistance", "reason": "language", "until": TOMORROW} | facts
    return actions.give_access(case, by=by or case.worker, user=user, **usual)


def test_the_worker_lets_a_colleague_of_another_office_in_until_the_end_of_a_day(case, berta):
    desk = browser_of(case.worker)
    assert browser_of(berta).get(at(case)).status_code == 404

    answer = desk.post(at(case, "team/new"), said(berta))

    assert (answer.status_code, answer.url) == (302, at(case, "team"))
    row = CaseAccess.objects.get(case=case, user=berta)
    assert (row.level, row.source, row.reason, row.given_by) == (
        "assistance",
        "team",
        "language",
        case.worker,
    )
    assert timezone.localtime(row.expires_at).date() == TOMORROW + timedelta(days=1)
    assert (row.last_day, timezone.localtime(row.expires_at).hour) == (TOMORROW, 0)
    assert browser_of(berta).get(at(case)).status_code == 200
    page = desk.get(at(case, "team")).text
    assert berta.full_name in page
    assert "speaks the person" in page
    assert OutboxRow.objects.filter(effect="cases.access_ran_out", not_before=row.expires_at).exists()
    assert Event.objects.filter(verb="case.access_given", subjects__contains=[case.pk]).count() == 1


@pytest.mark.parametrize(("level", "reads"), [("assistance", False), ("full", True)])
def test_how_far_she_is_let_in_is_how_far_she_reads(case, berta, level, reads):
    given(case, berta, level=level)
    assert rules.can_read_account(again(berta), case) is reads
    assert (browser_of(berta).get(at(case, "team")).status_code == 200) is reads
    assert browser_of(berta).get(at(case, "team/new")).status_code == 403


def test_a_second_giving_changes_what_stands(case, berta):
    given(case, berta)
    head = supervisor(case.office)
    given(case, berta, by=head, level="full", until=TODAY)
    row = CaseAccess.objects.get(case=case, user=berta)
    assert (row.level, row.last_day, row.version) == ("full", TODAY, 2)


def test_one_that_ran_out_is_followed_by_another(case, berta):
    row = given(case, berta)
    long_ago = timezone.now() - timedelta(days=9)
    CaseAccess.objects.filter(pk=row.pk).update(created_at=long_ago, expires_at=long_ago + timedelta(days=1))
    given(case, berta)
    rows = list(CaseAccess.objects.filter(case=case, user=berta).order_by("created_at"))
    assert [bool(row.ended_at) for row in rows] == [True, False]


def test_ended_early_her_tasks_pass_on_and_she_adds_for_48_hours(case, berta):
    row = given(case, berta)
    task = actions.plan_task(case, by=case.worker, words="Call", due_on=TODAY, assignee=again(berta))

    answer = browser_of(case.worker).post(at(case, "team", row.pk, "end"))

    task.refresh_from_db()
    assert (answer.status_code, task.assignee) == (302, case.worker)
    assert rules.level_of(again(berta), case) is None
    assert rules.last_day_to_add(again(berta), case) == TODAY
    twice = browser_of(case.worker).post(at(case, "team", row.pk, "end"))
    assert (twice.status_code, "over already" in twice.text) == (422, True)


def test_what_another_way_opened_is_not_ended_here(case, berta):
    row = let_in(berta, case, source="placement")
    assert browser_of(case.worker).post(at(case, "team", row.pk, "end")).status_code == 404
    with pytest.raises(ValidationError):
        actions.end_access(row, by=case.worker)


@pytest.mark.parametrize(
    ("until", "words"),
    [(TODAY - timedelta(days=1), "This day is over"), (TODAY + timedelta(days=400), "within a year")],
)
def test_a_day_that_is_over_or_too_far_is_refused_beside_its_box(case, berta, until, words):
    page = browser_of(case.worker).post(at(case, "team/new"), said(berta, until=str(until)))
    assert (page.status_code, words in page.text, CaseAccess.objects.count()) == (422, True, 0)


def test_shelter_staff_are_let_in_to_help_and_no_further(case):
    staff = member(Role.SHELTER_STAFF, working_office(case.office.organisation), since="2010-01-01")
    page = browser_of(case.worker).post(at(case, "team/new"), said(staff, level="full"))
    assert (page.status_code, "for caseworkers" in page.text) == (422, True)
    assert browser_of(case.worker).post(at(case, "team/new"), said(staff)).status_code == 302
    assert rules.level_of(again(staff), case) == Level.ASSISTANCE


def test_nobody_of_another_organisation_nor_who_reads_it_already(case):
    stranger, head = caseworker(), supervisor(case.office)
    for somebody in (stranger, head, case.worker):
        assert browser_of(case.worker).post(at(case, "team/new"), said(somebody)).status_code == 422
    with pytest.raises(ValidationError, match="cannot be let into"):
        given(case, stranger)
    with pytest.raises(ValidationError, match="already"):
        given(case, head)
    assert browser_of(stranger).get(at(case, "team")).status_code == 404


def test_nobody_stands_in_for_a_supervisor_by_the_form(case, berta):
    page = browser_of(case.worker).post(at(case, "team/new"), said(berta, reason="stands_in"))
    assert page.status_code == 422


def test_programs_list_give_once_and_end(case, berta):
    program, url = program_of(case.worker), f"/api/v1/cases/{case.number}/accesses/"
    made = program.post(url, said(berta), headers={"Idempotency-Key": "a1"})
    repeated = program.post(url, said(berta), headers={"Idempotency-Key": "a1"})
    assert (made.status_code, repeated.json()["id"]) == (201, made.json()["id"])
    assert [row["user"] for row in program.get(url).json()["results"]] == [str(berta.pk)]
    assert program_of(caseworker()).get(url).status_code == 404

    end = f"{url}{made.json()['id']}/end/"
    assert program.post(end, {}).status_code == 428
    assert program.post(end, {}, headers={"If-Match": '"1"'}).status_code == 200
    assert program.get(url).json()["results"] == []
    assert Task.objects.filter(case=case, assignee=berta).count() == 0


def test_the_list_asks_as_often_for_one_colleague_as_for_three(case, berta):
    desk, numbers = browser_of(case.worker), []
    for people in ([berta], [caseworker(case.office), caseworker(case.office)]):
        for one in people:
            given(case, one)
        desk.get(at(case, "team"))
        with CaptureQueriesContext(connection) as asked:
            desk.get(at(case, "team"))
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
