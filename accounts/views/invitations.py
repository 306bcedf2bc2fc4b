"""Setting one's own password by a one-time link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import actions, lockout
from accounts.forms import NewPasswordForm
from accounts.models import Invitation
from accounts.pages import typed
from accounts.tokens import digest_of
from work.answers import carry_out

LINK = "invitation"


@require_http_methods(["GET", "HEAD"])
@login_not_required
def invitation_link(request, token):
    """Take the secret out of the address: no log keeps it while a password is typed."""
    request.session[LINK] = digest_of(token).hex()
    response = redirect("invitation")
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("password", "again")
@login_not_required
def invitation(request):
    """Set a password; the page says nothing of whose it is, and looking at it uses nothing up."""
    found = (
        Invitation.objects.known_by(bytes.fromhex(request.session.get(LINK, "")))
        .select_related("user")
        .first()
    )
    if found is None:
        return _dead_link(request)
    form, status = NewPasswordForm(typed(request), user=found.user), 200
    if request.method == "POST":
        if form.is_valid() and carry_out(form, actions.accept_invitation, found, by=found.user):
            del request.session[LINK]
            said = _("Your password is set. Sign in with it now; your sign-in name is %(name)s.")
            messages.success(request, said % {"name": found.user.sign_in_name})
            return redirect(settings.LOGIN_URL)
        actions.refuse_invitation(found, by=found.user)
        if not found.tries_left:
            return _dead_link(request)
        status = 422
    return render(
        request, "accounts/invitation.html", {"form": form, "tries_left": found.tries_left}, status=status
    )


def _dead_link(request):
    """A link that was used, has expired or never was; guessing links counts like guessing passwords."""
    if request.method == "POST":
        lockout.count_address(request)
    return render(request, "accounts/invitation_closed.html", {}, status=410)
