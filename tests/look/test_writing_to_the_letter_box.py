"""Whoever writes to the letter box in a browser: the other language keeps the words, and Enter sends."""

import pytest
from django.urls import reverse

from cases.models import Complaint
from tests.factories.cases import working_office
from tests.factories.complaints import box_of, receivers_for

pytestmark = pytest.mark.browser


@pytest.fixture
def letter(live_server, page):
    office = working_office()
    receivers_for(office)
    page.goto(live_server.url + reverse("box:write", args=[box_of(office).key]) + "?language=es")
    page.locator("[name=kind]").first.check()
    page.fill("[name=words]", "Me gritaron.")
    return page


def test_the_other_language_keeps_the_words_and_they_are_sent_in_it(letter):
    letter.get_by_role("button", name="English").click()
    letter.get_by_role("heading", name="You can write here").wait_for()

    assert letter.input_value("[name=words]") == "Me gritaron."
    assert not Complaint.objects.exists()
    letter.get_by_role("button", name="Send", exact=True).click()
    letter.locator(".box-code").wait_for()
    assert Complaint.objects.get().words == "Me gritaron."


def test_enter_in_a_line_sends_the_letter(letter):
    letter.locator("main form [type=text]").first.press("Enter")

    letter.locator(".box-code").wait_for()
    assert Complaint.objects.count() == 1
