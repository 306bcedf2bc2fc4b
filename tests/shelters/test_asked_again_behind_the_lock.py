"""Whoever waited for a stay while her access ended is refused: what she may is asked of the locked rows."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from audit.doors import Refused
from cases.models import CaseAccess, Level
from reintegration import actions as homes
from shelters import actions
from shelters.models import Stay
from tests.factories.cases import caseworker, let_in, working_office
from tests.factories.shelters import admitted, beds_of, case_for, left

pytestmark = pytest.mark.django_db
NIGHT, LATER = date(2026, 3, 2), date(2026, 3, 9)


def while_she_waits(change):
    """Do this just before the first row is locked: another connection did it, and she waited for its end."""
    waited = []

    def at_the_lock(execute, statement, *rest):
        if "FOR NO KEY UPDATE" in statement and not waited:
            waited.append(statement)
            change()
        return execute(statement, *rest)

    return connection.execute_wrapper(at_the_lock)


def access_ends():
    CaseAccess.objects.filter(source="team").update(ended_at=timezone.now())


def of_the_team(case, level=Level.FULL):
    """A caseworker of another office to whom the case is open."""
    person = caseworker(working_office(case.office.organisation))
    let_in(person, case, level)
    return person


def corrects(stay, by):
    same = {name: getattr(stay, name) for name in ("admitted_on", "expected_exit_on", "left_on")}
    actions.change_stay(stay, by=by, **same, admission_reason="emergency")


def withdraws(stay, by):
    actions.withdraw_stay(stay, by=by, reason="It was somebody else")


def records_exit(stay, by):
    left(stay, by=by, on=LATER)


@pytest.mark.parametrize("verb", [corrects, withdraws, records_exit])
def test_what_is_written_of_a_stay_is_refused_to_whose_access_ended_meanwhile(shelter, case, verb):
    stay, by = admitted(shelter, case=case), of_the_team(case)

    with while_she_waits(access_ends), pytest.raises(Refused):
        verb(stay, by)

    assert Stay.objects.get().version == 1


def test_an_exit_is_not_taken_back_by_whose_access_ended_meanwhile(shelter, case):
    stay, by = admitted(shelter, case=case), of_the_team(case)
    left(stay, by=by, on=LATER, to="hospital")

    with while_she_waits(access_ends), pytest.raises(Refused):
        actions.take_back_exit(stay, by=by)

    assert Stay.objects.get().left_on == LATER


def test_nobody_is_brought_by_whose_access_ended_meanwhile(shelter):
    case = case_for(shelter)
    by = of_the_team(case, Level.ASSISTANCE)

    with while_she_waits(access_ends), pytest.raises(Refused):
        admitted(shelter, by=by, case=case)

    assert not Stay.objects.exists()


def test_no_bed_is_given_on_shift_to_who_left_long_ago_meanwhile(shelter, staff, case):
    stay = admitted(shelter, case=case)

    def she_leaves():
        left_on = {"left_on": LATER, "exit_reason": "family", "exit_decided_by": "team"}
        Stay.objects.filter(pk=stay.pk).update(**left_on)

    with while_she_waits(she_leaves), pytest.raises(Refused):
        actions.move_bed(stay, by=staff, since=NIGHT, bed=beds_of(shelter)[0])

    assert not stay.beds.exists()


# Of her life after the shelter


def changes(placement, by):
    homes.change_placement(placement, by=by, department="GT-01")


def ends(placement, by):
    homes.end_placement(placement, by=by, until=date(2026, 4, 1), end_reason="She moved")


def assigns(placement, by):
    homes.assign_follower(placement, by=by)


@pytest.mark.parametrize("verb", [changes, ends, assigns])
def test_how_she_lives_is_not_written_by_whose_access_ended_meanwhile(shelter, case, verb):
    left(admitted(shelter, case=case), on=LATER)
    placement, by = case.placements.get(), of_the_team(case)

    with while_she_waits(access_ends), pytest.raises(Refused):
        verb(placement, by)

    placement.refresh_from_db()
    assert placement.version == 1
