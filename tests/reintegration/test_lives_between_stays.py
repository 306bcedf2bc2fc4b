"""A stay that is written late comes between what was written already: no end, kind or follower is lost."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from cases.models import Task
from cases.rules import level_of
from reintegration.actions import assign_follower, change_placement, end_placement
from reintegration.models import Placement
from shelters import actions
from tests.factories.accounts import member
from tests.factories.cases import supervisor
from tests.factories.shelters import admitted, case_for, coordinator, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
HOME, CAME, WENT, NORTH = date(2026, 1, 10), date(2026, 3, 1), date(2026, 4, 1), date(2026, 6, 1)
REASON = "She went north again"


@pytest.fixture
def shelter(db):
    return shelter_of()


@pytest.fixture
def case(shelter):
    return case_for(shelter)


@pytest.fixture
def home(shelter, case):
    """She lives with her family since her first stay."""
    left(admitted(shelter, case=case, on=date(2026, 1, 5)), on=HOME)
    return Placement.objects.get()


@pytest.fixture
def follower(case, home):
    worker = member(Role.REINTEGRATION_WORKER, case.office, since="2010-01-01")
    assign_follower(home, by=case.worker, worker=worker)
    return worker


def entered(shelter, case, came=CAME, went=WENT, *, by=None, to="family"):
    exits = {"left_on": went, "exit_reason": to, "exit_decided_by": "team", "entered_from": "paper"}
    return admitted(shelter, by=by, case=case, on=came, **exits)


def corrected(shelter, stay, **changes):
    facts = {name: getattr(stay, name) for name in (
        "admitted_on", "expected_exit_on", "left_on", "exit_reason", "exit_decided_by",
    )}  # fmt: skip
    return actions.change_stay(stay, by=coordinator(shelter), **facts | changes)


def lives(case):
    rows = Placement.objects.standing().filter(case=case).order_by("since", "until")
    return [(one.since, one.until, one.end_reason) for one in rows]


# An end that somebody wrote


def test_the_end_that_was_written_ends_the_life_that_followed_the_stay_between(shelter, case, home):
    end_placement(home, by=case.worker, until=NORTH, end_reason=REASON)

    entered(shelter, case)

    assert lives(case) == [(HOME, CAME, None), (WENT, NORTH, REASON)]


def test_when_that_stay_never_was_the_end_stands_where_it_was_written(shelter, case, home):
    end_placement(home, by=case.worker, until=NORTH, end_reason=REASON)
    stay = entered(shelter, case)

    actions.withdraw_stay(stay, by=coordinator(shelter), reason="Another girl")

    assert lives(case) == [(HOME, NORTH, REASON)]


def test_an_open_stay_that_never_was_gives_the_end_back_too(shelter, case, home):
    end_placement(home, by=case.worker, until=NORTH, end_reason=REASON)
    stay = admitted(shelter, case=case, on=CAME)
    assert lives(case) == [(HOME, CAME, None)]

    actions.withdraw_stay(stay, by=coordinator(shelter), reason="Another girl")

    assert lives(case) == [(HOME, NORTH, REASON)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_with_two_stays_between_it_ends_the_last_life_in_whatever_order_they_are_written(
    shelter, case, home, order
):
    end_placement(home, by=case.worker, until=NORTH, end_reason=REASON)
    stays = [(CAME, date(2026, 3, 10)), (date(2026, 4, 20), date(2026, 5, 2))]

    for one in order:
        entered(shelter, case, *stays[one])

    assert lives(case) == [
        (HOME, CAME, None), (date(2026, 3, 10), date(2026, 4, 20), None), (date(2026, 5, 2), NORTH, REASON),
    ]  # fmt: skip


def test_an_exit_after_that_end_is_not_ended_by_it(shelter, case, home):
    end_placement(home, by=case.worker, until=NORTH, end_reason=REASON)

    stay = entered(shelter, case, CAME, date(2026, 7, 1))
    assert lives(case) == [(HOME, CAME, None), (date(2026, 7, 1), None, None)]
    corrected(shelter, stay, left_on=WENT)

    assert lives(case) == [(HOME, CAME, None), (WENT, NORTH, REASON)]


# How she lives


def test_another_day_of_the_exit_leaves_how_she_lives_as_her_team_wrote_it(shelter, case, home):
    change_placement(home, by=case.worker, kind="extended_family")

    stay = corrected(shelter, case.stays.get(), left_on=date(2026, 1, 12))
    home.refresh_from_db()
    assert (home.since, home.kind) == (date(2026, 1, 12), "extended_family")
    corrected(shelter, stay, exit_reason="independent_living")

    home.refresh_from_db()
    assert home.kind == "independent_living"


# Placements of no day


@pytest.fixture
def nothing(shelter):
    """A placement that a stay written later leaves no day of."""
    case = case_for(shelter)
    entered(shelter, case, CAME, WENT)
    entered(shelter, case, date(2026, 2, 1), CAME)
    return Placement.objects.get(case=case, since=CAME)


def test_what_leaves_no_day_was_not_lived_and_stands_in_no_list(shelter, nothing):
    assert (nothing.until, Placement.objects.standing().count()) == (CAME, 2)

    assert nothing not in Placement.objects.lived()
    desk = browser_of(nothing.case.worker)
    for query in ({}, {"state": "ended"}):
        page = desk.get(reverse("reintegration:placements"), query).context["page"]
        assert nothing not in list(page)
    listed = program_of(nothing.case.worker).get("/api/v1/placements/").json()["results"]
    assert [row["since"] for row in listed] == ["2026-04-01"]


def test_what_was_withdrawn_is_not_among_the_ended(shelter, case, home):
    entered(shelter, case)
    actions.take_back_exit(case.stays.get(admitted_on=CAME), by=coordinator(shelter))

    page = (
        browser_of(case.worker).get(reverse("reintegration:placements"), {"state": "ended"}).context["page"]
    )

    assert list(page) == [home]
    assert Placement.objects.filter(withdrawn_at__isnull=False, case=case).narrowed("ended").count() == 0


def test_who_came_and_left_the_same_day_lives_on_as_before(shelter, case, home, follower):
    stay = entered(shelter, case, CAME, CAME)

    assert (lives(case), level_of(follower, case)) == ([(HOME, None, None)], "assistance")
    actions.take_back_exit(stay, by=coordinator(shelter))
    assert lives(case) == [(HOME, CAME, None)]


# Who follows her home


@pytest.mark.parametrize(("to", "level"), [("family", "assistance"), ("hospital", None)])
def test_a_past_stay_takes_her_from_her_follower_only_where_nothing_goes_on(
    shelter, case, home, follower, to, level
):
    entered(shelter, case, to=to)

    assert level_of(follower, case) == level


@pytest.mark.parametrize("to", ["family", "hospital", None])
def test_a_mistaken_stay_gives_her_follower_back(shelter, case, home, follower, to):
    stay = entered(shelter, case, to=to) if to else admitted(shelter, case=case, on=CAME)

    actions.withdraw_stay(stay, by=coordinator(shelter), reason="Another girl")

    assert (lives(case), level_of(follower, case)) == ([(HOME, None, None)], "assistance")


def test_nobody_follows_again_whom_her_team_had_taken_off(shelter, case, home, follower):
    second = member(Role.REINTEGRATION_WORKER, case.office, since="2010-01-01")
    assign_follower(home, by=case.worker, worker=second)
    stay = admitted(shelter, case=case, on=CAME)

    actions.withdraw_stay(stay, by=supervisor(shelter.office), reason="Another girl")

    assert [level_of(one, case) for one in (follower, second)] == [None, "assistance"]


def test_a_past_stay_by_the_number_of_a_case_that_the_shelter_does_not_know_is_told_to_its_team(
    shelter, case, home
):
    entered(shelter, case, by=shelter_staff(shelter))

    told = Task.objects.open().filter(kind="shelter_unannounced", case=case).order_by("created_at").last()
    assert (told.office, told.assignee) == (case.office, case.worker)


def test_of_a_past_stay_that_her_own_team_enters_nobody_is_told(shelter, case):
    entered(shelter, case, by=case.worker)

    assert Task.objects.count() == 0
