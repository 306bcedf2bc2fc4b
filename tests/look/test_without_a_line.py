"""Where there is no line, what was written stays on the page, and the page says that nothing was sent."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.look.test_leaving import worker  # noqa: F401

pytestmark = pytest.mark.browser


@pytest.fixture
def written(worker, live_server, page):  # noqa: F811
    """Her own account's form, a new name typed in it."""
    page.goto(live_server.url + reverse("own-account-edit"))
    page.locator("[name=full_name]").fill("Rosalinda Caal")
    return page


def save(page):
    page.locator("main form[method=post] button").first.click()


def test_what_was_written_stays_and_the_page_says_that_nothing_was_sent(written, worker):  # noqa: F811
    written.context.set_offline(True)

    save(written)

    expect(written.locator("[data-no-line]")).to_be_focused()
    expect(written.locator("[name=full_name]")).to_have_value("Rosalinda Caal")
    worker.refresh_from_db()
    assert worker.full_name != "Rosalinda Caal"


def test_with_the_line_back_the_same_press_saves(written, live_server, worker):  # noqa: F811
    written.context.set_offline(True)
    save(written)
    expect(written.locator("[data-no-line]")).to_be_visible()
    written.context.set_offline(False)

    save(written)

    expect(written).to_have_url(live_server.url + reverse("own-account"))
    worker.refresh_from_db()
    assert worker.full_name == "Rosalinda Caal"


def test_a_browser_that_only_believes_to_have_no_line_saves_at_the_first_press(
    written,
    live_server,
    worker,  # noqa: F811
):
    written.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => false })")

    save(written)

    expect(written).to_have_url(live_server.url + reverse("own-account"))
    worker.refresh_from_db()
    assert worker.full_name == "Rosalinda Caal"
