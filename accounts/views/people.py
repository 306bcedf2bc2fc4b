"""The administrator's pages about people."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts import actions, effects, rules, second_factor
from accounts.access import allow_managing
from accounts.doors import for_roles, recently_confirmed
from accounts.forms import InviteForm, UserFilterForm, UserForm
from accounts.models import Membership, User
from accounts.pages import change, show, typed
from accounts.roles import Role
from audit.doors import require
from work.actions import queue
from work.answers import carry_out
from work.pages import Column, cursor
from work.searching import address_of, asked

COLUMNS = [Column(gettext_lazy("Name")), Column(gettext_lazy("Works as")), Column(gettext_lazy("Access"))]


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def user_list(request):
    """The people of the organisations she manages."""
    form = UserFilterForm(asked(request, UserFilterForm), user=request.user)
    if address := address_of(request, form):
        return redirect(address)
    people = User.objects.visible_to(request.user)
    people = narrowed(people, form.cleaned_data) if form.is_valid() else people.none()
    roles = Membership.objects.in_force().visible_to(request.user).select_related("office", "organisation")
    people = people.prefetch_related(Prefetch("memberships", roles, to_attr="roles_today"))
    page = cursor(people, request, order=("full_name", "id"), columns=COLUMNS)
    context = {"page": page, "filters": form}
    return render(request, "accounts/user_list.html", context, status=200 if form.is_valid() else 422)


def narrowed(people, wanted):
    """The people that were asked for."""
    if wanted["search"]:
        people = people.named_like(wanted["search"])
    if wanted["office"]:
        people = people.working(office=wanted["office"])
    if wanted["role"]:
        people = people.working(role=wanted["role"])
    return people.in_state(wanted["state"]) if wanted["state"] else people


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def user_invite(request):
    """A new account; its one-time link is shown in the answer, and never again."""
    form = InviteForm(typed(request), user=request.user)
    once = request.POST.get("once")
    if form.is_valid() and carry_out(form, actions.invite, by=request.user, once=once):
        person, token = form.outcome
        if token is None:
            messages.info(request, _("She was invited already. If her link was lost, make a new one."))
            return redirect("user", user=person.pk)
        return _show_link(request, person, token)
    return show(request, "accounts/user_invite.html", form)


@require_GET
@for_roles(Role.ADMINISTRATOR)
def user_detail(request, user):
    """One person: how she signs in, where she works, and what can be done about her access."""
    person = _found(request, user)
    memberships = person.memberships.visible_to(request.user).select_related("office", "organisation")
    context = {
        "person": person,
        "memberships": memberships.order_by("-since", "-id"),
        "has_factor": second_factor.has_second_factor(person),
        "may_manage": rules.can_manage_user(request.user, person),
        "may_change_roles": rules.can_change_roles(request.user, person),
        "may_manage_access": rules.can_manage_access(request.user, person),
        "why_not": rules.can_manage_user.refusal
        if request.user != person
        else rules.can_manage_access.refusal,
    }
    return render(request, "accounts/user.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def user_edit(request, user):
    """Somebody's name, sign-in name, address and language."""
    person = _found(request, user)
    require(rules.can_manage_user, request.user, person)
    names = ("full_name", "sign_in_name", "email", "language")

    def build(data, row):
        return UserForm(data, initial={name: getattr(row, name) for name in names})

    return change(
        request,
        person,
        build,
        actions.edit_user,
        template="accounts/user_edit.html",
        to=reverse("user", kwargs={"user": person.pk}),
        said=_("The changes are saved."),
        person=person,
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def user_end(request, user):
    """End somebody's access, after asking."""
    return _asked(
        request,
        _found(request, user),
        actions.end_access,
        "accounts/user_end.html",
        _("Her access is ended."),
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def user_restore(request, user):
    """Let somebody in again, after asking."""
    return _asked(
        request,
        _found(request, user),
        actions.restore_access,
        "accounts/user_restore.html",
        _("She can sign in again."),
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
@recently_confirmed
def user_reset_second_factor(request, user):
    """Forget a lost second factor, after asking."""
    return _asked(
        request,
        _found(request, user),
        actions.reset_second_factor,
        "accounts/user_reset_second_factor.html",
        _("Her second factor is reset. She sets up a new one when she signs in."),
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
@recently_confirmed
def user_new_link(request, user):
    """A new one-time link for who forgot her password, shown in the answer and never again."""
    person = _found(request, user)
    allow_managing(request.user, person)
    if request.method == "POST":
        return _show_link(request, person, actions.new_link(person, by=request.user))
    return render(request, "accounts/user_new_link.html", {"person": person})


def _found(request, user):
    return get_object_or_404(User.objects.visible_to(request.user), pk=user)


def _asked(request, person, action, template, said):
    """Ask before it is done, and do it when the answer comes."""
    allow_managing(request.user, person)
    if request.method == "POST":
        action(person, by=request.user)
        messages.success(request, said)
        return redirect("user", user=person.pk)
    return render(request, template, {"person": person})


def _show_link(request, person, token):
    """The link to hand over; where there is mail and an address, one of its own goes there too."""
    mailed = effects.mail_is_set_up() and bool(person.email)
    if mailed:
        queue("accounts.mail_link", subject=person, user=person.pk)
    link = request.build_absolute_uri(reverse("invitation", kwargs={"token": token}))
    return render(request, "accounts/user_link.html", {"person": person, "link": link, "mailed": mailed})
