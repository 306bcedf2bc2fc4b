"""Pages are sent compressed to whoever can read that; what programs read is not."""

import gzip

import pytest
from django.urls import reverse

from accounts.roles import Role
from accounts.tokens import issue
from tests.factories.accounts import member
from tests.factories.cases import opened_case

pytestmark = pytest.mark.django_db
ASKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def desk(client):
    client.force_login(member(Role.CASEWORKER))
    return client


def test_a_page_is_sent_compressed_and_holds_what_it_held(desk):
    plain, small = desk.get(reverse("own-account")), desk.get(reverse("own-account"), headers=ASKED)

    assert (plain.headers.get("Content-Encoding"), small["Content-Encoding"]) == (None, "gzip")
    assert gzip.decompress(small.content).startswith(plain.content[:200])
    assert len(small.content) < len(plain.content) / 2


def test_an_answer_to_a_program_keeps_its_strong_etag(client):
    case = opened_case()
    token = {"Authorization": f"Bearer {issue(case.worker)[0]}"}

    answer = client.get(f"/api/v1/cases/{case.number}/", headers=ASKED | token)

    assert (answer.status_code, "Content-Encoding" in answer.headers) == (200, False)
    assert answer["ETag"] == f'"{case.version}"'
