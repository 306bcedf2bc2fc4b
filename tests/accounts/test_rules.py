import pytest

from accounts import rules
from accounts.models import Role
from accounts.roles import clash, incompatible
from tests.factories.accounts import (
    MembershipFactory,
    OfficeFactory,
    OrganisationFactory,
    SoleDecisionFactory,
    administrator,
    member,
)

OTHERS = [role for role in Role if role != Role.ADMINISTRATOR]


@pytest.fixture
def place(db):
    OrganisationFactory(is_lead=True)
    return OfficeFactory()


def actor(who, place):
    lead = type(place.organisation).objects.get(is_lead=True)
    if who == "lead administrator":
        return administrator(lead)
    if who == "administrator":
        return administrator(place.organisation)
    if who == "administrator elsewhere":
        return administrator()
    return member(who, place)


def things(place):
    membership = MembershipFactory(office=place)
    return {
        "can_create_organisation": None,
        "can_manage_organisation": place.organisation,
        "can_manage_office": place,
        "can_manage_membership": membership,
        "can_manage_user": membership.user,
        "can_manage_access": membership.user,
    }


@pytest.mark.parametrize("who", ["lead administrator", "administrator", "administrator elsewhere", *OTHERS])
def test_who_may_manage_what(place, who):
    user = actor(who, place)
    allowed = {name: getattr(rules, name)(user, thing) for name, thing in things(place).items()}

    here = who in {"lead administrator", "administrator"}
    assert allowed == dict.fromkeys(allowed, here) | {"can_create_organisation": who == "lead administrator"}


def test_who_works_in_two_organisations_is_managed_by_those_who_manage_both(place):
    person = member(Role.TRAINER, place)
    elsewhere = MembershipFactory(user=person)
    chiefs = [
        administrator(place.organisation),
        administrator(elsewhere.organisation),
        actor("lead administrator", place),
    ]

    assert [rules.can_manage_user(chief, person) for chief in chiefs] == [False, False, True]
    MembershipFactory(
        user=chiefs[0], organisation=elsewhere.organisation, office=None, role=Role.ADMINISTRATOR
    )
    assert rules.can_manage_user(type(chiefs[0]).objects.get(pk=chiefs[0].pk), person)


def test_who_works_nowhere_any_more_is_managed_where_she_last_worked(place):
    past = MembershipFactory(office=place, until="2026-02-01")

    assert rules.can_manage_user(administrator(place.organisation), past.user)
    assert not rules.can_manage_user(administrator(), past.user)


def test_nobody_manages_her_own_access(place):
    chief = actor("lead administrator", place)

    assert (rules.can_manage_user(chief, chief), rules.can_manage_access(chief, chief)) == (True, False)
    assert (rules.can_change_roles(chief, chief), rules.can_change_roles(chief, member(Role.TRAINER))) == (
        False,
        True,
    )


@pytest.mark.parametrize(
    ("where", "allowed"),
    [("this office", True), ("whole organisation", True), ("other office", False), ("elsewhere", False)],
)
def test_which_reviewer_may_answer(db, where, allowed):
    decision = SoleDecisionFactory()
    office = {
        "this office": decision.office,
        "other office": OfficeFactory(organisation=decision.office.organisation),
        "elsewhere": OfficeFactory(),
    }.get(where)
    place = {"office": office} if office else {"office": None, "organisation": decision.office.organisation}
    reviewer = MembershipFactory(role=Role.REVIEWER, **place).user

    assert rules.can_review(reviewer, decision) is allowed
    assert list(type(decision).objects.visible_to(reviewer)) == ([decision] if allowed else [])


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REVIEWER])
def test_nobody_but_a_reviewer_answers(db, role):
    decision = SoleDecisionFactory()
    user = member(role, decision.office)

    assert rules.can_review(user, decision) is False
    assert list(type(decision).objects.visible_to(user)) == []


READERS = {"caseworker", "supervisor", "shelter_staff", "reintegration_worker"}
EXCLUDED = {
    *(("administrator", role) for role in READERS | {"data_protection"}),
    *(("data_protection", role) for role in READERS | {"programme_manager"}),
    *(("programme_manager", role) for role in READERS),
}


def test_which_roles_one_person_may_not_hold_together():
    outside = {Role.PARTNER, Role.REVIEWER}
    pairs = [(a.value, b.value) for a in Role for b in Role if a.value < b.value]
    excluded = {pair for pair in pairs if set(pair) & outside or {pair, pair[::-1]} & EXCLUDED}

    assert {pair for pair in pairs if incompatible(*pair)} == excluded
    assert {pair for pair in pairs if clash(pair)} == excluded
    assert [role for role in Role if incompatible(role, role)] == []
