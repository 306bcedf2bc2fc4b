"""What somebody had to do for a case that she opens no more waits for whoever answers for it now."""

import datetime

import pytest
from django.utils import timezone

from accounts.roles import Role
from cases import actions
from cases.actions.opening import RAN_OUT
from cases.keeping import add_task
from cases.models import CaseAccess, Task
from reintegration.actions import assign_follower
from tests.factories.accounts import member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from tests.factories.shelters import admitted, left, shelter_of, shelter_staff
from work.carrying import carry_out
from work.models import OutboxRow

pytestmark = pytest.mark.django_db


def planned(case, assignee, words="Call the court"):
    return actions.plan_task(
        case, by=case.worker, words=words, due_on=timezone.localdate(), assignee=assignee
    )


def whose(task):
    task.refresh_from_db()
    return task.assignee


def test_another_who_answers_for_the_case_finds_what_was_waiting_for_the_first():
    office = working_office()
    first, second, boss = caseworker(office), caseworker(office), supervisor(office)
    case = opened_case(first)
    tasks = [planned(case, first), add_task(case, "needs", by=first)]

    actions.change_case(case, by=boss, worker=second)

    assert [whose(task) for task in tasks] == [second, second]
    assert set(Task.objects.visible_to(second).mine(second).open()) >= set(tasks)


def test_what_somebody_else_of_the_team_had_to_do_stays_hers():
    office = working_office()
    first, second, helper, boss = [caseworker(office) for _one in range(3)] + [supervisor(office)]
    case = opened_case(first)
    let_in(helper, case)
    task, kept = planned(case, helper), planned(case, boss, "Sign the letter")

    actions.change_case(case, by=boss, worker=second)

    assert [whose(task), whose(kept)] == [helper, boss]


def test_the_shelter_has_nothing_more_to_do_for_whoever_left():
    shelter = shelter_of()
    staff = shelter_staff(shelter)
    stay = admitted(shelter, by=staff)
    task = planned(stay.case, staff, "Buy her shoes")

    left(stay, by=staff, on=stay.admitted_on + datetime.timedelta(days=90))

    assert whose(task) == stay.case.worker


def test_nor_has_whoever_followed_her_home_once_another_does():
    stay = left(admitted(shelter_of()))
    placement, office = stay.case.placements.get(), stay.case.office
    first, second = [member(Role.REINTEGRATION_WORKER, office, since="2010-01-01") for _one in range(2)]
    assign_follower(placement, by=stay.case.worker, worker=first)
    task = planned(stay.case, first, "Visit the school")

    assign_follower(placement, by=stay.case.worker, worker=second)

    assert whose(task) == stay.case.worker


def test_what_whoever_opened_it_had_to_do_goes_on_when_her_first_days_are_over():
    shelter = shelter_of()
    staff = shelter_staff(shelter)
    case = opened_case(staff, office=shelter.office)
    task = actions.plan_task(case, by=staff, words="Buy shoes", due_on=timezone.localdate(), assignee=staff)
    promised = OutboxRow.objects.get(effect=RAN_OUT)
    assert promised.not_before == CaseAccess.objects.get().expires_at

    long_ago = timezone.now() - datetime.timedelta(hours=73)
    over = long_ago + datetime.timedelta(hours=72)
    CaseAccess.objects.update(created_at=long_ago, expires_at=over)
    OutboxRow.objects.filter(pk=promised.pk).update(not_before=over)
    carry_out(promised.pk)

    assert (whose(task), case.worker) == (None, None)
    assert task in Task.objects.visible_to(supervisor(shelter.office)).open()
