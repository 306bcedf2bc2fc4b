"""What people do at the entrance, for tests."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from accounts import second_factor
from accounts.doors import CONFIRMED
from tests.factories.accounts import PASSWORD, SECRET

LOGIN, TOKEN = "/accounts/login/", "/api/v1/auth/token/"
ENGLISH = {"language": "en"}
WRONG = "not the password"


def code(step=0, secret=SECRET):
    """What her app shows now; `step` half minutes later, for a test that needs more than one code."""
    return format_hotp_value(hotp_value(secret, second_factor.now() // second_factor.PERIOD + step))


def newcomer(**more):
    """A browser that nobody has used, in English."""
    client = Client(**more)
    client.cookies.load(ENGLISH)
    return client


def signed_in(user, *, confirmed=True):
    """The browser of somebody who signed in and, unless it is said otherwise, has just proved who she is."""
    client = newcomer()
    client.force_login(user)
    if confirmed:
        confirm(client)
    return client


def confirm(client):
    session = client.session
    session[CONFIRMED] = time.time()
    session.save()


def try_page(client, name, password=WRONG):
    """One try at the page."""
    return client.post(LOGIN, {"name": name, "password": password})


def try_api(client, name, password=WRONG, **more):
    """One try through the API."""
    body = {"email": name, "password": password, **more}
    return client.post(TOKEN, body, content_type="application/json", headers={"Accept-Language": "en"})


def come_in(client, user, *, step=0):
    """Sign in with password and code, as people do."""
    assert try_page(client, user.sign_in_name, PASSWORD).url == reverse("mfa_authenticate")
    answer = send_code(client, step=step)
    client.cookies.load(ENGLISH)
    return answer


def send_code(client, *, step=0):
    """The second step of signing in."""
    return client.post(reverse("mfa_authenticate"), {"code": code(step)})
