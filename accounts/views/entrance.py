"""Coming in and going out. None of these pages raises: a refusal has to be counted, so they answer."""

from allauth.account.internal.decorators import login_stage_required
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import entrance, lockout, middleware
from accounts.doors import note_confirmed
from accounts.forms import CodeForm, SignInForm
from accounts.pages import typed
from audit.actions import record


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password")
@transaction.non_atomic_requests
@login_not_required
def sign_in(request):
    """Name and password; who has a second factor is asked for it next."""
    target = _page_meant(request)
    if request.user.is_authenticated:
        return redirect(target or settings.LOGIN_REDIRECT_URL)
    form, status = SignInForm(typed(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            found = entrance.try_password(request, said["name"], said["password"], through="page")
            if found is entrance.Refusal.LOCKED:
                return lockout.answer(request)
            if found is not entrance.Refusal.WRONG:
                return _came_in(request, perform_login(request, found, redirect_url=target or None))
            form.add_error(None, _("The name or the password is wrong."))
    return render(request, "accounts/sign_in.html", {"form": form, "next": target}, status=status)


@require_http_methods(["GET", "POST"])
@transaction.non_atomic_requests
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def sign_in_code(request):
    """The code of the second factor, after the password was right."""
    form, status = CodeForm(typed(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            stage = request._login_stage
            refused = entrance.try_code(request, stage.login.user, form.cleaned_data["code"], through="page")
            if refused is entrance.Refusal.LOCKED:
                return lockout.answer(request)
            if refused is None:
                return _came_in(request, stage.exit(), second_factor=True)
            form.add_error("code", _("This code is wrong, too old, or was used before."))
    return render(request, "accounts/sign_in_code.html", {"form": form}, status=status)


def _page_meant(request):
    """The address that she wanted before she was asked who she is; what is no address of ours is nothing."""
    target = get_next_redirect_url(request) or ""
    return target if target.startswith("/") else ""


def _came_in(request, response, *, second_factor=False):
    """Begin to count the session, once somebody is really in."""
    if request.user.is_authenticated:
        lockout.forget(request.user.sign_in_name)
        request.session[middleware.BEGAN] = request.session[middleware.SEEN] = timezone.now().isoformat()
        note_confirmed(request)
        if second_factor:
            request.session[middleware.HAS_FACTOR] = True
    return response


@require_POST
def sign_out(request):
    """End the session."""
    record("sign_out", request.user, by=request.user)
    logout(request)
    return leaving(redirect(settings.LOGOUT_REDIRECT_URL))


@require_POST
@login_not_required
def leave_now(request):
    """End the session and show a page that means nothing; a script that has already left gets no page."""
    if request.user.is_authenticated:
        record("sign_out", request.user, by=request.user, detail=["leave_now"])
    logout(request)
    if "text/html" not in request.headers.get("Accept", "text/html"):
        return leaving(HttpResponse(status=204))
    if settings.NEUTRAL_PAGE.startswith("/"):
        return leaving(redirect(settings.NEUTRAL_PAGE))
    return leaving(render(request, "accounts/leave.html", {"page": settings.NEUTRAL_PAGE}))


def leaving(response):
    """What the browser kept of the pages goes; what waits unsent in its storage stays."""
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
@login_not_required
def extend(request):
    """Somebody is still there; answers how many seconds the session lasts from now on."""
    if not request.user.is_authenticated:
        return JsonResponse({"seconds": 0}, status=401)
    request.session[middleware.SEEN] = timezone.now().isoformat()
    return JsonResponse({"seconds": middleware.seconds_left(request)})
