"""A page left alone is emptied; who is still there needs one press, and typing counts as being there."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from tests.look.test_leaving import NAME, worker  # noqa: F401

EXTEND = reverse("session-extend")


@pytest.fixture
def desk(worker, live_server, page):  # noqa: F811
    """Her account page, with the clock in the test's hand."""
    page.clock.install()
    page.goto(live_server.url + reverse("own-account"))
    return page


def minutes(page, number):
    page.clock.run_for(number * 60 * 1000)


def test_two_minutes_before_the_end_the_page_asks(desk):
    minutes(desk, settings.SESSION_IDLE_SECONDS / 60 - 2.1)
    expect(desk.locator("#session")).not_to_be_visible()

    minutes(desk, 0.2)

    expect(desk.locator("#session")).to_be_visible()
    expect(desk.locator("#session button")).to_be_focused()


def test_one_press_stays(desk):
    minutes(desk, settings.SESSION_IDLE_SECONDS / 60 - 1.5)
    with desk.expect_response(lambda answer: answer.url.endswith(EXTEND)) as said:
        desk.locator("#session button").click()

    assert said.value.status == 200
    expect(desk.locator("#session")).not_to_be_visible()
    minutes(desk, 10)
    expect(desk.locator("#session")).not_to_be_visible()


def test_the_escape_key_stays_too(desk):
    minutes(desk, settings.SESSION_IDLE_SECONDS / 60 - 1.5)
    with desk.expect_response(lambda answer: answer.url.endswith(EXTEND)):
        desk.keyboard.press("Escape")

    expect(desk.locator("#session")).not_to_be_visible()


def test_a_page_left_alone_is_emptied(desk):
    minutes(desk, settings.SESSION_IDLE_SECONDS / 60 + 0.1)

    expect(desk.locator("h1")).to_have_count(1)
    assert NAME not in desk.content()
    expect(desk.get_by_role("link")).to_have_count(1)


def test_typing_counts_as_being_there_at_most_once_a_minute(desk, live_server):
    asked = []
    desk.on("request", lambda request: asked.append(request.url) if request.url.endswith(EXTEND) else None)
    desk.goto(live_server.url + reverse("account_change_password"))
    box = desk.locator("main input:not([type=hidden])").first
    minutes(desk, 2)

    box.press_sequentially("abc")
    desk.wait_for_load_state("networkidle")
    box.press("ArrowLeft")
    minutes(desk, 2)
    box.press("ArrowLeft")
    desk.wait_for_load_state("networkidle")

    assert len(asked) == 1
