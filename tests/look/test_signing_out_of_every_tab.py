"""Signed out in one tab, no other tab of the browser goes on showing what it showed."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import UnsentText
from tests.look.test_leaving import NAME, worker  # noqa: F401


@pytest.fixture
def tabs(worker, live_server, context):  # noqa: F811
    """Two tabs that both show her name."""
    found = [context.new_page(), context.new_page()]
    for page in found:
        page.goto(live_server.url + reverse("own-account"))
        assert NAME in page.content()
    return found


def asked_to_sign_in(page):
    expect(page).to_have_url(re.compile(reverse("account_login")))
    expect(page.locator("input[type=password]")).to_be_visible()
    assert NAME not in page.content()


def sign_out(page):
    page.locator(".drop.account summary").click()
    page.locator(".drop.account form[data-sign-out] button").click()


def test_signing_out_empties_the_other_tab_and_leads_it_to_where_one_signs_in(tabs):
    one, other = tabs

    sign_out(one)

    asked_to_sign_in(one)
    asked_to_sign_in(other)
    other.go_back()
    other.wait_for_load_state("networkidle")
    assert NAME not in other.content()


def test_what_was_written_in_the_other_tab_is_kept(tabs, live_server):
    one, other = tabs
    other.goto(live_server.url + reverse("own-account-edit"))
    other.locator("main form[method=post] input[type=email]").fill("rosalinda@example.org")

    sign_out(one)

    asked_to_sign_in(other)
    assert UnsentText.objects.count() == 1


def test_what_was_written_in_the_tab_in_which_one_signs_out_is_kept(tabs, live_server):
    one, _other = tabs
    one.goto(live_server.url + reverse("own-account-edit"))
    one.locator("main form[method=post] input[type=email]").fill("rosalinda@example.org")

    sign_out(one)

    asked_to_sign_in(one)
    assert UnsentText.objects.count() == 1


def test_a_session_that_ended_on_the_server_empties_every_tab_as_soon_as_one_notices(tabs):
    one, other = tabs
    Session.objects.all().delete()

    one.reload()

    asked_to_sign_in(one)
    asked_to_sign_in(other)
