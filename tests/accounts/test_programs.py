import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import AccessToken, Office, Organisation, Role
from accounts.tokens import issue
from audit.models import Event
from tests.accounts.visitors import TOKEN, code, newcomer, signed_in, try_api
from tests.factories.accounts import (
    PASSWORD,
    MembershipFactory,
    OfficeFactory,
    OrganisationFactory,
    administrator,
    member,
)

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organisations/"


class Program:
    """A program with the token of somebody."""

    def __init__(self, user):
        self.token, self.row = issue(user)

    def ask(self, method, path, body=None, **headers):
        data = "" if body is None else json.dumps(body)
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en", **headers}
        return newcomer().generic(method, path, data, content_type="application/json", headers=headers)


def offices_of(organisation):
    return f"{LIST}{organisation.pk}/offices/"


@pytest.mark.parametrize("name", ["rosa", "rosa@people.example"])
def test_a_program_signs_in_and_gets_a_token_for_twelve_hours(name):
    person = MembershipFactory(user__sign_in_name="rosa", user__email="rosa@people.example").user

    answer = try_api(newcomer(), name, PASSWORD, otp=code())

    said = answer.json()
    assert (answer.status_code, sorted(said)) == (200, ["expires_at", "token"])
    ahead = parse_datetime(said["expires_at"]) - timezone.now()
    assert timedelta(hours=11, minutes=59) < ahead <= timedelta(hours=12)
    opened = newcomer().get(LIST, headers={"Authorization": f"Bearer {said['token']}"})
    assert opened.status_code == 200
    assert said["token"] not in str(list(AccessToken.objects.values()))
    done = Event.objects.get(verb="sign_in.done")
    assert (done.actor, done.detail) == (person.pk, ["api"])


def test_a_program_signs_out_and_its_token_opens_nothing_any_more():
    program = Program(MembershipFactory().user)

    assert program.ask("DELETE", TOKEN).status_code == 204
    assert [program.ask(*call).status_code for call in (("GET", LIST), ("DELETE", TOKEN))] == [401, 401]
    assert Event.objects.filter(verb="token.ended", subjects=[program.row.pk]).count() == 1


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["email", "password"]),
        ({"email": {}, "password": 5}, ["email", "password"]),
        ({"email": "a", "password": "b", "remember": True}, ["remember"]),
        ({"email": "a", "password": "b", "otp": 123456}, ["otp"]),
        ({"email": "a", "password": "b", "role": "queen"}, ["role"]),
        ([], [""]),
    ],
)
def test_what_cannot_be_read_is_said_by_field_and_counts_as_no_try(body, fields):
    answer = newcomer().post(TOKEN, json.dumps(body), content_type="application/json")

    assert (answer.status_code, sorted(answer.json()["errors"])) == (422, fields)
    assert Event.objects.count() == 0


def test_somebody_sees_her_tokens_and_ends_them_and_nobody_elses():
    person = MembershipFactory().user
    own, foreign = Program(person), Program(MembershipFactory().user)
    client = signed_in(person)
    path = "/accounts/own/tokens/{}/end/".format

    assert client.get("/accounts/own/").text.count(path(own.row.pk)) == 1
    assert client.post(path(foreign.row.pk)).status_code == 404
    assert client.post(path(own.row.pk)).url == "/accounts/own/"
    assert (own.ask("GET", LIST).status_code, foreign.ask("GET", LIST).status_code) == (401, 200)


@pytest.mark.parametrize("role", Role.values)
def test_everybody_reads_her_own_organisation_only(role):
    person = member(role)
    OrganisationFactory(name="Far away")

    rows = Program(person).ask("GET", LIST).json()["results"]

    own = person.memberships.get().organisation
    assert [(row["id"], row["name"], row["kind"], row["is_lead"]) for row in rows] == [
        (str(own.pk), own.name, "ngo", False)
    ]
    assert Program(person).ask("GET", f"{LIST}{own.pk}/").json() == rows[0]


def test_organisations_are_filtered_by_country():
    program = Program(administrator(lead=True))
    OrganisationFactory(name="Casa", country="HN")

    found = program.ask("GET", f"{LIST}?country=HN").json()["results"]

    assert [row["name"] for row in found] == ["Casa"]
    assert program.ask("GET", f"{LIST}?country=Honduras").status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(rows, django_assert_num_queries):
    chief = administrator(lead=True)
    own = chief.memberships.get().organisation
    OfficeFactory.create_batch(rows, organisation=own)
    OrganisationFactory.create_batch(rows)
    program = Program(chief)

    with django_assert_num_queries(8):
        assert len(program.ask("GET", LIST).json()["results"]) == rows + 1
    with django_assert_num_queries(8):
        assert len(program.ask("GET", offices_of(own)).json()["results"]) == rows


def test_the_leading_organisations_administrator_adds_and_changes_one_by_program():
    program, body = Program(administrator(lead=True)), {"name": "Casa", "country": "HN", "kind": "shelter"}

    made = [program.ask("POST", LIST, body, **{"Idempotency-Key": "k-5"}) for _ in range(2)]
    path, tag = f"{LIST}{made[0].json()['id']}/", {"If-Match": made[0]["ETag"]}
    changed = program.ask("PATCH", path, {"name": "Casa Alianza"}, **tag)

    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json() == made[1].json()
    assert (changed.status_code, changed.json()["name"], changed.json()["kind"]) == (
        200,
        "Casa Alianza",
        "shelter",
    )
    assert program.ask("PATCH", path, {"name": "Late"}, **tag).status_code == 412
    assert program.ask("PATCH", path, {"name": "Blind"}).status_code == 428
    assert Organisation.objects.filter(name__startswith="Casa").count() == 1
    assert Event.objects.filter(verb__in=["organisation.created", "organisation.changed"]).count() == 2


def test_what_the_page_refuses_the_program_is_refused_too():
    program = Program(administrator(lead=True))
    OrganisationFactory(name="Casa")

    answers = [
        program.ask("POST", LIST, {"name": "Casa", "country": "GT", "kind": "ngo"}),
        program.ask("POST", LIST, {"name": "Nueva", "country": "Guatemala", "kind": "castle"}),
    ]

    assert [sorted(answer.json()["errors"]) for answer in answers] == [[""], ["country", "kind"]]
    assert "There is an organisation of this name already." in answers[0].json()["errors"][""][0]


def test_nobody_else_adds_or_changes_organisations_and_offices():
    person = member(Role.PROGRAMME_MANAGER)
    own, other = person.memberships.get().organisation, OrganisationFactory()
    program, any_version = Program(person), {"If-Match": "*"}
    office = {"name": "Xela", "kind": "office"}

    asked = [
        program.ask("POST", LIST, {"name": "Nueva", "country": "GT", "kind": "ngo"}),
        program.ask("PATCH", f"{LIST}{own.pk}/", {"name": "Mine"}, **any_version),
        program.ask("POST", offices_of(own), office),
        program.ask("PATCH", f"{LIST}{other.pk}/", {"name": "Mine"}, **any_version),
        program.ask("POST", offices_of(other), office),
        program.ask("GET", offices_of(other)),
    ]

    assert [answer.status_code for answer in asked] == [403] * 3 + [404] * 3


def test_an_administrator_adds_and_changes_offices_by_program():
    chief = administrator()
    organisation = chief.memberships.get().organisation
    program, path = Program(chief), offices_of(organisation)

    made = program.ask("POST", path, {"name": "Cobán", "kind": "office", "department": "GT-16"})
    here = f"{path}{made.json()['id']}/"
    changed = program.ask("PATCH", here, {"kind": "shelter"}, **{"If-Match": made["ETag"]})

    assert (made.status_code, made["Location"]) == (201, f"http://testserver{here}")
    assert (changed.status_code, changed.json()["department"], changed.json()["kind"]) == (
        200,
        "GT-16",
        "shelter",
    )
    assert [row["name"] for row in program.ask("GET", path).json()["results"]] == ["Cobán"]
    assert Office.objects.get().organisation == organisation
    foreign = OfficeFactory()
    assert program.ask("GET", f"{path}{foreign.pk}/").status_code == 404
