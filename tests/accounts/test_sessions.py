from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessToken, BadTry, Membership, Role
from accounts.tasks import tidy
from accounts.tokens import issue
from audit.models import Event
from tests.accounts.visitors import come_in, newcomer, signed_in
from tests.factories.accounts import MembershipFactory

pytestmark = pytest.mark.django_db
EXTEND, LEAVE = "/accounts/session/", "/accounts/leave/"
BACKGROUND = {"X-Background": "1"}


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is moved on: `clock(minutes=3)`."""
    moment = [timezone.now()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment[0])

    def move_on(**time):
        moment[0] += timedelta(**time)

    return move_on


@pytest.fixture
def client(clock):
    """Somebody's browser, just signed in."""
    browser = newcomer()
    browser.person = MembershipFactory().user
    come_in(browser, browser.person)
    return browser


def test_a_page_left_alone_is_signed_out_after_twenty_minutes(client, clock):
    clock(minutes=19, seconds=50)
    assert client.get("/").status_code == 200
    clock(minutes=20, seconds=1)

    answer = client.get("/accounts/own/")

    assert answer.url == "/accounts/login/?next=/accounts/own/"
    assert "You were away for a while" in client.get(answer.url).text
    ended = Event.objects.get(verb="session.ended")
    assert (ended.actor, ended.detail) == (client.person.pk, ["limit"])


def test_what_a_page_asks_by_itself_is_no_sign_of_life(client, clock):
    for _ in range(4):
        clock(minutes=4)
        assert client.get("/", headers=BACKGROUND).status_code == 200
    clock(minutes=5)

    assert client.get("/", headers=BACKGROUND).status_code == 302


def test_typing_extends_the_session(client, clock):
    for _ in range(5):
        clock(minutes=15)
        assert client.post(EXTEND).json() == {"seconds": 1200}

    assert client.get("/").status_code == 200


def test_no_session_lasts_longer_than_twelve_hours(client, clock):
    for _ in range(47):
        clock(minutes=15)
        assert client.post(EXTEND).status_code == 200

    assert client.post(EXTEND).json() == {"seconds": 15 * 60}
    clock(minutes=15, seconds=1)
    assert client.post(EXTEND).status_code == 401
    assert client.get("/").status_code == 302


def test_a_session_that_has_ended_cannot_be_extended(client, clock):
    clock(minutes=21)

    answer = client.post(EXTEND)

    assert (answer.status_code, answer.json()) == (401, {"seconds": 0})


def test_a_script_of_a_page_is_led_to_the_sign_in_page_as_a_whole(client, clock):
    clock(minutes=21)

    answer = client.get("/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"], answer.text) == (401, "/accounts/login/", "")


def test_looking_at_a_page_does_not_extend_it_by_reading_alone(client):
    assert client.get(EXTEND).status_code == 405


def test_leaving_now_signs_out_and_shows_something_without_meaning(client):
    answer = client.post(LEAVE, headers={"Accept": "text/html,application/xhtml+xml"})

    assert (answer.status_code, answer.url) == (302, "/inicio/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert client.get("/").status_code == 302
    event = Event.objects.get(verb="sign_out")
    assert (event.actor, event.detail) == (client.person.pk, ["leave_now"])


def test_a_script_that_leaves_gets_no_page(client):
    answer = client.post(LEAVE, headers={"Accept": "*/*"})

    assert (answer.status_code, answer.content, answer["Clear-Site-Data"]) == (204, b"", '"cache"')


def test_leaving_now_works_when_the_session_is_already_over():
    assert newcomer().post(LEAVE).status_code == 302
    assert Event.objects.count() == 0


@override_settings(NEUTRAL_PAGE="https://weather.example/")
def test_the_neutral_page_may_be_elsewhere(client):
    answer = client.post(LEAVE)

    assert answer.status_code == 200
    assert 'content="0;url=https://weather.example/"' in answer.text


def test_leaving_and_signing_out_ask_for_the_token_of_the_form(client):
    strict = newcomer(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    assert [strict.post(path).status_code for path in (LEAVE, EXTEND, "/accounts/logout/")] == [403] * 3


def test_signing_out_ends_the_session(client):
    assert client.get("/accounts/logout/").status_code == 405
    answer = client.post("/accounts/logout/")

    assert (answer.url, answer["Clear-Site-Data"]) == ("/accounts/login/", '"cache"')
    assert client.get("/").status_code == 302
    assert Event.objects.filter(verb="sign_out", actor=client.person.pk, detail=[]).count() == 1


def test_somebody_deactivated_is_out_at_the_next_request(client):
    token, _row = issue(client.person)
    client.person.is_active = False
    client.person.save(update_fields=["is_active"])

    assert client.get("/").status_code == 302
    assert with_token(token).status_code == 401


def test_somebody_whose_last_role_ended_is_out_at_the_next_request(client):
    token, _row = issue(client.person)
    Membership.objects.update(until=timezone.localdate())

    answer = client.get("/")

    assert answer.status_code == 302
    assert "You have no role here today" in client.get(answer.url).text
    assert with_token(token).status_code == 401


def test_a_role_that_ended_opens_nothing_at_the_next_request():
    person = MembershipFactory(role=Role.ADMINISTRATOR).user
    MembershipFactory(user=person, role=Role.TRAINER)
    client, (token, _row) = signed_in(person), issue(person)
    assert client.get(reverse("users")).status_code == 200

    Membership.objects.filter(role=Role.ADMINISTRATOR).update(until=timezone.localdate())

    assert client.get(reverse("users")).status_code == 403
    assert with_token(token).json()["results"] != []


def test_a_token_ends_after_twelve_hours(clock):
    token, row = issue(MembershipFactory().user)
    assert with_token(token).status_code == 200

    clock(hours=12, seconds=1)

    assert with_token(token).status_code == 401
    assert AccessToken.objects.get(pk=row.pk).ended_at is None


def with_token(token):
    return newcomer().get("/api/v1/organisations/", headers={"Authorization": f"Bearer {token}"})


def test_at_night_ended_sessions_and_old_tries_are_forgotten(client, clock):
    BadTry.objects.create(address=b"somewhere")
    clock(hours=73)  # an ended session tells for three days whose it was
    BadTry.objects.update(at=timezone.now() - timedelta(hours=74))

    tidy()

    assert (Session.objects.count(), BadTry.objects.count()) == (0, 0)


def test_the_neutral_page_leaves_the_session_alone(client, django_assert_num_queries):
    client.force_login(MembershipFactory().user)
    with django_assert_num_queries(0):
        response = client.get(reverse("neutral"))

    assert (response.status_code, response.headers["X-Frame-Options"]) == (200, "DENY")
    assert "Set-Cookie" not in str(response.serialize_headers())
