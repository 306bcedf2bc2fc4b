"""Setting up the second factor. Secrets and codes are shown in one answer and never again."""

import base64

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts import actions, middleware, second_factor
from accounts.doors import recently_confirmed
from accounts.forms import ActivateForm
from accounts.pages import show, typed


@require_http_methods(["GET", "POST"])
@sensitive_variables("secret", "codes")
def second_factor_set_up(request):
    """Connect an authenticator app: a picture to read with it, the same in letters, and the first code."""
    user = request.user
    if second_factor.has_second_factor(user) and not second_factor.replacing(request.session):
        return redirect("own-account")
    secret = second_factor.pending_secret(request.session, user)
    form = ActivateForm(typed(request))
    if form.is_valid():
        if moment := second_factor.moment_of(secret, form.cleaned_data["code"]):
            codes = actions.set_up_second_factor(user, by=user, secret=secret, moment=moment)
            second_factor.set_up_done(request.session)
            request.session[middleware.HAS_FACTOR] = True
            return _show_codes(request, codes, first=True)
        form.add_error(
            "code", _("This code does not fit. Read the picture again, and check the clock of the phone.")
        )
    svg = base64.b64encode(second_factor.picture(user, secret).encode()).decode()
    spelled = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    template = "accounts/second_factor_set_up.html"
    return show(request, template, form, secret=spelled, picture=f"data:image/svg+xml;base64,{svg}")


@require_http_methods(["GET", "POST"])
@recently_confirmed
def second_factor_replace(request):
    """Connect another app in the place of the one until now."""
    if request.method == "POST":
        second_factor.begin_replacing(request.session)
        return redirect("mfa_activate_totp")
    return render(request, "accounts/second_factor_replace.html", {})


@require_http_methods(["GET", "POST"])
@recently_confirmed
def recovery_codes_renew(request):
    """New recovery codes in the place of the old ones."""
    if request.method == "POST":
        return _show_codes(request, actions.renew_recovery_codes(request.user, by=request.user), first=False)
    return render(request, "accounts/recovery_codes_renew.html", {})


def _show_codes(request, codes, *, first):
    """The recovery codes, in the answer to the form that made them: no address ever shows them again."""
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "first": first})
