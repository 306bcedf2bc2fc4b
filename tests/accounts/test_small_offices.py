from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Membership, Role, SoleDecision
from accounts.tokens import issue
from audit.models import Event
from tests.accounts.visitors import code, newcomer, signed_in, try_api
from tests.factories.accounts import (
    PASSWORD,
    MembershipFactory,
    OfficeFactory,
    SoleDecisionFactory,
    administrator,
    member,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SWITCH = "/accounts/own/role/"
DECISIONS = "/accounts/decisions/"


def page(name, **at):
    return reverse(name, kwargs={key: value.pk for key, value in at.items()})


@pytest.fixture
def office():
    return OfficeFactory(name="Ixchel", small=True)


@pytest.fixture
def chief():
    return administrator(lead=True)


@pytest.fixture
def two_hats(office):
    """One person of a small office, caseworker there and administrator of its organisation."""
    user = member(Role.CASEWORKER, office)
    MembershipFactory(user=user, organisation=office.organisation, office=None, role=Role.ADMINISTRATOR)
    return user


def grant(chief, person, place, role):
    typed = {"place": str(place.pk), "role": role, "since": TODAY.strftime("%d/%m/%Y")}
    return signed_in(chief).post(page("membership-grant", user=person), typed)


def declare(chief, office, **typed):
    typed = {"decided_by": "Marta Ical", "decided_on": TODAY.strftime("%d/%m/%Y"), **typed}
    return signed_in(chief).post(page("office-declare-small", office=office), typed)


def test_an_office_of_four_is_declared_small_by_its_directors_named_and_dated_decision(chief):
    office = OfficeFactory()
    for _ in range(4):
        MembershipFactory(office=office)
    MembershipFactory(office=office, role=Role.REVIEWER)

    assert signed_in(chief).get(page("office-declare-small", office=office)).status_code == 200
    assert declare(chief, office).status_code == 302
    office.refresh_from_db()
    assert (office.small_since, office.small_decided_by) == (TODAY, "Marta Ical")
    assert "Marta Ical" in signed_in(chief).get(page("office", office=office)).text
    assert Event.objects.get(verb="office.declared_small").office == office.pk


def test_an_office_of_five_is_not_small(chief):
    office = OfficeFactory()
    for _ in range(5):
        MembershipFactory(office=office)

    answer = declare(chief, office)

    assert (answer.status_code, "fewer than five people" in answer.text) == (422, True)


def test_who_works_in_the_whole_organisation_works_in_each_of_its_offices(chief):
    office = OfficeFactory()
    everywhere = {"organisation": office.organisation, "office": None}
    for _ in range(3):
        MembershipFactory(office=office)
    for role in (Role.ADMINISTRATOR, Role.REVIEWER):
        MembershipFactory(role=role, **everywhere)
    MembershipFactory(organisation=office.organisation, office=None, until=TODAY, role=Role.TRAINER)

    assert declare(chief, office).status_code == 302
    fifth = grant(chief, member(Role.TRAINER), office.organisation, "programme_manager")
    assert (fifth.status_code, f"The office {office} was declared small" in fifth.text) == (422, True)
    MembershipFactory(role=Role.DATA_PROTECTION, **everywhere)
    assert declare(chief, office).status_code == 422


@pytest.mark.parametrize("typed", [{"decided_by": ""}, {"decided_on": ""}, {"decided_on": "01/01/2099"}])
def test_a_decision_without_name_or_date_is_none(chief, typed):
    assert declare(chief, OfficeFactory(), **typed).status_code == 422


def test_in_a_small_office_one_person_may_hold_roles_that_exclude_each_other(chief, office):
    person = member(Role.CASEWORKER, office)

    assert grant(chief, person, office, "administrator").status_code == 302
    assert type(person).objects.get(pk=person.pk).roles_clash


@pytest.mark.parametrize(
    ("held_in_all", "has", "gets"),
    [(False, "caseworker", "administrator"), (True, "administrator", "caseworker")],
)
def test_a_role_in_the_whole_organisation_stands_beside_none_it_excludes(
    chief, office, held_in_all, has, gets
):
    place = {"office": None, "organisation": office.organisation} if held_in_all else {"office": office}
    person = MembershipFactory(role=has, **place).user

    answer = grant(chief, person, office if held_in_all else office.organisation, gets)

    assert (answer.status_code, "One person may not be both" in answer.text) == (422, True)
    assert person.memberships.count() == 1


@pytest.mark.parametrize("role", ["reviewer", "partner"])
def test_who_stands_outside_works_inside_nowhere(chief, office, role):
    person = member(Role.CASEWORKER, office)
    typed = {"place": str(office.pk), "role": role, "since": TODAY.strftime("%d/%m/%Y")}

    assert signed_in(chief).post(page("membership-grant", user=person), typed).status_code == 422


def test_a_small_office_does_not_excuse_a_role_in_another_one(chief, office):
    person = member(Role.CASEWORKER, OfficeFactory(organisation=office.organisation))
    typed = {"place": str(office.pk), "role": "data_protection", "since": TODAY.strftime("%d/%m/%Y")}

    assert signed_in(chief).post(page("membership-grant", user=person), typed).status_code == 422


def test_a_small_office_takes_no_fifth_person_but_the_reviewer(chief, office):
    for _ in range(4):
        MembershipFactory(office=office)
    typed = {"place": str(office.pk), "since": TODAY.strftime("%d/%m/%Y")}

    fifth = signed_in(chief).post(
        page("membership-grant", user=member(Role.TRAINER)), typed | {"role": "trainer"}
    )
    outside = MembershipFactory(role=Role.REVIEWER).user
    reviewer = signed_in(chief).post(page("membership-grant", user=outside), typed | {"role": "reviewer"})

    assert (fifth.status_code, reviewer.status_code) == (422, 302)


def test_the_declaration_ends_when_nobody_holds_excluding_roles_any_more(chief, office, two_hats):
    path = page("office-end-small", office=office)

    refused = signed_in(chief).post(path)
    assert (refused.status_code, "End one of them first" in refused.text) == (422, True)
    Membership.objects.filter(user=two_hats, role=Role.ADMINISTRATOR).update(until=TODAY)
    assert signed_in(chief).get(path).status_code == 200
    assert signed_in(chief).post(path).status_code == 302
    office.refresh_from_db()
    assert not office.is_small
    assert signed_in(chief).post(path).status_code == 422


def test_the_declaration_may_end_although_somebody_holds_excluding_roles_in_another_small_office(
    chief, office
):
    other = OfficeFactory(organisation=office.organisation, small=True)
    person = member(Role.CASEWORKER, other)
    MembershipFactory(user=person, office=other, role=Role.DATA_PROTECTION)
    MembershipFactory(user=person, office=None, organisation=office.organisation, role=Role.TRAINER)

    answers = [signed_in(chief).post(page("office-end-small", office=each)) for each in (office, other)]

    assert [answer.status_code for answer in answers] == [302, 422]


def test_she_chooses_a_role_before_anything_opens_and_acts_in_one_at_a_time(two_hats):
    client, users = signed_in(two_hats), reverse("users")
    assert [client.get(path).url for path in ("/", users, "/accounts/own/")] == [SWITCH] * 3

    client.get(SWITCH)
    assert client.post(SWITCH, {"role": "caseworker", "proof": code()}).url == "/"
    assert client.get(users).status_code == 403
    assert client.post(SWITCH, {"role": "administrator", "proof": code(1)}).url == "/"
    assert client.get(users).status_code == 200
    switched = Event.objects.filter(verb="role.switched", actor=two_hats.pk).order_by("id")
    assert [(event.role, event.detail) for event in switched] == [
        ("caseworker", ["caseworker"]),
        ("administrator", ["administrator"]),
    ]


@pytest.mark.parametrize(
    "typed", [{"role": "caseworker"}, {"role": "caseworker", "proof": "000000"}, {"role": "trainer"}]
)
def test_without_her_second_factor_or_for_a_role_she_lacks_nothing_is_switched(two_hats, typed):
    client = signed_in(two_hats)

    answer = client.post(SWITCH, {"proof": code() if typed["role"] == "trainer" else "", **typed})

    assert answer.status_code == 422
    assert client.get("/").url == SWITCH


@override_settings(SECOND_FACTOR_REQUIRED=False)
def test_in_the_demo_the_password_takes_the_place_of_the_code(office):
    user = MembershipFactory(office=office, user__with_second_factor=False).user
    MembershipFactory(user=user, organisation=office.organisation, office=None, role=Role.ADMINISTRATOR)
    client = signed_in(user)

    assert client.post(SWITCH, {"role": "caseworker", "proof": "not the password"}).status_code == 422
    assert client.post(SWITCH, {"role": "caseworker", "proof": PASSWORD}).url == "/"


def test_five_wrong_codes_lock_the_switch_too(two_hats):
    client = signed_in(two_hats)

    answers = [client.post(SWITCH, {"role": "caseworker", "proof": "000000"}).status_code for _ in range(5)]

    assert answers == [422] * 4 + [429]


def test_who_holds_roles_that_go_together_has_nothing_to_choose():
    client = signed_in(MembershipFactory().user)

    assert client.get(SWITCH).status_code == 200
    assert client.get("/").status_code == 200


def test_a_role_chosen_once_binds_no_more_when_the_other_has_ended(two_hats):
    client = signed_in(two_hats)
    client.post(SWITCH, {"role": "caseworker", "proof": code()})
    Membership.objects.filter(user=two_hats, role=Role.CASEWORKER).update(until=TODAY)

    assert client.get(reverse("users")).status_code == 200


def test_a_program_says_in_which_role_it_acts_and_keeps_to_it(two_hats):
    unsaid = try_api(newcomer(), two_hats.sign_in_name, PASSWORD, otp=code(-1))
    wrong = try_api(newcomer(), two_hats.sign_in_name, PASSWORD, otp=code(), role="trainer")
    right = try_api(newcomer(), two_hats.sign_in_name, PASSWORD, otp=code(1), role="caseworker")

    assert [(a.status_code, list(a.json().get("errors", {}))) for a in (unsaid, wrong)] == [
        (422, ["role"])
    ] * 2
    token = {"Authorization": f"Bearer {right.json()['token']}"}
    organisation = two_hats.memberships_in_force[0].organisation
    path = f"/api/v1/organisations/{organisation.pk}/offices/"
    body = {"name": "Second", "kind": "office"}
    assert newcomer().post(path, body, content_type="application/json", headers=token).status_code == 403
    Membership.objects.filter(user=two_hats, role=Role.CASEWORKER).update(until=TODAY)
    late = newcomer().post(path, body, content_type="application/json", headers=token)
    assert late.status_code == 404, "her other role sees the organisation, the program does not"


def test_a_token_made_for_a_role_opens_nothing_of_another(two_hats):
    token, row = issue(two_hats, acting_role="administrator")

    answer = newcomer().get("/api/v1/organisations/", headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, row.acting_role) == (200, "administrator")


def test_what_one_person_decides_alone_is_listed_for_the_reviewer(office):
    worker, reviewer = member(Role.SUPERVISOR, office), member(Role.REVIEWER, office)

    decision = actions.record_sole_decision(office, by=worker, office=office, verb="case.closed")

    page_of_hers = signed_in(reviewer).get(DECISIONS)
    assert page_of_hers.text.count("Closing a case") == 1
    event = Event.objects.get(verb="decision.made_alone")
    assert (event.actor, event.office, event.subjects, event.detail) == (
        worker.pk,
        office.pk,
        [decision.pk],
        ["case.closed"],
    )


def test_nothing_is_decided_alone_where_the_office_is_not_small():
    office = OfficeFactory()

    with pytest.raises(ValidationError) as refused:
        actions.record_sole_decision(
            office, by=member(Role.SUPERVISOR, office), office=office, verb="case.closed"
        )
    assert refused.value.code == "not_small"


def test_the_reviewer_agrees_or_objects_once(office):
    reviewer, decisions = member(Role.REVIEWER, office), SoleDecisionFactory.create_batch(2, office=office)
    client = signed_in(reviewer)
    paths = [page("sole-decision", sole_decision=decision) for decision in decisions]

    assert client.get(paths[0]).status_code == 200
    assert client.post(paths[0], {"outcome": "agreed"}).url == DECISIONS
    assert client.post(paths[1], {"outcome": "objected"}).status_code == 422, "why has to be said"
    client.post(paths[1], {"outcome": "objected", "remark": "too_soon"})
    assert client.post(paths[1], {"outcome": "agreed"}).status_code == 422

    answered = list(
        SoleDecision.objects.order_by("created_at").values_list("outcome", "remark", "reviewed_by")
    )
    assert answered == [("agreed", "", reviewer.pk), ("objected", "too_soon", reviewer.pk)]
    assert Event.objects.filter(verb="decision.reviewed", actor=reviewer.pk, office=office.pk).count() == 2
    assert "It could have waited" in client.get(paths[1]).text


def test_the_list_shows_what_waits_what_was_answered_or_all(office):
    reviewer = member(Role.REVIEWER, office)
    waiting, answered = SoleDecisionFactory.create_batch(2, office=office)
    actions.review_sole_decision(answered, by=reviewer, outcome="agreed")

    shown = {
        state: set(signed_in(reviewer).get(DECISIONS, {"state": state}).context["page"])
        for state in ("", "answered", "all")
    }

    assert shown == {"": {waiting}, "answered": {answered}, "all": {waiting, answered}}
    assert signed_in(reviewer).get(DECISIONS, {"state": "x"}).status_code == 422


def test_a_decision_of_another_office_is_not_there(office):
    foreign = SoleDecisionFactory()

    assert (
        signed_in(member(Role.REVIEWER, office)).get(page("sole-decision", sole_decision=foreign)).status_code
        == 404
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_reviewers_list_costs_the_same_for_one_and_three(office, rows, django_assert_num_queries):
    reviewer = member(Role.REVIEWER, office)
    for _ in range(rows):
        SoleDecisionFactory(office=office, decided_at=timezone.now() - timedelta(days=1))
    client = signed_in(reviewer)
    client.get(DECISIONS)

    with django_assert_num_queries(7):
        assert len(client.get(DECISIONS).context["page"]) == rows
