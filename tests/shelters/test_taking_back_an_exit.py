"""An exit taken back opens a case again: one's own slip, or a decision of the coordinator; and it is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.doors import Refused
from cases.models import Task
from cases.rules import level_of
from reintegration.actions import assign_follower, change_placement
from reintegration.models import Placement
from shelters import actions
from shelters.models import Stay
from tests.factories.accounts import member
from tests.factories.shelters import admitted, beds_of, left, shelter_staff
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(shelter, staff, case):
    """She left today, as somebody on shift wrote."""
    return left(admitted(shelter, case=case), by=staff, on=timezone.localdate())


@pytest.fixture
def placement(stay):
    return Placement.objects.standing().get()


def follow(case):
    """Somebody follows her home."""
    worker = member(Role.REINTEGRATION_WORKER, case.office, since="2010-01-01")
    assign_follower(Placement.objects.standing().get(), by=case.worker, worker=worker)
    return worker


def tasks_of(case):
    waiting = Task.objects.open().filter(case=case, kind__in=[
        "exit_taken_back", "exit_taken_back_here", "shelter_closed_case", "placement_withdrawn",
    ])  # fmt: skip
    return {task.kind: (task.office_id, task.assignee_id) for task in waiting}


def slept(stay):
    return [(one.bed, one.since, one.until) for one in stay.beds.order_by("since", "created_at")]


def later(monkeypatch, **by):
    """So much later: rules ask the clock of Django."""
    now = timezone.now() + timedelta(**by)
    monkeypatch.setattr("shelters.rules.timezone.now", lambda: now)


def test_whoever_wrote_it_takes_her_own_slip_back(stay, staff, case):
    actions.take_back_exit(stay, by=staff)

    assert (Stay.objects.get().left_on, level_of(staff, case)) == (None, "assistance")


def test_a_colleague_on_shift_does_not(stay, shelter):
    with pytest.raises(Refused, match="coordinator"):
        actions.take_back_exit(stay, by=shelter_staff(shelter))


@pytest.mark.parametrize(("hours", "taken"), [(47, True), (49, False)])
def test_after_two_days_whoever_wrote_it_does_not_either(stay, staff, monkeypatch, hours, taken):
    later(monkeypatch, hours=hours)

    if taken:
        actions.take_back_exit(stay, by=staff)
    else:
        with pytest.raises(Refused, match="48 hours"):
            actions.take_back_exit(stay, by=staff)

    assert (Stay.objects.get().left_on is None) == taken


def test_the_coordinator_takes_it_back_whenever_it_is_found(stay, head, monkeypatch):
    later(monkeypatch, days=20)

    assert actions.take_back_exit(stay, by=head).left_on is None


def test_whoever_answers_for_her_case_and_the_coordinator_are_told(stay, staff, shelter, head, case):
    actions.take_back_exit(stay, by=staff)

    assert tasks_of(case) == {
        "exit_taken_back": (case.office_id, case.worker_id),
        "exit_taken_back_here": (shelter.office_id, None),
    }
    assert Task.objects.visible_to(head).filter(kind="exit_taken_back_here").count() == 1


def test_of_a_closed_case_its_supervisors_are_told_too(stay, staff, case):
    type(case).objects.filter(pk=case.pk).update(
        status="closed", closed_on=timezone.localdate(), closure_reason="moved"
    )

    actions.take_back_exit(stay, by=staff)

    assert tasks_of(case)["shelter_closed_case"] == (case.office_id, None)


def written(case):
    change_placement(Placement.objects.get(), by=case.worker, whereabouts="With her aunt")


@pytest.mark.parametrize("rests", [follow, written])
def test_where_something_rests_on_it_only_the_coordinator_does_and_it_is_told(stay, staff, head, case, rests):
    rests(case)

    with pytest.raises(Refused, match="coordinator"):
        actions.take_back_exit(stay, by=staff)
    assert Placement.objects.standing().count() == 1

    actions.take_back_exit(stay, by=head)

    assert Placement.objects.standing().count() == 0
    assert tasks_of(case)["placement_withdrawn"] == (case.office_id, case.worker_id)


def test_what_rests_on_it_is_said_before(stay, head, case):
    follow(case)

    text = browser_of(head).get(reverse("shelters:stay-take-back-exit", args=[stay.pk])).content.decode()

    assert "Somebody follows her home already." in text


@pytest.mark.parametrize("undo", [
    lambda stay, by: actions.withdraw_stay(stay, by=by, reason="Another girl"),
    lambda stay, by: actions.change_stay(
        stay, by=by, admitted_on=stay.admitted_on, expected_exit_on=stay.expected_exit_on,
        left_on=stay.left_on, exit_reason="hospital", exit_decided_by="team",
    ),
])  # fmt: skip
def test_nor_is_a_life_that_is_followed_undone_by_another_way(stay, staff, head, case, undo):
    follow(case)

    with pytest.raises(Refused, match="life after the shelter"):
        undo(stay, staff)
    undo(stay, head)

    assert Placement.objects.standing().count() == 0
    assert "placement_withdrawn" in tasks_of(case)


def test_a_slip_with_nothing_on_it_leaves_no_task_about_the_placement(stay, staff, case):
    actions.take_back_exit(stay, by=staff)

    assert "placement_withdrawn" not in tasks_of(case)


def test_page_and_program_ask_the_same(stay, staff, shelter, head):
    url, there = reverse("shelters:stay-take-back-exit", args=[stay.pk]), f"/api/v1/stays/{stay.pk}/"
    other = shelter_staff(shelter)

    assert [browser_of(one).get(url).status_code for one in (staff, head, other)] == [200, 200, 403]
    told = program_of(other).post(f"{there}take-back-exit/", {}, headers={"If-Match": '"2"'})
    assert (told.status_code, "coordinator" in told.content.decode()) == (403, True)
    page = browser_of(other).get(reverse("shelters:stay", args=[stay.pk])).content.decode()
    assert (url in page, "coordinator takes the exit back" in page) == (False, True)


def test_an_exit_that_is_not_there_is_not_taken_back(shelter, head):
    with pytest.raises(ValidationError, match="No exit"):
        actions.take_back_exit(admitted(shelter), by=head)


def test_who_is_on_shift_reads_the_case_again_and_her_team_sees_why(stay, staff, case):
    actions.take_back_exit(stay, by=staff)

    page = browser_of(case.worker).get(f"/cases/{case.number}/readers/").content.decode()

    assert ("Took back an exit recorded by mistake" in page, staff.full_name in page) == (True, True)


def test_who_left_on_the_day_she_came_has_her_bed_again(shelter, staff, case):
    today, (first, second, _third) = timezone.localdate(), beds_of(shelter)
    stay = admitted(shelter, case=case, on=today, bed=first)
    actions.move_bed(stay, by=staff, bed=second, since=today)
    left(stay, by=staff, on=today)

    actions.take_back_exit(Stay.objects.get(), by=staff)

    nights = [(one.bed, one.since, one.until) for one in stay.beds.order_by("created_at")]
    assert nights == [(first, today, today), (second, today, None)]


def test_who_moved_on_the_day_of_her_exit_sleeps_where_she_moved_to(shelter, staff, case):
    today, (first, second, _third) = timezone.localdate(), beds_of(shelter)
    came = today - timedelta(days=3)
    stay = admitted(shelter, case=case, on=came, bed=first)
    actions.move_bed(stay, by=staff, bed=second, since=today)
    left(stay, by=staff, on=today)

    actions.take_back_exit(Stay.objects.get(), by=staff)

    nights = [(one.bed, one.since, one.until) for one in stay.beds.order_by("created_at")]
    assert nights == [(first, came, today), (second, today, None)]


def test_an_exit_of_a_day_before_she_moved_taken_back_leaves_her_where_she_moved_to(
    shelter, staff, head, case
):
    today, (first, second, _third) = timezone.localdate(), beds_of(shelter)
    came, moved, exit_day = (today - timedelta(days=days) for days in (9, 1, 2))
    stay = admitted(shelter, case=case, on=came, bed=first)
    actions.move_bed(stay, by=staff, bed=second, since=moved)
    left(stay, by=staff, on=exit_day)

    actions.take_back_exit(Stay.objects.get(), by=head)

    nights = [(one.bed, one.since, one.until) for one in stay.beds.order_by("created_at")]
    assert nights == [(first, came, moved), (second, moved, None)]


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.mark.parametrize("moved", [0, 2])
def test_who_moved_to_no_bed_on_the_day_of_her_exit_or_before_has_none(shelter, staff, head, case, moved):
    first, *_others = beds_of(shelter)
    stay = admitted(shelter, case=case, on=days_ago(5), bed=first)
    actions.move_bed(stay, by=staff, bed=None, since=days_ago(moved))
    left(stay, by=staff, on=days_ago(0))

    actions.take_back_exit(Stay.objects.get(), by=staff)

    assert slept(stay) == [(first, days_ago(5), days_ago(moved))]
    assert list(Stay.objects.without_bed(timezone.localdate())) == [stay]


def test_a_bed_that_she_gave_up_on_the_day_of_her_exit_is_free_for_others_after_it_is_taken_back(
    shelter, staff, case
):
    first, *_others = beds_of(shelter)
    stay = admitted(shelter, case=case, on=days_ago(5), bed=first)
    actions.move_bed(stay, by=staff, bed=None, since=days_ago(0))
    left(stay, by=staff, on=days_ago(0))
    actions.take_back_exit(Stay.objects.get(), by=staff)

    other = admitted(shelter, on=days_ago(0), bed=first)

    assert slept(other) == [(first, days_ago(0), None)]


def test_who_was_given_her_first_bed_on_the_day_of_her_exit_has_it_again(shelter, staff, case):
    first, *_others = beds_of(shelter)
    stay = admitted(shelter, case=case, on=days_ago(5))
    actions.move_bed(stay, by=staff, bed=first, since=days_ago(0))
    left(stay, by=staff, on=days_ago(0))

    actions.take_back_exit(Stay.objects.get(), by=staff)

    assert slept(stay) == [(first, days_ago(0), None)]


def test_where_somebody_has_that_bed_meanwhile_she_has_none_and_the_page_says_so(shelter, staff, case):
    first, *_others = beds_of(shelter)
    stay = admitted(shelter, case=case, on=days_ago(5))
    actions.move_bed(stay, by=staff, bed=first, since=days_ago(0))
    left(stay, by=staff, on=days_ago(0))
    other = admitted(shelter, on=days_ago(0), bed=first)

    answer = browser_of(staff).post(reverse("shelters:stay-take-back-exit", args=[stay.pk]), follow=True)

    assert slept(other) == [(first, days_ago(0), None)]
    assert list(Stay.objects.without_bed(timezone.localdate())) == [stay]
    assert "She has no bed tonight" in answer.content.decode()


def test_an_exit_of_a_day_before_she_gave_her_bed_up_taken_back_leaves_it_hers_until_then(
    shelter, staff, head, case
):
    first, *_others = beds_of(shelter)
    stay = admitted(shelter, case=case, on=days_ago(9), bed=first)
    actions.move_bed(stay, by=staff, bed=None, since=days_ago(1))
    left(stay, by=staff, on=days_ago(3))

    actions.take_back_exit(Stay.objects.get(), by=head)

    assert slept(stay) == [(first, days_ago(9), days_ago(1))]
