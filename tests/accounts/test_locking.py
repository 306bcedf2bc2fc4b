from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import BadTry
from audit.models import Event
from tests.accounts.visitors import come_in, newcomer, try_api, try_page
from tests.factories.accounts import PASSWORD, MembershipFactory


@pytest.fixture
def ana(db):
    return MembershipFactory(user__sign_in_name="ana.paz", user__email="ana@people.example").user


WAYS = {
    "page": [try_page] * 8,
    "API": [try_api] * 8,
    "both": [try_page, try_api] * 4,
}


@pytest.mark.parametrize(
    "names", [["ana.paz"] * 8, ["ana.paz", "ana@people.example"] * 4], ids=["name", "both names"]
)
@pytest.mark.parametrize("way", WAYS)
def test_eight_bad_sign_ins_lock_at_the_fifth_and_all_eight_are_in_the_trail(ana, way, names):
    refused = {try_page: 422, try_api: 401}

    answers = [(ask, ask(newcomer(), name)) for ask, name in zip(WAYS[way], names, strict=True)]

    locked = [answer.status_code == 429 for _ask, answer in answers]
    assert locked == [False] * 4 + [True] * 4
    assert [answer.status_code for ask, answer in answers[:4]] == [
        refused[ask] for ask, _answer in answers[:4]
    ]
    assert {answer["Retry-After"] for _ask, answer in answers[4:]} == {"900"}
    failed = Event.objects.filter(verb="sign_in.failed").order_by("id")
    assert [event.subjects for event in failed] == [[ana.pk]] * 8
    assert [event.detail[1] for event in failed] == ["wrong"] * 5 + ["locked"] * 3
    assert Event.objects.filter(verb="sign_in.locked").count() == 1


@pytest.mark.parametrize("ask", [try_page, try_api])
def test_a_locked_account_is_refused_with_the_right_password_too_and_told_how_long(ana, ask):
    for _ in range(5):
        try_page(newcomer(), "ana.paz")

    answer = ask(newcomer(), "ana.paz", PASSWORD)

    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.text


def test_an_account_that_nobody_has_locks_alike(db):
    answers = [try_page(newcomer(), "nobody") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 4 + [429] * 2
    assert [event.subjects for event in Event.objects.filter(verb="sign_in.failed")] == [[]] * 6


@pytest.mark.parametrize("ask", [try_page, try_api])
def test_as_much_is_asked_of_the_database_for_an_account_that_nobody_has(ana, ask):
    asked = []
    for name in ("warming up", "ana.paz", "nobody"):
        with CaptureQueriesContext(connection) as queries:
            ask(newcomer(), name)
        asked.append(len(queries))

    assert asked[1] == asked[2]


def test_one_locked_account_locks_no_other(ana):
    other = MembershipFactory().user
    for _ in range(5):
        try_page(newcomer(), "ana.paz")

    assert try_page(newcomer(), other.sign_in_name, PASSWORD).status_code == 302


def test_after_fifteen_minutes_the_right_password_opens_again(ana, monkeypatch):
    for _ in range(5):
        try_page(newcomer(), "ana.paz")
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: later)

    assert try_page(newcomer(), "ana.paz", PASSWORD).status_code == 302


def test_a_sign_in_that_is_right_begins_the_count_anew(ana):
    for _ in range(4):
        try_page(newcomer(), "ana.paz")
    come_in(newcomer(), ana)

    assert [try_page(newcomer(), "ana.paz").status_code for _ in range(4)] == [422] * 4


def test_a_password_without_its_code_does_not_begin_the_count_anew(ana):
    for _ in range(4):
        try_page(newcomer(), "ana.paz")
    assert try_page(newcomer(), "ana.paz", PASSWORD).status_code == 302

    assert try_page(newcomer(), "ana.paz").status_code == 429


def test_wrong_codes_count_like_wrong_passwords(ana):
    client = newcomer()
    try_page(client, "ana.paz", PASSWORD)

    answers = [client.post("/accounts/login/code/", {"code": "000000"}).status_code for _ in range(6)]

    assert answers == [422] * 4 + [429] * 2
    assert Event.objects.filter(verb="second_factor.failed").count() == 6
    assert try_page(newcomer(), "ana.paz", PASSWORD).status_code == 429


def test_one_address_may_fail_twenty_times_an_hour_whatever_the_account(db):
    answers = [try_page(newcomer(), f"nobody{n}").status_code for n in range(22)]
    elsewhere = try_page(newcomer(REMOTE_ADDR="192.0.2.7"), "nobody99")

    assert answers == [422] * 20 + [429] * 2
    assert elsewhere.status_code == 422


def test_addresses_of_one_ipv6_network_are_counted_together(db):
    for n in range(20):
        try_page(newcomer(REMOTE_ADDR=f"2001:db8::{n}"), f"nobody{n}")

    assert try_page(newcomer(REMOTE_ADDR="2001:db8::ffff"), "nobody").status_code == 429
    assert try_page(newcomer(REMOTE_ADDR="2001:db8:1::1"), "nobody").status_code == 422


@override_settings(BAD_TRIES_IN_ALL=6)
def test_everybody_together_may_fail_a_thousand_times_an_hour(db):
    answers = [try_page(newcomer(REMOTE_ADDR=f"192.0.2.{n}"), f"nobody{n}").status_code for n in range(8)]

    assert answers == [422] * 6 + [429] * 2


def test_tries_of_an_hour_ago_count_no_more_and_are_forgotten(db):
    for n in range(20):
        try_page(newcomer(), f"nobody{n}")
    BadTry.objects.update(at=timezone.now() - timedelta(minutes=61))

    assert try_page(newcomer(), "nobody").status_code == 422
    assert BadTry.objects.count() == 1


def test_behind_our_own_proxy_its_word_counts_and_not_what_the_visitor_says(db):
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        for n in range(21):
            forged = {"X-Forwarded-For": f"198.51.100.{n}, 192.0.2.1"}
            answer = newcomer().post("/accounts/login/", {"name": f"n{n}", "password": "x"}, headers=forged)

    assert answer.status_code == 429


def test_twelve_tries_at_once_get_no_more_than_five_through(committed_db, monkeypatch):
    ana = MembershipFactory(user__sign_in_name="ana.paz").user
    checked = []

    def counted(*args, **kwargs):
        checked.append(1)
        return authenticate(*args, **kwargs)

    monkeypatch.setattr("accounts.entrance.authenticate", counted)

    def ask(_n):
        try:
            return try_page(newcomer(), "ana.paz").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        answers = sorted(threads.map(ask, range(12)))

    assert answers == [422] * 4 + [429] * 8
    assert len(checked) == 5
    assert Event.objects.filter(verb="sign_in.failed", subjects=[ana.pk]).count() == 12
