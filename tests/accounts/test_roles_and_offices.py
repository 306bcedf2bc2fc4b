from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Membership, Office, Role
from audit.doors import Refused
from audit.models import Event
from tests.accounts.visitors import signed_in
from tests.factories.accounts import (
    MembershipFactory,
    OfficeFactory,
    OrganisationFactory,
    administrator,
    member,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def page(name, **at):
    return reverse(name, kwargs={key: value.pk for key, value in at.items()})


def written(day):
    return day.strftime("%d/%m/%Y")


@pytest.fixture
def chief():
    return administrator(lead=True)


@pytest.fixture
def office():
    return OfficeFactory(name="Cobán")


def grant(chief, person, office, role, **more):
    typed = {"place": str(office.pk), "role": role, "since": written(TODAY), **more}
    return signed_in(chief).post(page("membership-grant", user=person), typed)


def test_an_administrator_gives_a_role_and_ends_it(chief, office):
    person = member(Role.TRAINER)

    assert grant(chief, person, office, "caseworker", profession="law").status_code == 302
    given = Membership.objects.get(office=office)
    assert (given.role, given.profession, given.since, given.until) == ("caseworker", "law", TODAY, None)

    assert signed_in(chief).get(page("membership-end", membership=given)).status_code == 200
    signed_in(chief).post(page("membership-end", membership=given), {"on": written(TODAY)})
    given.refresh_from_db()
    assert given.until == TODAY
    events = Event.objects.filter(actor=chief.pk, subjects=[given.pk]).order_by("id")
    assert [(event.verb, event.office) for event in events] == [
        ("membership.granted", office.pk),
        ("membership.ended", office.pk),
    ]
    again = signed_in(chief).post(page("membership-end", membership=given), {"on": written(TODAY)})
    assert (again.status_code, "This role has already ended." in again.text) == (422, True)


def test_a_role_ends_on_the_day_that_was_said(chief):
    membership = MembershipFactory()
    day = TODAY + timedelta(days=10)

    signed_in(chief).post(page("membership-end", membership=membership), {"on": written(day)})

    assert list(Membership.objects.in_force(day - timedelta(days=1))).count(membership) == 1
    assert list(Membership.objects.in_force(day)).count(membership) == 0


def test_a_role_may_be_for_a_whole_organisation(chief):
    person, organisation = member(Role.TRAINER), OrganisationFactory()

    grant(chief, person, organisation, "programme_manager")

    assert Membership.objects.filter(user=person, organisation=organisation, office=None).count() == 1


def test_sending_the_form_twice_gives_one_role(chief, office):
    person = member(Role.TRAINER)

    answers = [grant(chief, person, office, "caseworker", once="k-2").status_code for _ in range(2)]

    assert answers == [302, 302]
    assert person.memberships.count() == 2


def test_the_same_role_twice_at_one_time_is_refused_in_a_sentence(chief, office):
    person = member(Role.CASEWORKER, office)

    answer = grant(chief, person, office, "caseworker")

    assert (answer.status_code, "She already has this role there in that time." in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("has", "gets"),
    [
        ("caseworker", "administrator"),
        ("data_protection", "supervisor"),
        ("partner", "trainer"),
        ("reviewer", "trainer"),
    ],
)
def test_roles_that_exclude_each_other_are_refused_in_a_sentence(chief, office, has, gets):
    person = member(has, office)

    answer = grant(chief, person, office, gets)

    assert (answer.status_code, "One person may not be both" in answer.text) == (422, True)
    assert person.memberships.count() == 1


def test_they_may_follow_each_other(chief, office):
    person = MembershipFactory(office=office, role=Role.DATA_PROTECTION, until=TODAY + timedelta(days=5)).user

    early = grant(chief, person, office, "supervisor", since=written(TODAY + timedelta(days=4)))
    late = grant(chief, person, office, "supervisor", since=written(TODAY + timedelta(days=5)))

    assert (early.status_code, late.status_code) == (422, 302)


def test_no_role_in_a_closed_office(chief, office):
    person = member(Role.TRAINER)
    client, path = signed_in(chief), page("membership-grant", user=person)
    typed = {"place": str(office.pk), "role": "caseworker", "since": written(TODAY)}
    Office.objects.filter(pk=office.pk).update(closed_on=TODAY)

    assert client.post(path, typed).status_code == 422


def test_an_administrator_adds_and_changes_an_office(chief):
    organisation = OrganisationFactory(country="HN")
    typed = {"name": "El Refugio", "kind": "shelter", "department": "HN-CR", "once": "k-3"}

    assert signed_in(chief).get(page("office-create", organisation=organisation)).status_code == 200
    answers = [
        signed_in(chief).post(page("office-create", organisation=organisation), typed) for _ in range(2)
    ]
    office = Office.objects.get(organisation=organisation)
    assert [answer.url for answer in answers] == [page("office", office=office)] * 2

    assert signed_in(chief).get(page("office-edit", office=office)).status_code == 200
    signed_in(chief).post(
        page("office-edit", office=office), typed | {"name": "Refugio", "department": "", "version": "1"}
    )
    office.refresh_from_db()
    assert (office.name, office.kind, office.department) == ("Refugio", "shelter", "")
    verbs = (
        Event.objects.filter(actor=chief.pk, office=office.pk).order_by("id").values_list("verb", flat=True)
    )
    assert list(verbs) == ["office.created", "office.changed"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "Cobán"}, "This organisation has an office of this name already."),
        ({"name": ""}, "This is still missing."),
        ({"department": "HN-CR"}, "Select a valid choice"),
        ({"kind": "castle"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_an_office_is_said(chief, office, typed, said):
    path = page("office-create", organisation=office.organisation)

    answer = signed_in(chief).post(path, {"name": "Xela", "kind": "office", "department": ""} | typed)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert Office.objects.count() == 1


def test_an_office_is_closed_when_nobody_works_in_it_any_more(chief, office):
    membership = MembershipFactory(office=office)
    path, typed = page("office-close", office=office), {"on": written(TODAY)}

    refused = signed_in(chief).post(path, typed)
    assert (refused.status_code, "People still work in this office" in refused.text) == (422, True)
    Membership.objects.filter(pk=membership.pk).update(until=TODAY)
    assert signed_in(chief).get(path).status_code == 200
    assert signed_in(chief).post(path, typed).status_code == 302
    office.refresh_from_db()
    assert office.closed_on == TODAY
    assert signed_in(chief).post(path, typed).status_code == 422


def test_until_the_day_on_which_it_closes_an_office_is_open(chief, office):
    day = TODAY + timedelta(days=100)
    client, path = signed_in(chief), page("office-close", office=office)
    client.post(path, {"on": written(day)})
    first, second = member(Role.TRAINER), member(Role.TRAINER)

    assert "office closed" not in client.get(page("office", office=office)).text
    assert grant(chief, first, office, "caseworker").status_code == 302
    assert first.memberships.get(office=office).until == day, "nobody works there from that day on"
    late = [
        grant(chief, second, office, "caseworker", until=written(day + timedelta(days=1))),
        grant(chief, second, office, "caseworker", since=written(day)),
    ]
    assert ["nobody works there from that day on" in late[0].text, "is closed" in late[1].text] == [True] * 2
    assert client.post(path, {"on": written(day + timedelta(days=1))}).status_code == 302
    assert [list(Office.objects.open(day + timedelta(days=n)).filter(pk=office.pk)) for n in (0, 1)] == [
        [office],
        [],
    ]


def test_nobody_gives_herself_a_role_or_ends_her_own(chief):
    own = chief.memberships.get()
    client, typed = signed_in(chief), {"place": str(own.organisation_id), "role": "trainer"}
    paths = [page("membership-grant", user=chief), page("membership-end", membership=own)]
    by_herself = {"by": chief, "organisation": own.organisation, "role": Role.TRAINER}

    answers = [
        answer
        for path in paths
        for answer in (
            client.get(path),
            client.post(path, typed | {"since": written(TODAY), "on": written(TODAY)}),
        )
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    assert all("nobody manages her own access" in answer.text for answer in answers)
    for given in (
        lambda: actions.grant_membership(chief, **by_herself),
        lambda: actions.end_membership(own, by=chief),
    ):
        with pytest.raises(Refused):
            given()
    assert list(chief.memberships.values_list("role", "until")) == [("administrator", None)]
    shown = client.get(page("user", user=chief)).text
    assert [path in shown for path in paths] == [False, False]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/accounts/offices/", 8), ("/accounts/organisations/", 8)])
def test_lists_of_places_cost_the_same_for_one_and_three(
    chief, path, queries, rows, django_assert_num_queries
):
    for _ in range(rows):
        MembershipFactory()
    client = signed_in(chief)
    client.get(path)

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_of_one_place_cost_the_same_for_one_and_three_people(
    chief, office, rows, django_assert_num_queries
):
    for _ in range(rows):
        MembershipFactory(office=office)
    client = signed_in(chief)
    pages = [(page("office", office=office), 7), (page("organisation", organisation=office.organisation), 8)]

    for path, queries in pages:
        client.get(path)
        with django_assert_num_queries(queries):
            client.get(path)


def test_only_the_leading_organisations_administrator_adds_organisations(chief):
    typed = {"name": "Casa Alianza", "country": "HN", "kind": "ngo", "once": "k-4"}
    local = administrator()

    assert signed_in(local).post("/accounts/organisations/new/", typed).status_code == 403
    made = [signed_in(chief).post("/accounts/organisations/new/", typed) for _ in range(2)]

    assert len({answer.url for answer in made}) == 1
    assert signed_in(chief).get(made[0].url).status_code == 200
    assert signed_in(chief).get("/accounts/organisations/new/").status_code == 200


def test_an_administrator_changes_her_own_organisation_and_no_other():
    local = administrator()
    own, other = local.memberships.get().organisation, OrganisationFactory()
    typed = {"name": "Renamed", "country": "GT", "kind": "shelter", "version": "1"}

    answers = [
        signed_in(local).post(page("organisation-edit", organisation=each), typed) for each in (own, other)
    ]

    assert [answer.status_code for answer in answers] == [302, 404]
    own.refresh_from_db()
    assert (own.name, own.kind) == ("Renamed", "shelter")
    assert signed_in(local).get(page("organisation-edit", organisation=own)).status_code == 200
