"""Two people say at the same time who follows her home: the second is told, and decides again."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from cases.models import CaseAccess
from reintegration import actions
from reintegration.for_cases import resting_on
from tests.factories.accounts import member
from tests.factories.cases import supervisor
from tests.factories.shelters import admitted, left, shelter_of
from tests.shelters.conftest import browser_of, in_english, program_of
from tests.work.crowd import together

__all__ = ["in_english"]
GONE = date(2026, 3, 9)
CHANGED = "This was changed after you opened the page. Look at what stands now, then decide again."


def home():
    """A placement that nobody follows, and two who may."""
    stay = left(admitted(shelter_of()), on=GONE)
    followers = [member(Role.REINTEGRATION_WORKER, stay.case.office, since="2010-01-01") for _one in range(2)]
    return stay.case.placements.get(), followers


def following(placement):
    return list(CaseAccess.objects.live().filter(case=placement.case_id).values_list("user", flat=True))


@pytest.mark.django_db
def test_the_second_of_two_who_had_the_page_open_sees_that_it_was_changed():
    placement, (first, second) = home()
    desk, url = (
        browser_of(placement.case.worker),
        reverse("reintegration:placement-assign", args=[placement.pk]),
    )
    other = browser_of(supervisor(placement.case.office))
    version = desk.get(url).context["version"]

    done = desk.post(url, {"worker": str(first.pk), "version": str(version)})
    late = other.post(url, {"worker": str(second.pk), "version": str(version)})
    again = other.post(url, {"worker": str(second.pk), "version": str(late.context["version"])})

    assert (done.status_code, late.status_code, again.status_code) == (302, 422, 302)
    assert late.context["form"].non_field_errors() == [CHANGED]
    assert following(placement) == [second.pk]


@pytest.mark.django_db
def test_a_program_that_read_the_version_before_is_told_412():
    placement, (first, second) = home()
    program, url = program_of(placement.case.worker), f"/api/v1/placements/{placement.pk}/assign/"
    tag = {"If-Match": program.get(f"/api/v1/placements/{placement.pk}/").headers["ETag"]}

    answers = [program.post(url, {"worker": str(one.pk)}, headers=tag).status_code for one in (first, second)]

    assert answers == [200, 412]
    assert following(placement) == [first.pk]


@pytest.mark.django_db
def test_who_follows_already_is_assigned_without_another_version():
    placement, (first, _second) = home()
    for _time in range(2):
        actions.assign_follower(placement, by=placement.case.worker, worker=first)

    placement.refresh_from_db()
    assert placement.version == 2


@pytest.mark.django_db
def test_that_somebody_was_assigned_and_taken_off_is_nothing_written_of_how_she_lives():
    placement, (first, _second) = home()
    by = placement.case.worker

    for worker in (first, None):
        placement = actions.assign_follower(placement, by=by, worker=worker)
    assert list(resting_on(placement)) == []
    placement = actions.change_placement(placement, by=by, department="GT-01")

    assert list(resting_on(placement)) == ["Something has been written since of how she lives."]


def test_of_eight_who_assign_at_once_one_does_and_seven_read_that_it_was_changed(committed_db):
    placement, followers = home()
    url = reverse("reintegration:placement-assign", args=[placement.pk])
    desks = [browser_of(supervisor(placement.case.office)) for _one in range(8)]

    def send(n):
        typed = {"worker": str(followers[n % 2].pk), "version": "1"}
        return lambda: desks[n].post(url, typed)

    answers = together(*map(send, range(8)))

    assert sorted(one.status_code for one in answers) == [302] + [422] * 7
    assert [one.context["form"].non_field_errors() for one in answers if one.status_code == 422] == [
        [CHANGED]
    ] * 7
    assert len(following(placement)) == 1
