"""The administrator's pages about who works where as what."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import actions, rules
from accounts.doors import for_roles
from accounts.forms import MembershipForm, OnADayForm
from accounts.models import Membership, User
from accounts.pages import show, typed
from accounts.roles import Role
from audit.doors import require
from work.answers import carry_out


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def membership_grant(request, user):
    """Give somebody one more role."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=user)
    require(rules.can_change_roles, request.user, person)
    form = MembershipForm(typed(request), user=request.user)
    once = request.POST.get("once")
    if form.is_valid() and carry_out(form, actions.grant_membership, person, by=request.user, once=once):
        messages.success(request, _("The role is given."))
        return redirect("user", user=person.pk)
    return show(request, "accounts/membership_grant.html", form, person=person)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def membership_end(request, membership):
    """End somebody's role on a day."""
    memberships = Membership.objects.visible_to(request.user).select_related("user", "office", "organisation")
    membership = get_object_or_404(memberships, pk=membership)
    require(rules.can_manage_membership, request.user, membership)
    require(rules.can_change_roles, request.user, membership.user)
    form = OnADayForm(typed(request))
    if form.is_valid() and carry_out(form, actions.end_membership, membership, by=request.user):
        messages.success(request, _("The role is ended."))
        return redirect("user", user=membership.user_id)
    return show(request, "accounts/membership_end.html", form, membership=membership, person=membership.user)
