"""Work behind the page that failed every time waits for an administrator, who lets it be tried again."""

import pytest
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from tests.factories.accounts import administrator, member
from work.models import OutboxRow

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def failed(**more):
    return OutboxRow.objects.create(
        effect="tests.count", given_up_at=timezone.now(), attempts=10, last_error="OSError", **more
    )


def test_an_administrator_of_the_lead_sees_it_and_lets_it_be_tried_again(client):
    row, user = failed(), administrator(lead=True)
    client.force_login(user, backend=BACKEND)

    assert "OSError" in client.get("/work/").text
    response = client.post(f"/work/{row.pk}/try-again/")

    row.refresh_from_db()
    assert (response.status_code, response.url) == (302, "/work/")
    assert (row.given_up_at, row.attempts) == (None, 0)
    assert Event.objects.get(verb="outbox.tried_again").actor == user.pk


def test_work_that_did_not_fail_cannot_be_tried_again(client):
    row = OutboxRow.objects.create(effect="tests.count")
    client.force_login(administrator(lead=True), backend=BACKEND)

    assert client.post(f"/work/{row.pk}/try-again/").status_code == 404


@pytest.mark.parametrize("who", [lambda: administrator(), lambda: member(Role.CASEWORKER)])
def test_nobody_else_sees_it(client, who):
    client.force_login(who(), backend=BACKEND)

    assert client.get("/work/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_many_failed(client, rows, django_assert_num_queries):
    for _row in range(rows):
        failed()
    client.force_login(administrator(lead=True), backend=BACKEND)
    client.get("/work/")

    with django_assert_num_queries(QUERIES):
        client.get("/work/")


QUERIES = 7
