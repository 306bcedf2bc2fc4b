"""Every part is drawn in Spanish without an English word left over."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from django.utils.translation.trans_real import DjangoTranslation

from accounts.roles import Role
from config.navigation import navigation
from tests.factories.accounts import member

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WRONG = {"given_on": "31/02/2026", "left_school": "antes", "value": "1,5", "came": "x", "needs": "x"}


@pytest.fixture
def missed(monkeypatch):
    """What was asked for in Spanish and has no translation; Django itself is listened to, not replaced."""
    found, one, some = set(), DjangoTranslation.gettext, DjangoTranslation.ngettext

    def gettext(self, message):
        if self.language() == "es" and message not in self._catalog:
            found.add(message)
        return one(self, message)

    def ngettext(self, single, several, number):
        if self.language() == "es" and (single, 1) not in self._catalog:
            found.add(single)
        return some(self, single, several, number)

    monkeypatch.setattr(DjangoTranslation, "gettext", gettext)
    monkeypatch.setattr(DjangoTranslation, "ngettext", ngettext)
    return found


@pytest.mark.django_db
def test_every_part_is_drawn_in_spanish(client, settings, missed):
    settings.DEMO = True
    client.force_login(member(Role.CASEWORKER), backend=BACKEND)

    page = client.get(reverse("look")).content.decode()
    client.post(reverse("look"), WRONG)

    assert sorted(missed) == []
    assert '<html lang="es"' in page


@pytest.mark.django_db
def test_every_part_is_drawn_in_english(client, settings, missed):
    settings.DEMO = True
    client.cookies["language"] = "en"

    page = client.get(reverse("look")).content.decode()

    assert missed == set()
    assert "<h1>How it looks</h1>" in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["neutral", "account_login"])
def test_pages_without_an_account_are_in_spanish(client, name, missed):
    client.get(reverse(name))

    assert sorted(missed) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_the_title_bar_of_every_role_is_in_spanish(rf, role, missed):
    request = rf.get("/")
    request.user = member(role)

    with override("es"):
        words = [str(entry.label) for entry in navigation(request)["navigation"]]

    assert (bool(words), sorted(missed)) == (True, [])
