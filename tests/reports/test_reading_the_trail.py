"""Those who protect data read the trail of their own organisations, and nobody else does."""

import uuid
from datetime import UTC, datetime

import pytest
from django.utils.timezone import localtime

from accounts.models import Membership, Organisation
from accounts.roles import Role
from audit.actions import record
from audit.models import Event
from tests.accounts.visitors import come_in, newcomer, try_page
from tests.factories.accounts import MembershipFactory, OfficeFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return OfficeFactory(organisation=OrganisationFactory())


@pytest.fixture
def reader(office, client):
    """Somebody of data protection, signed in."""
    user = UserFactory(with_second_factor=True, language="en")
    MembershipFactory(user=user, organisation=office.organisation, office=None, role=Role.DATA_PROTECTION)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["language"] = "en"
    return user


def shown(response):
    return [(line["event"].verb, line["who"]) for line in response.context["lines"]]


def test_she_sees_what_her_people_did_and_what_was_done_in_her_offices_but_nothing_else(
    client, reader, office
):
    colleague, stranger = UserFactory(), UserFactory()
    MembershipFactory(user=colleague, organisation=office.organisation, office=office)
    MembershipFactory(user=stranger)
    record("office.changed", uuid.uuid4(), by=colleague)
    record("case.opened", uuid.uuid4(), by=stranger, office=office)
    record("award.created", uuid.uuid4(), by=stranger)

    response = client.get("/trail/")

    assert shown(response) == [
        ("case.opened", stranger.sign_in_name),
        ("office.changed", colleague.sign_in_name),
    ]


def test_of_a_colleague_who_left_she_sees_what_was_done_here_and_not_what_is_done_elsewhere(
    client, reader, office
):
    moved = MembershipFactory(office=office, since="2019-01-01", until="2020-01-01").user
    elsewhere = MembershipFactory(user=moved).office
    record("office.changed", uuid.uuid4(), by=moved)
    record("case.opened", uuid.uuid4(), by=moved, office=elsewhere)

    assert shown(client.get("/trail/")) == []


def test_whose_event_it_was_stays_when_its_actor_leaves(client, reader, office):
    membership = MembershipFactory(office=office)
    record("office.changed", uuid.uuid4(), by=membership.user)
    Membership.objects.filter(pk=membership.pk).update(until="2026-01-01")

    assert shown(client.get("/trail/")) == [("office.changed", membership.user.sign_in_name)]


def test_what_belongs_to_no_one_organisation_is_seen_by_the_leading_one_only(client, reader, office):
    both = MembershipFactory(office=office).user
    MembershipFactory(user=both)
    record("office.changed", uuid.uuid4(), by=both)
    record("sign_in.failed", detail=["page", "wrong"])

    assert shown(client.get("/trail/")) == []
    OrganisationFactory(name="Lead", is_lead=True)
    leader = UserFactory(with_second_factor=True)
    lead = {"organisation": Organisation.objects.get(is_lead=True), "office": None}
    MembershipFactory(user=leader, role=Role.DATA_PROTECTION, **lead)
    client.force_login(leader, backend="allauth.account.auth_backends.AuthenticationBackend")
    seen = [verb for verb, _who in shown(client.get("/trail/"))]
    assert seen == ["trail.read", "sign_in.failed", "office.changed"]


def test_failed_and_good_sign_ins_of_her_people_are_seen_by_who_protects_their_data(client, reader, office):
    user = MembershipFactory(office=office).user
    come_in(newcomer(), user)
    try_page(newcomer(), user.sign_in_name)
    try_page(newcomer(), "nobody.at.all")

    assert [verb for verb, _who in shown(client.get("/trail/"))] == ["sign_in.failed", "sign_in.done"]


def test_the_trail_is_looked_up_by_organisation_and_by_nothing_else(reader):
    asked = Event.objects.visible_to(reader).query

    assert "OR" not in str(asked).split()
    assert {join.table_name for join in asked.alias_map.values()} == {"audit_event"}


def test_looking_into_the_trail_is_itself_in_the_trail(client, reader):
    client.get("/trail/", {"verb": "refused"})

    event = Event.objects.get(verb="trail.read")
    assert (event.actor, event.detail) == (reader.pk, ["verb"])


def test_she_finds_events_by_person_verb_record_and_day(client, reader, office):
    colleague, thing = UserFactory(sign_in_name="rosa"), uuid.uuid4()
    MembershipFactory(user=colleague, organisation=office.organisation, office=office)
    record("office.changed", thing, by=colleague)
    record("office.closed", thing, by=colleague)
    late = record("sign_in.done", colleague, by=colleague)

    assert shown(client.post("/trail/", {"person": "Rosa", "verb": "office.ch"}, follow=True)) == [
        ("office.changed", "rosa")
    ]
    assert shown(client.get("/trail/", {"record": str(thing)})) == [
        ("office.closed", "rosa"),
        ("office.changed", "rosa"),
    ]
    assert shown(client.get("/trail/", {"record": str(thing), "until": "01/01/2020"})) == []
    assert shown(client.get("/trail/", {"verb": "sign_in", "since": f"{localtime(late.at):%d/%m/%Y}"})) == [
        ("sign_in.done", "rosa")
    ]


def test_she_chooses_what_was_done_by_its_words_under_the_title_of_its_room(client, reader, office):
    record("award.changed", uuid.uuid4(), by=reader)
    record("award.created", uuid.uuid4(), by=reader)
    page = client.get("/trail/").text
    assert '<optgroup label="Donors, awards and spending">' in page
    assert '<option value="award.changed">Corrected an award</option>' in page
    assert '<option value="" selected>Any</option>' in page
    assert "For example sign_in" not in page

    answer = client.get("/trail/", {"verb": "award.changed"})

    assert shown(answer) == [("award.changed", reader.sign_in_name)]
    assert '<option value="award.changed" selected>Corrected an award</option>' in answer.text


def test_a_deed_chosen_by_its_words_is_not_taken_for_another_whose_code_begins_alike(client, reader):
    for verb in ("target.set", "target.set_again"):
        record(verb, uuid.uuid4(), by=reader)

    assert shown(client.get("/trail/", {"verb": "target.set"})) == [("target.set", reader.sign_in_name)]


def test_an_old_address_with_the_beginning_of_a_code_shows_what_it_found_by(client, reader):
    record("office.changed", uuid.uuid4(), by=reader)

    answer = client.get("/trail/", {"verb": "office.ch"})

    assert shown(answer) == [("office.changed", reader.sign_in_name)]
    assert '<option value="office.ch" selected>Codes that begin with office.ch</option>' in answer.text


@pytest.mark.parametrize("verb", ["\x00", "a b", "x" * 61])
def test_what_is_no_code_is_refused_beside_the_field(client, reader, verb):
    answer = client.get("/trail/", {"verb": verb})

    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"verb"})


def test_the_last_day_asked_for_is_included_until_its_local_midnight(client, reader):
    night = datetime(2026, 3, 2, 5, 59, tzinfo=UTC)  # 23:59 of 1 March in Guatemala
    for at in (night, night.replace(hour=6, minute=0)):
        Event.objects.create(verb="night", organisation=reader.organisation_in_use, at=at)

    events = client.get("/trail/", {"verb": "night", "until": "01/03/2026"}).context["lines"]

    assert [line["event"].at for line in events] == [night]


def test_a_day_that_is_none_is_answered_beside_the_field(client, reader):
    response = client.get("/trail/", {"since": "31/02/2026"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"since"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_number_of_queries_however_many_rows(
    client, reader, rows, django_assert_num_queries
):
    for _row in range(rows):
        record("office.changed", uuid.uuid4(), by=reader)
    client.get("/trail/")

    with django_assert_num_queries(QUERIES):
        client.get("/trail/", {"verb": "office"})


QUERIES = 10


def test_an_event_of_many_records_shows_three_and_folds_the_others(client, reader):
    record("residents.named", *(uuid.uuid4() for _ in range(40)), by=reader)

    row = client.get("/trail/").content.decode().partition("<tbody>")[2].partition("</tbody>")[0]

    shown, _, folded = row.partition("<details>")
    assert (shown.count('href="?record='), folded.count('href="?record=')) == (3, 37)
    assert "and 37 more" in folded
