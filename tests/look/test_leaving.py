"""Leaving at once: the page is gone before anything else happens, and the Back key brings nothing back."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from audit.models import Event
from tests.factories.accounts import member

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAME = "Rosalinda Caal Choc"


@pytest.fixture
def worker(live_server, client, context):
    """A caseworker, and a browser in which she is signed in."""
    person = member(Role.CASEWORKER, user__full_name=NAME)
    client.force_login(person, backend=BACKEND)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return person


@pytest.fixture
def desk(worker, live_server, page):
    """Two pages of hers, one after the other, the last one open."""
    page.goto(live_server.url)
    page.goto(live_server.url + reverse("own-account"))
    assert NAME in page.content()
    return page


def neutral(page):
    expect(page).to_have_url(re.compile(reverse("neutral") + "$"))
    expect(page.locator("table")).to_be_visible()


def press_back(page):
    page.go_back()
    page.wait_for_load_state("networkidle")


def test_after_leave_now_the_back_key_shows_no_data(desk, worker):
    desk.locator(".leave").click()
    neutral(desk)
    press_back(desk)

    assert NAME not in desk.content()
    expect(desk).to_have_url(re.compile(reverse("account_login")))
    said = Event.objects.filter(verb="sign_out", actor=worker.pk)
    assert [event.detail for event in said] == [["leave_now"]]


def test_shift_three_times_leaves_from_anywhere(desk):
    for _ in range(3):
        desk.keyboard.press("Shift")

    neutral(desk)
    press_back(desk)
    assert NAME not in desk.content()


def test_shift_while_writing_capitals_does_not_leave(desk):
    desk.keyboard.press("Shift")
    desk.keyboard.press("A")
    desk.keyboard.press("Shift")
    desk.keyboard.press("Shift")
    desk.wait_for_timeout(300)

    assert desk.url.endswith(reverse("own-account"))


def test_every_tab_of_the_browser_leaves_together(desk, context, live_server):
    other = context.new_page()
    other.goto(live_server.url)

    desk.locator(".leave").click()

    neutral(desk)
    neutral(other)


def test_without_a_script_leave_now_is_a_form(worker, browser, context, live_server):
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(live_server.url)

    page.locator(".leave").click()

    assert page.url.endswith(reverse("neutral"))
    page.goto(live_server.url)
    assert NAME not in page.content()
    plain.close()


def test_nothing_of_a_person_stays_in_the_storage_of_the_browser(desk):
    kept = desk.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")

    assert kept == "[{},{}]"


def test_hidden_data_stay_hidden_on_the_next_page(desk, live_server):
    desk.locator("[data-veil] button").click()
    expect(desk.locator("html[data-veiled]")).to_be_attached()
    desk.goto(live_server.url)

    expect(desk.locator("html[data-veiled]")).to_be_attached()
    expect(desk.locator("[data-veil] button")).to_have_attribute("aria-pressed", "true")
