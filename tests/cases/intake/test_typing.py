"""In a browser: what is typed is sent to its draft by itself, and only while something is typed."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from accounts.models import UnsentText
from cases.models import Draft, Needs, Service
from tests.cases.intake.conftest import BACKEND
from tests.cases.intake.conftest import page as page_of
from tests.factories.cases import caseworker
from tests.workers import wait_until

pytestmark = pytest.mark.browser
SIGN_IN = "/accounts/login/"


@pytest.fixture
def window(live_server, page, case, worker):
    """Her browser, signed in."""
    client = Client()
    client.force_login(worker, backend=BACKEND)
    cookies = [
        {"name": name, "value": kept.value, "url": live_server.url} for name, kept in client.cookies.items()
    ]
    page.context.add_cookies([*cookies, {"name": "language", "value": "en", "url": live_server.url}])
    page.sent = []
    page.on("request", lambda request: page.sent.append(request.url) if "/drafts/" in request.url else None)
    page.goto(live_server.url + page_of(case, "needs"))
    return page


def wishes(window):
    return window.get_by_label("What she herself wants")


def test_typed_text_is_kept_by_itself_and_found_again(window):
    wishes(window).fill("To study")
    wishes(window).blur()
    window.get_by_text("Draft saved").first.wait_for()

    window.reload()

    assert wishes(window).input_value() == "To study"
    assert Draft.objects.get().typed[-1] == ["wishes", ["To study"]]


def test_a_page_left_alone_sends_nothing_more(window):
    wishes(window).fill("To study")
    wishes(window).blur()
    window.get_by_text("Draft saved").first.wait_for()
    sent = len(window.sent)

    window.wait_for_timeout(11_000)

    assert (sent, len(window.sent)) == (1, 1)


def test_a_saved_page_leaves_no_draft(window):
    wishes(window).fill("To study")
    window.get_by_role("button", name="Save and go on").click()
    window.wait_for_url("**/intake/**")

    assert (Needs.objects.get().wishes, Draft.objects.count()) == ("To study", 0)


def test_who_leaves_the_page_in_the_middle_of_a_word_finds_it_again(window, live_server, case):
    wishes(window).press_sequentially("To stu")
    window.goto(live_server.url + f"/cases/{case.number}/")
    wait_until(Draft.objects.exists)  # it may arrive after the next page was asked for
    window.goto(live_server.url + page_of(case, "needs"))

    assert wishes(window).input_value() == "To stu"


def test_back_at_a_saved_form_and_saved_again_there_is_one_record(window, live_server, case):
    window.goto(live_server.url + f"/cases/{case.number}/services/new/")
    window.get_by_label("Service", exact=True).select_option("food")
    window.get_by_role("button", name="Save", exact=True).click()
    window.wait_for_url(f"**/cases/{case.number}/")
    window.go_back()
    window.wait_for_load_state("networkidle")
    if not window.get_by_label("Service", exact=True).input_value():
        window.get_by_label("Service", exact=True).select_option("food")
    window.get_by_role("button", name="Save", exact=True).click()
    window.wait_for_load_state("networkidle")

    assert Service.objects.count() == 1


@pytest.fixture
def lost(window):
    """The page of which the draft knows that the session is gone, with what she typed."""
    wishes(window).fill("To study law")
    window.context.clear_cookies(name=re.compile("session|csrf"))
    wishes(window).blur()
    expect(window.locator("[data-draft-state]")).to_contain_text("Your session has ended")
    assert wishes(window).input_value() == "To study law"
    return window


def come_back(window, live_server, person):
    """Somebody signs in in another tab of this browser."""
    other = Client()
    other.force_login(person, backend=BACKEND)
    kept = other.cookies[settings.SESSION_COOKIE_NAME]
    window.context.add_cookies([{"name": kept.key, "value": kept.value, "url": live_server.url}])
    tab = window.context.new_page()
    tab.goto(live_server.url)
    return tab


def test_saved_after_the_session_has_ended_it_waits_and_is_found_by_whoever_wrote_it(
    lost, live_server, worker
):
    lost.get_by_role("button", name="Save and go on").click()
    expect(lost.locator("[data-waits]")).to_be_visible()
    assert "To study law" not in lost.content()

    come_back(lost, live_server, worker)

    expect(lost.locator("[data-kept]")).to_be_visible()
    lost.get_by_role("link", name="See what you had written").click()
    expect(lost.locator("blockquote")).to_have_text("To study law")
    lost.locator("main form button").first.click()
    lost.wait_for_url("**/intake/**")
    assert Needs.objects.get().wishes == "To study law"


def test_it_outlives_the_page_on_which_she_signs_in(lost, live_server, worker):
    lost.context.new_page().goto(live_server.url + SIGN_IN)
    expect(lost.locator("[data-waits]")).to_be_visible()

    come_back(lost, live_server, worker)

    expect(lost.locator("[data-kept]")).to_be_visible()


def test_it_is_not_handed_to_somebody_else_and_waits_on_for_whoever_wrote_it(lost, live_server, worker):
    lost.get_by_role("button", name="Save and go on").click()
    expect(lost.locator("[data-waits]")).to_be_visible()

    with lost.expect_response(lambda answer: answer.url.endswith("/accounts/own/")):
        come_back(lost, live_server, caseworker())

    expect(lost.locator("[data-waits]")).to_be_visible()
    expect(lost.locator("[data-kept]")).to_be_hidden()
    assert (UnsentText.objects.count(), Needs.objects.count()) == (0, 0)

    come_back(lost, live_server, worker)

    expect(lost.locator("[data-kept]")).to_be_visible()
    assert UnsentText.objects.get().user == worker
