"""In a browser: what is typed is sent to its draft by itself, and only while something is typed."""

import pytest
from django.test import Client

from cases.models import Draft, Needs, Service
from tests.cases.intake.conftest import BACKEND
from tests.cases.intake.conftest import page as page_of
from tests.workers import wait_until

pytestmark = pytest.mark.browser


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
