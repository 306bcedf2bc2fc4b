"""A text that no draft keeps is not left unasked; who says so, or must be gone at once, is not asked."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories.cases import caseworker, opened_case
from tests.look.test_leaving import BACKEND, neutral

pytestmark = pytest.mark.browser


@pytest.fixture
def closing(live_server, client, page):
    """The page that closes her case, a summary begun in it; what the browser asks is refused."""
    worker = caseworker()
    case = opened_case(worker)
    client.force_login(worker, backend=BACKEND)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page.asked = []
    page.on("dialog", lambda dialog: (page.asked.append(dialog.type), dialog.dismiss()))
    page.goto(live_server.url + reverse("cases:case-close", args=[case.number]))
    page.locator("main textarea").first.fill("She lives with her aunt")
    return page


def test_a_link_asks_first(closing):
    closing.locator(".crumbs a").first.click()
    closing.wait_for_timeout(500)

    assert closing.asked == ["beforeunload"]
    assert closing.locator("main textarea").first.input_value() == "She lives with her aunt"


def test_not_to_save_was_said_already(closing):
    address = closing.url

    closing.locator(".buttons a").last.click()
    closing.wait_for_url(lambda url: url != address)

    assert closing.asked == []


def test_leaving_at_once_asks_nothing(closing):
    closing.locator("[data-leave] button").click()

    neutral(closing)
    assert closing.asked == []


def test_a_line_that_no_draft_keeps_asks_too(closing):
    address = closing.url
    closing.locator(".buttons a").last.click()
    closing.wait_for_url(lambda url: url != address)
    closing.goto(address.replace("/close/", "/tasks/new/"))
    closing.locator("main [name=words]").fill("Call the school")

    closing.locator(".crumbs a").first.click()
    closing.wait_for_timeout(500)

    assert closing.asked == ["beforeunload"]
    assert closing.locator("main [name=words]").input_value() == "Call the school"
