"""The trail: nothing can be changed in it, and a refusal is written even when all else is undone."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.roles import Role
from audit.actions import outliving_refusal, record, remember
from audit.doors import Refused, require, rule
from audit.models import Event
from tests.factories.accounts import MembershipFactory, OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db


@rule("Only somebody else may do this.")
def can_never(user, thing):
    return False


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET verb = 'other'", "DELETE FROM audit_event", "TRUNCATE audit_event"],
)
def test_whoever_runs_the_application_cannot_change_a_line_of_the_trail(statement):
    record("case.closed", uuid.uuid4())

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Event.objects.values_list("verb", flat=True).get() == "case.closed"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET verb = 'other'", "DELETE FROM audit_event", "TRUNCATE audit_event"],
)
def test_not_even_the_owner_of_the_tables_can_change_a_line_of_the_trail(committed_db, owner, statement):
    record("case.closed", uuid.uuid4())

    with pytest.raises(Exception, match="audit events are never changed"):
        owner.execute(statement)

    assert Event.objects.values_list("verb", flat=True).get() == "case.closed"


@pytest.mark.parametrize("word", ["Ana was seen", "ana@example.org said", "", "x" * 81, "línea\nnueva"])
def test_no_words_about_a_person_enter_the_trail(word):
    with pytest.raises(ValueError, match="codes, not words"):
        record("note.written", uuid.uuid4(), detail=[word])


def test_an_event_names_who_did_what_to_which_records():
    user = UserFactory()
    MembershipFactory(user=user, role=Role.SUPERVISOR)
    other = uuid.uuid4()

    event = record("user.ended", user, other, by=user, detail=["left.programme"])

    assert (event.actor, event.role, event.kind) == (user.pk, "supervisor", "accounts.user")
    assert event.subjects == [user.pk, other]
    assert list(Event.objects.about(other)) == [event]


def test_a_rule_that_does_not_hold_refuses_in_its_own_sentence_and_is_remembered():
    user = UserFactory()

    with pytest.raises(Refused, match=r"^Only somebody else may do this\.$"), outliving_refusal():
        require(can_never, user, user)

    event = Event.objects.get()
    assert (event.verb, event.actor, event.subjects, event.detail) == (
        "refused",
        user.pk,
        [user.pk],
        ["can_never"],
    )
    assert can_never.__doc__ == "Only somebody else may do this."


def test_the_refusal_of_a_command_stays_when_all_it_did_is_undone():
    @outliving_refusal()
    @transaction.atomic
    def command():
        record("case.opened", uuid.uuid4())
        with outliving_refusal():
            remember("schedule.refused", detail=["no_funding"])
        assert not Event.objects.filter(verb="schedule.refused").exists(), "only the outermost writes"
        require(can_never, UserFactory())

    with pytest.raises(Refused):
        command()

    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == [
        "schedule.refused",
        "refused",
    ]


@pytest.mark.parametrize(
    ("others", "carries"),
    [([], True), (["same"], True), (["other"], False), (["ended"], True)],
)
def test_an_event_belongs_to_the_one_organisation_that_its_actor_acts_for(others, carries):
    own = OfficeFactory()
    user = MembershipFactory(office=own).user
    places = {
        "same": {"office": OfficeFactory(organisation=own.organisation)},
        "other": {"office": OfficeFactory()},
        "ended": {"office": OfficeFactory(), "until": "2026-02-01"},
    }
    for other in others:
        MembershipFactory(user=user, role=Role.TRAINER, **places[other])

    event = record("office.changed", by=user)

    assert event.organisation == (own.organisation_id if carries else None)


def test_what_is_done_in_an_office_belongs_to_the_organisation_of_the_office():
    user, office = MembershipFactory().user, OfficeFactory()

    assert record("case.opened", by=user, office=office).organisation == office.organisation_id


def test_who_acts_in_one_role_acts_for_its_organisation():
    user = MembershipFactory(role=Role.CASEWORKER).user
    administered = MembershipFactory(user=user, role=Role.ADMINISTRATOR).organisation_id

    assert record("session.ended", by=user).organisation is None
    user.acting_role = Role.ADMINISTRATOR
    assert record("user.ended", by=user).organisation == administered


def test_what_is_remembered_where_nothing_waits_is_written_at_once():
    remember("schedule.refused", detail=["no_funding"])

    assert Event.objects.values_list("verb", "detail").get() == ("schedule.refused", ["no_funding"])


def test_a_refused_page_leaves_its_event_although_the_request_was_undone():
    user = UserFactory(with_second_factor=True)
    MembershipFactory(user=user, role=Role.CASEWORKER)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    response = client.get("/trail/")

    event = Event.objects.filter(verb="refused").get()
    assert response.status_code == 403
    assert (event.actor, event.role, event.detail) == (user.pk, "caseworker", ["trail"])
    assert str(event.request_id) == response["X-Request-ID"]
