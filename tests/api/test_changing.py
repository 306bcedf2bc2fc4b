"""A program changes a row: only the version that it read."""

import threading

import pytest
from django.db import connection

from accounts.models import Organisation, Role
from tests.api.conftest import caller_in
from tests.factories.accounts import OrganisationFactory

pytestmark = [pytest.mark.urls("tests.api.urls")]


def address(garden):
    return f"/api/v1/gardens/{garden.pk}/"


@pytest.mark.django_db
def test_a_row_says_its_version_and_the_next_one_after_a_change(supervisor):
    garden = OrganisationFactory()

    read = supervisor.get(address(garden))
    written = supervisor.patch(address(garden), {"name": "Orchard"}, headers={"If-Match": read["ETag"]})

    assert (read["ETag"], written["ETag"]) == ('"1"', '"2"')
    assert written.json() == read.json() | {"name": "Orchard", "version": 2}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("match", "status"),
    [(None, 428), ('"1"', 200), ("*", 200), ('"7", "1"', 200), ('"2"', 412), ('W/"1"', 412),
     ('"01"', 412), ('""', 412), ('"' + "9" * 3000 + '"', 412),
     ("1", 400), ("", 400), ('"1', 400), ('"1" "2"', 400), ("'1'", 400), ('"1",', 400), ("é", 400)],
)  # fmt: skip
@pytest.mark.parametrize("verb", ["", "close/"])
def test_a_change_names_the_version_it_saw(supervisor, match, status, verb):
    garden = OrganisationFactory()
    ask = supervisor.post if verb else supervisor.patch

    answer = ask(address(garden) + verb, {}, headers={} if match is None else {"If-Match": match})

    assert answer.status_code == status, answer.content
    if status != 200:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status


@pytest.mark.django_db
def test_the_version_is_asked_for_before_the_body_is_read(supervisor):
    garden = OrganisationFactory()

    assert supervisor.patch(address(garden), b"{", headers={"If-Match": '"9"'}).status_code == 412
    assert supervisor.patch(address(garden), b"{").status_code == 428


@pytest.mark.django_db
def test_who_may_not_change_a_row_hears_that_before_anything_else(caseworker):
    garden = OrganisationFactory()

    answer = caseworker.patch(address(garden), b"{")

    assert (answer.status_code, answer.json()["detail"]) == (403, "Only a supervisor may do this.")


def test_of_twenty_that_change_the_same_version_one_succeeds(committed_db):
    garden = OrganisationFactory()
    supervisor = caller_in(Role.SUPERVISOR)
    statuses = []

    def change(number):
        answer = supervisor.ask(
            "PATCH", address(garden), {"name": f"Orchard {number}"}, headers={"If-Match": '"1"'}
        )
        statuses.append(answer.status_code)
        connection.close()

    threads = [threading.Thread(target=change, args=[number]) for number in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert sorted(statuses) == [200] + [412] * 19
    assert Organisation.objects.get(pk=garden.pk).version == 2
