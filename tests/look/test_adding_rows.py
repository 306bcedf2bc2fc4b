"""One more row can be asked for without a script, and nothing typed is lost."""

import pytest
from django.test import Client

from config.look.forms import LookForm, LookRows

TYPED = {
    "items-TOTAL_FORMS": "1",
    "items-INITIAL_FORMS": "0",
    "items-0-item": "blankets",
    "items-0-pieces": "muchas",
    "service": "",
    "given_on": "31/02/2026",
}


def test_another_row_comes_with_all_that_was_typed_and_without_complaint():
    sent = TYPED | {"add-row": "items"}
    form, rows = LookForm(sent), LookRows(sent, prefix="items")

    assert (form.is_valid(), rows.is_valid()) == (False, False)
    assert (form.errors, rows.total_error_count(), len(rows.forms)) == ({}, 0, 2)
    assert 'value="31/02/2026"' in str(form["given_on"])
    assert 'value="muchas"' in str(rows.forms[0]["pieces"])


def test_other_rows_of_the_page_stay_as_many_as_they_were():
    sent = TYPED | {"add-row": "others"}

    assert len(LookRows(sent, prefix="items").forms) == 1


def test_rows_that_are_sent_to_be_saved_are_checked():
    rows = LookRows(TYPED, prefix="items")

    assert not rows.is_valid()
    assert list(rows.errors[0]) == ["pieces"]


@pytest.mark.parametrize("total", ["", "viele", "-1", "9" * 20, "9" * 5000])
def test_a_count_that_was_tampered_with_breaks_nothing(total):
    rows = LookRows(TYPED | {"items-TOTAL_FORMS": total, "add-row": "items"}, prefix="items")

    assert not rows.is_valid()


@pytest.mark.django_db
def test_the_page_comes_back_with_one_row_more(settings):
    settings.DEMO = True

    page = Client().post("/look/", TYPED | {"add-row": "items"}).content.decode()

    assert page.count('class="row-of-fields"') == 2
    assert 'value="blankets"' in page


@pytest.mark.django_db
def test_enter_saves_and_does_not_ask_for_a_row(settings):
    settings.DEMO = True

    rows = Client().get("/look/").content.decode().partition('id="items-rows"')[2]

    assert rows.index('<button class="visually-hidden" tabindex="-1"') < rows.index('name="add-row"')
