import pytest
from django.urls import reverse

from accounts.models import Role, User
from audit.models import Event
from tests.accounts.visitors import newcomer, signed_in, try_page
from tests.factories.accounts import (
    PASSWORD,
    MembershipFactory,
    OfficeFactory,
    UserFactory,
    administrator,
    member,
)

pytestmark = pytest.mark.django_db
USERS = "/accounts/users/"


def page(name, **at):
    return reverse(name, kwargs={key: value.pk for key, value in at.items()})


def names(answer):
    return [person.full_name for person in answer.context["page"]]


@pytest.fixture
def chief():
    return administrator(lead=True, user__full_name="Zoila")


def test_an_administrator_sees_the_people_of_her_own_organisation_only(chief):
    local = administrator(user__full_name="Ana")
    office = OfficeFactory(organisation=local.memberships.get().organisation)
    MembershipFactory(user__full_name="Berta", office=office)
    MembershipFactory(user__full_name="Carla")
    MembershipFactory(user__full_name="Delia", office=office, until="2026-02-01")

    assert names(signed_in(local).get(USERS)) == ["Ana", "Berta", "Delia"]
    assert names(signed_in(chief).get(USERS)) == ["Ana", "Berta", "Carla", "Delia", "Zoila"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"search": "bert"}, ["Berta"]),
        ({"search": "carla@people"}, ["Carla"]),
        ({"role": "trainer"}, ["Carla"]),
        ({"state": "waiting"}, ["Delia"]),
        ({"state": "ended"}, ["Elsa"]),
        ({"state": "active", "role": "caseworker"}, ["Berta"]),
    ],
)
def test_the_list_is_narrowed_by_name_office_role_and_access(chief, asked, found):
    berta = MembershipFactory(user__full_name="Berta")
    MembershipFactory(user__full_name="Carla", user__email="carla@people.example", role=Role.TRAINER)
    MembershipFactory(user__full_name="Delia", user__password="!x", role=Role.SUPERVISOR)
    MembershipFactory(user__full_name="Elsa", user__is_active=False, role=Role.SUPERVISOR)

    assert names(signed_in(chief).post(USERS, asked, follow=True)) == found
    assert names(signed_in(chief).get(USERS, {"office": str(berta.office_id)})) == ["Berta"]


def test_an_unknown_filter_value_is_refused_with_an_empty_list(chief):
    answer = signed_in(chief).get(USERS, {"role": "queen"})

    assert (answer.status_code, names(answer)) == (422, [])


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_people_costs_the_same_for_one_and_three(chief, people, django_assert_num_queries):
    for _ in range(people):
        MembershipFactory(user=MembershipFactory().user, role=Role.TRAINER)
    client = signed_in(chief)
    client.get(USERS)

    with django_assert_num_queries(9):
        assert len(names(client.get(USERS))) == people + 1


def test_an_administrator_changes_how_somebody_signs_in(chief):
    person = MembershipFactory().user
    typed = {
        "full_name": "Rosa Tum", "sign_in_name": "Rosa.Tum", "email": "", "language": "en", "version": "1",
    }  # fmt: skip

    assert signed_in(chief).get(page("user-edit", user=person)).status_code == 200
    answer = signed_in(chief).post(page("user-edit", user=person), typed)

    assert answer.url == page("user", user=person)
    person.refresh_from_db()
    assert (person.full_name, person.sign_in_name, person.email, person.language) == (
        "Rosa Tum",
        "rosa.tum",
        None,
        "en",
    )
    event = Event.objects.get(verb="user.changed")
    assert (event.actor, event.subjects) == (chief.pk, [person.pk])
    assert sorted(event.detail) == ["email", "full_name", "language", "sign_in_name"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sign_in_name": "taken"}, "Somebody else has this sign-in name."),
        ({"email": "taken@people.example"}, "Somebody else has this e-mail address."),
        ({"sign_in_name": "rosa tum"}, "letters without accents"),
    ],
)
def test_what_two_people_cannot_share_is_said(chief, changed, said):
    UserFactory(sign_in_name="taken")
    person = MembershipFactory().user
    typed = {"full_name": "Rosa", "sign_in_name": "rosa", "email": "", "language": "en", "version": "1"}

    answer = signed_in(chief).post(page("user-edit", user=person), typed | changed)

    assert (answer.status_code, said in answer.text) == (422, True)


def test_an_administrator_ends_an_access_and_opens_it_again(chief):
    person = MembershipFactory().user
    hers = signed_in(person)

    assert signed_in(chief).get(page("user-end", user=person)).status_code == 200
    signed_in(chief).post(page("user-end", user=person))
    assert hers.get("/").status_code == 302
    assert try_page(newcomer(), person.sign_in_name, PASSWORD).status_code == 422
    assert signed_in(chief).post(page("user-end", user=person)).status_code == 422

    assert signed_in(chief).get(page("user-restore", user=person)).status_code == 200
    signed_in(chief).post(page("user-restore", user=person))
    assert hers.get("/").status_code == 302, "what was open stays ended"
    assert try_page(newcomer(), person.sign_in_name, PASSWORD).status_code == 302
    verbs = (
        Event.objects.filter(actor=chief.pk, subjects=[person.pk])
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["user.ended", "user.restored"]


def test_a_link_for_somebody_whose_access_ended_is_refused(chief):
    person = MembershipFactory(user__is_active=False).user

    assert signed_in(chief).post(page("user-new-link", user=person)).status_code == 422


@pytest.mark.parametrize(
    "name", ["user-end", "user-restore", "user-new-link", "user-reset-second-factor", "user-edit"]
)
def test_who_works_elsewhere_too_is_left_to_who_manages_both(chief, name):
    local = administrator()
    person = MembershipFactory(organisation=local.memberships.get().organisation, office=None).user
    MembershipFactory(user=person, role=Role.TRAINER)

    answers = [
        signed_in(local).get(page(name, user=person)),
        signed_in(local).post(page(name, user=person), {}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "only an administrator of both" in answers[0].text
    assert signed_in(local).get(page("user", user=person)).status_code == 200
    assert signed_in(chief).get(page(name, user=person)).status_code == 200


@pytest.mark.parametrize(
    "name", ["user", "user-edit", "user-end", "user-restore", "user-new-link", "membership-grant"]
)
def test_people_of_other_organisations_are_not_there(name):
    stranger = MembershipFactory().user

    assert signed_in(administrator()).get(page(name, user=stranger)).status_code == 404


def test_a_page_about_a_person_shows_the_roles_one_manages_and_no_others():
    local = administrator()
    organisation = local.memberships.get().organisation
    person = MembershipFactory(organisation=organisation, office=None, role=Role.SUPERVISOR).user
    MembershipFactory(user=person, role=Role.TRAINER, office__name="Far away")

    text = signed_in(local).get(page("user", user=person)).text

    assert ("Supervisor" in text, "Far away" in text) == (True, False)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_opens_the_administrators_pages(role):
    client = signed_in(member(role))

    assert [
        client.get(path).status_code for path in (USERS, "/accounts/offices/", "/accounts/organisations/")
    ] == [403] * 3


def test_somebody_sees_and_changes_her_own_account():
    person = MembershipFactory(user__sign_in_name="rosa").user
    client = signed_in(person)
    page_before = client.get("/accounts/own/")

    client.post(
        "/accounts/own/edit/", {"full_name": "Rosa Tum", "email": "ROSA@home.example", "language": "es"}
    )

    person.refresh_from_db()
    assert page_before.status_code == 200
    assert (person.full_name, person.email, person.language) == ("Rosa Tum", "rosa@home.example", "es")
    assert client.cookies["language"].value == "es"
    assert client.post("/accounts/own/edit/", {"full_name": "", "language": "fr"}).status_code == 422


def test_the_language_chosen_on_a_page_is_kept_in_the_account():
    person = MembershipFactory(user__language="es").user

    signed_in(person).post("/language/", {"language": "en"})

    assert User.objects.get(pk=person.pk).language == "en"


def test_somebody_changes_her_password_and_is_signed_out_everywhere_else():
    person = MembershipFactory().user
    here, there = signed_in(person), signed_in(person)
    typed = {"current": PASSWORD, "password": "seven green lamps", "again": "seven green lamps"}

    wrong = here.post("/accounts/own/password/", {**typed, "current": "not the password"})
    done = here.post("/accounts/own/password/", typed)

    assert (wrong.status_code, "This is not your password." in wrong.text) == (422, True)
    assert done.url == "/accounts/own/"
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    assert try_page(newcomer(), person.sign_in_name, "seven green lamps").status_code == 302
    assert Event.objects.filter(verb="password.changed", actor=person.pk).count() == 1


def test_two_administrators_who_change_one_account_both_see_what_the_other_wrote(chief):
    person = MembershipFactory(user__full_name="Rosa", user__sign_in_name="rosa").user
    path, typed = (
        page("user-edit", user=person),
        {"sign_in_name": "rosa", "email": "", "language": "es", "version": "1"},
    )
    first, second = signed_in(chief), signed_in(chief)

    assert first.post(path, {**typed, "full_name": "Rosa Tum"}).status_code == 302
    asked = second.post(path, {**typed, "full_name": "Rosa Ical"})
    assert asked.status_code == 409
    assert ("Rosa Tum" in asked.text, "Rosa Ical" in asked.text) == (True, True)
    chosen = {**typed, "full_name": "Rosa Ical", "version": "2", "keep_full_name": "theirs"}
    assert second.post(path, chosen).status_code == 302

    person.refresh_from_db()
    assert person.full_name == "Rosa Tum"
