"""Somebody is invited at the server, signs in with a second factor, makes an office and a caseworker."""

import re
import time
from io import StringIO

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command

from accounts.models import Membership, Office
from audit.models import Event
from tests.journeys.looking import Visit

PASSWORD = "cuatro palabras que nadie adivina"


def invited(language):
    """The path of the link that the command prints."""
    out = StringIO()
    call_command(
        "invite",
        "irma@programme.example",
        role="administrator",
        organisation="Fundación",
        country="GT",
        language=language,
        stdout=out,
    )
    return re.search(r"(/accounts/invitation/\S+)", out.getvalue())[1]


def code_of(secret, *, later=0):
    """What her telephone shows for this secret, now or some half minutes later."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + later))


def sign_in(visit):
    """Her name and her password, as she set it."""
    visit.fill("Sign-in name or e-mail", "irma@programme.example")
    visit.fill("Password", PASSWORD)
    visit.press("Sign in")


def sign_out(visit):
    """By the menu of the narrow page."""
    visit.page.locator("details.menu > summary").click()
    visit.page.locator("details.menu").get_by_role("button", name=visit.say("Sign out")).click()


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_invited_administrator_makes_an_office_and_a_caseworker(live_server, page, language):
    visit = Visit(page, live_server.url, language)

    visit.go(invited(language))
    visit.look("invitation")
    visit.fill("New password", PASSWORD)
    visit.fill("The same password again", PASSWORD)
    visit.press("Set the password")

    visit.look("sign-in")
    sign_in(visit)
    visit.look("second-factor")
    secret = page.locator(".secret").inner_text()
    visit.fill("Code", code_of(secret))
    visit.press("Set up")
    visit.look("recovery-codes")
    visit.follow("I have kept them")

    sign_out(visit)
    sign_in(visit)
    visit.look("sign-in-code")
    visit.fill("Code", code_of(secret, later=1))  # the first one has been used
    visit.press("Go on")
    visit.look("my-day")

    visit.menu("Organisations")
    visit.look("organisations")
    visit.follow("Fundación")
    visit.look("organisation-empty")
    visit.follow("Add an office")
    visit.look("new-office")
    visit.press("Save")
    visit.look("office-with-errors")
    visit.fill("Name", "Oficina central")
    visit.choose("Department", "GT-01")
    visit.press("Save")
    visit.look("office")

    visit.menu("Accounts")
    visit.look("accounts")
    visit.follow("Invite somebody")
    visit.fill("Full name", "Lucía Pérez")
    visit.fill("E-mail", "lucia@programme.example")
    visit.choose_words("Where", "Oficina central")
    visit.choose("Role", "caseworker")
    visit.look("invite")
    visit.press("Invite")
    visit.look("one-time-link")
    link = page.locator(".one-time-link").inner_text()
    visit.follow("I have kept it")
    visit.look("account")

    assert "\n".join(visit.problems) == ""
    assert Office.objects.values_list("name", "kind").get() == ("Oficina central", "office")
    assert Membership.objects.filter(role="caseworker").count() == 1
    assert Event.objects.filter(verb="user.invited").count() == 2
    assert Event.objects.filter(verb="sign_in.done").count() == 2
    assert re.search(r"/accounts/invitation/[\w-]{40,}/$", link)
