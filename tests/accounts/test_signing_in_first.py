"""Whoever is not signed in any more is led to the sign-in page, and told what was not saved."""

import pytest

pytestmark = pytest.mark.django_db


def test_who_asks_for_a_page_comes_back_to_it_after_signing_in(client):
    response = client.get("/accounts/users/")

    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/accounts/users/")


def test_who_sends_a_form_is_told_that_it_was_not_saved(client):
    client.cookies["language"] = "en"

    response = client.post("/accounts/users/invite/", {"full_name": "Lucía"}, follow=True)

    assert response.redirect_chain == [("/accounts/login/", 302)]
    assert "what you sent was not saved" in response.text
    assert "Lucía" not in response.text
