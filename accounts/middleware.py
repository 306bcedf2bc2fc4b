"""How long somebody stays signed in, what she must do first, and in which role she acts."""

from datetime import timedelta
from math import ceil

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts import unsent
from accounts.second_factor import has_second_factor
from audit.actions import record

BEGAN, SEEN, HAS_FACTOR, ROLE = "began_at", "seen_at", "has_second_factor", "acting_role"
# A sign of life is written down at most this often, so that not every page costs a write.
WRITTEN_EVERY = timedelta(seconds=5)
# Pages that open before the second factor is set up or a role is chosen.
FIRST = {
    "account_logout", "leave-now", "livez", "look", "neutral", "readyz",
    "session-extend", "set-language", "set-theme", "set-veil",
}  # fmt: skip


def seconds_left(request):
    """How long this session lasts if nothing more is done in it."""
    now, began, seen = timezone.now(), moment(request, BEGAN), moment(request, SEEN)
    idle = seen + timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    longest = began + timedelta(seconds=settings.SESSION_LONGEST_SECONDS)
    return max(0, ceil((min(idle, longest) - now).total_seconds()))


def moment(request, name):
    return parse_datetime(request.session.get(name, "")) or timezone.now()


def is_background(request):
    """Asked by a page by itself, so no sign that somebody is there."""
    return request.headers.get("X-Background") == "1"


class SessionLimitsMiddleware:
    """A session ends 20 minutes after the last sign of life, and 12 hours after it began in any case."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self.look_at(request)
        response = self.get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        if request.htmx and response.status_code == 302 and response.url.startswith(sign_in):
            return led_to(sign_in)
        return response

    def look_at(self, request):
        """Go on or end."""
        if not request.user.memberships_in_force:
            self.end(request, "no_role", _("You have no role here today. Ask your administrator."))
        elif seconds_left(request):
            self.note(request)
        else:
            said = _("You were away for a while, so you were signed out. Sign in again to go on.")
            self.end(request, "limit", said)

    def note(self, request):
        """Write down the beginning, and a sign of life that is newer than the one written."""
        now = timezone.now()
        request.session.setdefault(BEGAN, now.isoformat())
        request.session.setdefault(SEEN, now.isoformat())
        if not is_background(request) and now - moment(request, SEEN) >= WRITTEN_EVERY:
            request.session[SEEN] = now.isoformat()

    def end(self, request, why, said):
        """Sign out and, unless a script asks, say why."""
        record("session.ended", request.user, by=request.user, detail=[why])
        request.just_left = request.user if why == "limit" else None
        logout(request)
        if not is_background(request):
            messages.info(request, said)


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """Nothing opens without signing in; what somebody sent after her session ended is kept for her.

    Who cannot be known any more is told that it was not saved. The address of a form that only takes what is
    sent would answer an empty page after signing in, so such a person begins at My day.
    """

    def handle_no_permission(self, request, view):
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view)
        person = getattr(request, "just_left", None)
        if person and (kept := unsent.keep_what_was_sent(request, person)):
            if not is_background(request):
                messages.info(request, _("What you wrote is kept. Sign in, and you can send it again."))
            return redirect_to_login(reverse("unsent-text", args=[kept.pk]))
        if is_background(request):
            # Its page says so itself; what was not sent by a person is not told of after signing in.
            return HttpResponse(status=401)
        said = _(
            "You were not signed in any more, so what you sent was not saved. Sign in and send it again."
        )
        messages.warning(request, said)
        return redirect(settings.LOGIN_URL)


class SecondFactorMiddleware:
    """Nothing opens for somebody without a second factor but the page that sets one up, and the ways out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        if request.session.get(HAS_FACTOR) or request.resolver_match.url_name in FIRST | {
            "mfa_activate_totp"
        }:
            return None
        if has_second_factor(request.user):
            request.session[HAS_FACTOR] = True
            return None
        return sent_to(request, "mfa_activate_totp")


class ActingRoleMiddleware:
    """The role chosen for this session; who holds roles that exclude each other has to choose one first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated:
            return None
        # A role chosen while her roles excluded each other binds her no more when they do not.
        request.user.acting_role = request.session.get(ROLE, "") if request.user.roles_clash else ""
        if request.resolver_match.url_name in FIRST | {"mfa_activate_totp", "role-switch"}:
            return None
        return sent_to(request, "role-switch") if request.user.must_choose_a_role else None


def sent_to(request, page):
    """Lead to a page that comes first."""
    if is_background(request) or request.htmx:
        return led_to(page)
    return redirect(page)


def led_to(page):
    """A script cannot follow a redirect to another page: it is told where to lead the browser."""
    return HttpResponse(status=401, headers={"HX-Redirect": resolve_url(page)})
