"""What is refused, whatever the reason, is a problem that a program can read."""

import time
import uuid

import pytest
from django.test import Client

from accounts.models import Organisation, Role
from tests.api.conftest import Caller, caller_in
from tests.factories.accounts import OrganisationFactory
from work.models import RequestCount

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.urls")]

LIST = "/api/v1/gardens/"


def problem(answer, status):
    """The body of a problem of this status, checked for its form."""
    body = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (body["type"], body["status"]) == ("about:blank", status)
    assert body["title"]
    assert set(body) <= {"type", "title", "status", "detail", "errors"}
    return body


@pytest.fixture
def garden():
    return OrganisationFactory()


def test_400_for_what_cannot_be_read(supervisor):
    assert problem(supervisor.post(LIST, b"{"), 400)["detail"] == "The body is not JSON."


@pytest.mark.parametrize(
    "header",
    [None, "Bearer", "Bearer a b", "Bearer unknown", "Basic YTpi", "Bearer é", "bearer " + "x" * 5000],
)
def test_401_without_a_token_that_opens(header):
    answer = Caller().get(LIST, headers={"Authorization": header} if header else {})

    problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Bearer"


def test_401_for_a_browser_that_is_signed_in_but_sends_no_token(supervisor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(supervisor.user, backend="allauth.account.auth_backends.AuthenticationBackend")

    for answer in (client.get(LIST), client.post(LIST, {}, content_type="application/json")):
        problem(answer, 401)


def test_403_in_the_words_of_the_rule_or_of_the_role(caseworker, garden):
    trainer = caller_in(Role.TRAINER)

    assert problem(caseworker.post(LIST, {}), 403)["detail"] == "Only a supervisor may do this."
    assert problem(trainer.get(LIST), 403)["detail"].startswith("This is not part of your role.")
    assert trainer.get(f"{LIST}{garden.pk}/").content == trainer.get(f"{LIST}{uuid.uuid4()}/").content


def test_404_is_the_same_for_a_foreign_row_and_for_none(supervisor):
    foreign = Organisation.objects.create(name="Hidden garden", country="GT", kind="ngo")
    asked = [
        ("GET", "", None),
        ("PATCH", "", {}),
        ("POST", "note/", {}),
        ("POST", "close/", None),
        ("DELETE", "", None),
    ]

    for method, verb, body in asked:
        answers = [supervisor.ask(method, f"{LIST}{pk}/{verb}", body) for pk in (foreign.pk, uuid.uuid4())]
        for answer in answers:
            problem(answer, 405 if method == "DELETE" else 404)
        assert answers[0].content == answers[1].content
        seen = [
            {k: v for k, v in answer.headers.items() if k not in {"X-Request-ID", "Date"}}
            for answer in answers
        ]
        assert seen[0] == seen[1]


@pytest.mark.parametrize("path", ["nothing/", "gardens/1/", "gardens/%00/", "gardens/../../"])
def test_404_for_an_address_that_is_none(supervisor, path):
    problem(supervisor.get(f"/api/v1/{path}"), 404)


@pytest.mark.parametrize(
    ("method", "one", "allow"),
    [("PUT", True, "GET, PATCH, HEAD, OPTIONS"), ("DELETE", True, "GET, PATCH, HEAD, OPTIONS"),
     ("POST", True, "GET, PATCH, HEAD, OPTIONS"), ("PATCH", False, "GET, POST, HEAD, OPTIONS"),
     ("DELETE", False, "GET, POST, HEAD, OPTIONS"), ("TRACE", False, "GET, POST, HEAD, OPTIONS")],
)  # fmt: skip
def test_405_names_the_methods_there_are(supervisor, garden, method, one, allow):
    answer = supervisor.ask(method, f"{LIST}{garden.pk}/" if one else LIST, {})

    problem(answer, 405)
    assert answer["Allow"] == allow


def test_a_head_is_a_get_without_its_body_and_options_are_told(supervisor, garden):
    head, options = (supervisor.ask(method, f"{LIST}{garden.pk}/") for method in ("HEAD", "OPTIONS"))

    assert (head.status_code, head.content, head["ETag"]) == (200, b"", '"1"')
    assert (options.status_code, options.content, options["Allow"]) == (204, b"", "GET, PATCH, HEAD, OPTIONS")
    assert Caller().ask("OPTIONS", LIST).status_code == 401


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/png;q=0.5"])
def test_406_for_anything_but_json(supervisor, accept):
    problem(supervisor.get(LIST, headers={"Accept": accept}), 406)


def test_422_for_a_verb_that_takes_nothing_and_is_sent_something(supervisor, garden):
    address, headers = f"{LIST}{garden.pk}/close/", {"If-Match": '"1"'}

    body = problem(supervisor.post(address, {"note": "x"}, headers=headers), 422)

    assert body["errors"] == {"note": ["This field is not known here."]}
    assert supervisor.post(address, headers=headers).status_code == 200


def test_429_when_a_token_has_sent_its_requests_of_a_minute(supervisor, settings):
    settings.API_LIMITS = {"usual": 3, "heavy": 1}
    wait_for_a_fresh_minute()

    statuses = [supervisor.post(LIST, b"{").status_code for _ in range(3)]
    refused = supervisor.get(LIST)

    assert statuses == [400, 400, 400]
    problem(refused, 429)
    assert 0 < int(refused["Retry-After"]) <= 60
    assert caller_in(Role.SUPERVISOR).get(LIST).status_code == 200


def wait_for_a_fresh_minute():
    """Counting begins anew each minute: what is counted here has to fall into one."""
    left = 60 - time.time() % 60
    if left < 5:
        time.sleep(left)


def test_counts_of_a_minute_begin_anew(db):
    for minute in (1, 1, 2):
        RequestCount.objects.add_one("usual:x", minute)

    assert (RequestCount.objects.in_minute("usual:x", 2), RequestCount.objects.in_minute("usual:x", 1)) == (
        1,
        0,
    )
    assert RequestCount.objects.outdated().count() == 1


def test_no_answer_is_kept_and_each_has_its_number(supervisor, garden):
    answers = [
        supervisor.get(LIST),
        supervisor.get(f"{LIST}{garden.pk}/"),
        supervisor.get("/api/v1/nothing/"),
        Caller().get(LIST),
    ]

    for answer in answers:
        assert answer["Cache-Control"] == "no-store"
        assert uuid.UUID(answer["X-Request-ID"])
    assert {word.strip() for word in answers[0]["Vary"].split(",")} >= {"Authorization", "Accept-Language"}
    assert len({answer["X-Request-ID"] for answer in answers}) == 4


def test_moments_are_in_utc_and_marked_so(supervisor, garden):
    assert supervisor.get(f"{LIST}{garden.pk}/").json()["created_at"].endswith("Z")
