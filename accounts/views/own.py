"""One's own account: data, password, second factor, tokens, and the role to act in."""

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import actions, entrance, lockout, middleware, second_factor
from accounts.adapters import remember_language
from accounts.doors import note_confirmed
from accounts.forms import ChangePasswordForm, ConfirmForm, OwnForm, SwitchRoleForm
from accounts.models import AccessToken
from accounts.pages import show, typed
from accounts.trail_words import OF_ONE_ACCOUNT
from audit.models import Event
from work.answers import carry_out

SHOWN_EVENTS = 10


@require_GET
def own_account(request):
    """What is known of her, how she signs in, and what happened to her account lately."""
    user = request.user
    tokens = AccessToken.objects.visible_to(user).in_force().order_by("-created_at", "-id")
    events = Event.objects.about(user.pk).filter(verb__in=OF_ONE_ACCOUNT).order_by("-id")[:SHOWN_EVENTS]
    context = {
        "memberships": user.memberships_in_force,
        "tokens": list(tokens),
        "events": [(event, OF_ONE_ACCOUNT[event.verb]) for event in events],
        "has_factor": second_factor.has_second_factor(user),
        "codes_left": second_factor.recovery_codes_left(user),
        "roles_clash": user.roles_clash,
    }
    return render(request, "accounts/own_account.html", context)


@require_http_methods(["GET", "POST"])
def own_account_edit(request):
    """Her own name, address and language."""
    user = request.user
    form = OwnForm(
        typed(request), initial={"full_name": user.full_name, "email": user.email, "language": user.language}
    )
    if form.is_valid() and carry_out(form, actions.edit_own, user, by=user):
        messages.success(request, _("Your data are saved."))
        response = redirect("own-account")
        remember_language(response, form.outcome.language)
        return response
    return show(request, "accounts/own_account_edit.html", form)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("current", "password", "again")
def password_change(request):
    """A new password, after the old one."""
    form = ChangePasswordForm(typed(request), user=request.user)
    if form.is_valid():
        current, password = form.cleaned_data["current"], form.cleaned_data["password"]
        found = entrance.try_password(request, request.user.sign_in_name, current, through="page")
        if found is entrance.Refusal.LOCKED:
            return lockout.answer(request)
        if found is not entrance.Refusal.WRONG:
            update_session_auth_hash(
                request, actions.change_password(request.user, by=request.user, password=password)
            )
            messages.success(
                request, _("Your password is changed. Everywhere else you have been signed out.")
            )
            return redirect("own-account")
        form.add_error("current", _("This is not your password."))
    return show(request, "accounts/password_change.html", form)


@require_http_methods(["GET", "POST"])
def confirm(request):
    """Prove once more who she is, before something that asks for it."""
    target = get_next_redirect_url(request) or ""
    form = ConfirmForm(typed(request), by_password=not second_factor.has_second_factor(request.user))
    if form.is_valid():
        refused = entrance.confirm(request, request.user, form.cleaned_data["proof"])
        if refused is entrance.Refusal.LOCKED:
            return lockout.answer(request)
        if refused is None:
            note_confirmed(request)
            return redirect(target or "own-account")
        form.add_error("proof", _("This is wrong, too old, or was used before."))
    return show(request, "accounts/confirm.html", form, next=target)


@require_http_methods(["GET", "POST"])
def role_switch(request):
    """Choose in which of her roles she acts, where they may not be used together."""
    user = request.user
    by_password = not second_factor.has_second_factor(user)
    target = get_next_redirect_url(request) or ""
    form = SwitchRoleForm(
        typed(request), roles=user.roles_held, by_password=by_password, initial={"role": user.acting_role}
    )
    if form.is_valid():
        refused = entrance.confirm(request, user, form.cleaned_data["proof"])
        if refused is entrance.Refusal.LOCKED:
            return lockout.answer(request)
        if refused is None:
            request.session[middleware.ROLE] = actions.switch_role(
                user, by=user, role=form.cleaned_data["role"]
            )
            request.session.cycle_key()
            note_confirmed(request)
            messages.success(request, _("You act in this role until you switch again or sign out."))
            return redirect(target or "my-day")
        form.add_error("proof", _("This is wrong, too old, or was used before."))
    return show(request, "accounts/role_switch.html", form, next=target, roles_clash=user.roles_clash)


@require_POST
def token_end(request, access_token):
    """End one of her own tokens."""
    token = get_object_or_404(AccessToken.objects.visible_to(request.user), pk=access_token)
    actions.end_token(token, by=request.user)
    messages.success(request, _("The token is ended: the program that used it has to sign in again."))
    return redirect("own-account")
