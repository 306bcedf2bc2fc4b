"""A program is not sure whether its request arrived, and sends it again."""

import threading
import uuid

import pytest
from django.db import connection

from accounts.models import Organisation, Role
from audit.models import Event
from tests.api.conftest import caller_in
from work.models import IdempotencyKey

pytestmark = [pytest.mark.urls("tests.api.urls")]

BODY = {"name": "Orchard", "country": "GT", "kind": "ngo"}


def plant(caller, key, body=None, **more):
    return caller.post(
        "/api/v1/gardens/", BODY if body is None else body, headers={"Idempotency-Key": key}, **more
    )


def gardens():
    return Organisation.objects.filter(name__startswith="Orchard").count()


@pytest.mark.django_db
def test_what_is_made_is_answered_with_its_address_and_version(supervisor):
    answer = supervisor.post("/api/v1/gardens/", BODY)

    assert answer.status_code == 201
    assert answer["ETag"] == '"1"'
    assert answer["Location"] == f"http://testserver/api/v1/gardens/{answer.json()['id']}/"
    assert supervisor.get(answer["Location"].removeprefix("http://testserver")).json() == answer.json()


@pytest.mark.django_db
def test_a_request_sent_twice_makes_one_row_and_answers_it_as_it_is_now(supervisor):
    key = str(uuid.uuid4())

    first = plant(supervisor, key)
    Organisation.objects.filter(pk=first.json()["id"]).update(kind="ministry", version=2)
    second = plant(supervisor, key, dict(reversed(BODY.items())))

    assert (first.status_code, second.status_code, gardens()) == (201, 201, 1)
    assert second.json() == first.json() | {"kind": "ministry", "version": 2}
    assert second["ETag"] == '"2"'
    assert (
        Event.objects.filter(verb="organisation.created", subjects__contains=[first.json()["id"]]).count()
        == 1
    )


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused(supervisor):
    key = str(uuid.uuid4())
    plant(supervisor, key)

    answer = plant(supervisor, key, BODY | {"name": "Orchard two"})

    assert (answer.status_code, gardens()) == (422, 1)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_a_refused_request_may_be_mended_and_sent_again_under_its_key(supervisor):
    key = str(uuid.uuid4())

    refused = plant(supervisor, key, BODY | {"country": "Guatemala"})
    mended = plant(supervisor, key)

    assert (refused.status_code, mended.status_code, gardens()) == (422, 201, 1)


@pytest.mark.django_db
def test_the_key_belongs_to_its_sender(supervisor):
    key, other = str(uuid.uuid4()), caller_in(Role.SUPERVISOR)

    plant(supervisor, key)
    answer = plant(other, key, BODY | {"name": "Orchard two"})

    assert (answer.status_code, gardens()) == (201, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 61, "with space", "ñ", '"quoted"'])
def test_a_key_that_is_no_key_is_refused(supervisor, key):
    answer = plant(supervisor, key)

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["Idempotency-Key"])


@pytest.mark.django_db
def test_nothing_of_the_body_is_kept_with_the_key(supervisor):
    plant(supervisor, str(uuid.uuid4()))

    kept = IdempotencyKey.objects.values().get()

    assert {
        name: value
        for name, value in kept.items()
        if "Orchard" in str(value) or b"Orchard" in bytes(str(value), "utf-8")
    } == {}


def test_of_twenty_at_once_one_makes_the_row_and_all_answer_it(committed_db):
    supervisor, key, answers = caller_in(Role.SUPERVISOR), str(uuid.uuid4()), []

    def send():
        answers.append(plant(supervisor, key))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert [answer.status_code for answer in answers] == [201] * 20
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert gardens() == 1
    assert Event.objects.filter(verb="organisation.created").count() == 1
