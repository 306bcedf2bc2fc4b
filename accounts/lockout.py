"""Bad sign-ins are counted by account and by address; what was typed is kept nowhere.

An account locks at its fifth bad try within 15 minutes, whichever of its names was typed and whether through
the page or the API (django-axes keeps that count). One address may fail 20 times an hour, all together 1,000.
"""

import ipaddress
from contextlib import contextmanager

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import BadTry, User
from vault.lookup import digest

MINUTES = 15
LOCKED = gettext_lazy(
    "Too many sign-ins with wrong data. Wait 15 minutes and try again; "
    "before that the right password does not help either."
)


def account_key(request, credentials=None):
    """The keyed digest of the account that was meant, whichever of its names was typed."""
    credentials = credentials or {}
    typed = next(
        (credentials[name] for name in ("username", "sign_in_name", "email") if credentials.get(name)), ""
    )
    return key_of(typed).hex()


def key_of(typed):
    """The digest by which tries for this name are counted; names that nobody has are counted like others."""
    person = User.objects.signing_in_as(typed).values_list("pk", flat=True).first()
    return digest("account", str(person) if person else f"nobody {typed.strip().lower()}")


def client_address(request):
    """Where a request comes from: behind our own proxy, what the proxy saw; networks of IPv6 count as one."""
    address = request.META.get("REMOTE_ADDR") or ""
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return None
    if known.version == 6 and known.ipv4_mapped is None:
        return str(ipaddress.ip_network((known, 64), strict=False).network_address)
    return str(known)


@contextmanager
def one_at_a_time(typed):
    """Tries for one account wait for each other, so that no burst of them slips under the count."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key_of(typed)[:8], signed=True)]
            )
        yield


def attempt_of(request):
    """What axes may see of a request: where it came from, and nothing that was typed or sent."""
    attempt = HttpRequest()
    attempt.method, attempt.path = request.method, request.path
    attempt.META = {"REMOTE_ADDR": client_address(request) or "", "PATH_INFO": request.path}
    return attempt


def is_locked(request, typed):
    """Whether this account is locked now."""
    return not AxesProxyHandler.is_allowed(attempt_of(request), {"username": typed})


def count(request, typed):
    """Count a bad try of the account; True when this one locked it."""
    attempt = attempt_of(request)
    AxesProxyHandler.user_login_failed(None, {"username": typed}, attempt)
    return attempt.axes_locked_out


def forget(typed):
    """Begin to count anew after a sign-in that was right."""
    AxesProxyHandler.reset_attempts(username=key_of(typed).hex())


def count_address(request):
    """Count a bad try of the address it came from."""
    BadTry.objects.outdated().delete()
    BadTry.objects.create(address=address_key(request))


def is_flooded(request):
    """Whether this address, or everybody together, failed too often in the last hour."""
    tries = BadTry.objects.counted()
    if tries.filter(address=address_key(request)).count() >= settings.BAD_TRIES_OF_AN_ADDRESS:
        return True
    return tries.count() >= settings.BAD_TRIES_IN_ALL


def address_key(request):
    return digest("address", client_address(request) or "unknown")


def answer(request, response=None, credentials=None):
    """The page for who is locked out; it says how long to wait, not whether there is such an account."""
    locked = render(request, "accounts/locked.html", {"sentence": _(LOCKED)}, status=429)
    locked["Retry-After"] = str(MINUTES * 60)
    return locked
