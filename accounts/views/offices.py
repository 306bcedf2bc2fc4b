"""The administrator's pages about offices."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts import actions, rules
from accounts.doors import for_roles
from accounts.forms import DeclareSmallForm, OfficeForm, OnADayForm
from accounts.models import Membership, Office, Organisation
from accounts.pages import change, show, typed
from accounts.roles import Role
from audit.doors import require
from work.answers import carry_out
from work.pages import Column, cursor

COLUMNS = [
    Column(gettext_lazy("Name")),
    Column(gettext_lazy("Organisation")),
    Column(gettext_lazy("Kind")),
    Column(gettext_lazy("Department")),
    Column(gettext_lazy("People"), numeric=True),
]


@require_GET
@for_roles(Role.ADMINISTRATOR)
def office_list(request):
    """The offices of the organisations she manages."""
    managed = Organisation.objects.managed_by(request.user)
    offices = (
        Office.objects.filter(organisation__in=managed).with_people_counted().select_related("organisation")
    )
    page = cursor(offices, request, order=("name", "id"), columns=COLUMNS)
    return render(request, "accounts/office_list.html", {"page": page, "organisations": managed})


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def office_create(request, organisation):
    """Add an office to an organisation."""
    organisation = get_object_or_404(Organisation.objects.managed_by(request.user), pk=organisation)
    require(rules.can_manage_organisation, request.user, organisation)
    form, once = OfficeForm(typed(request), country=organisation.country), request.POST.get("once")
    extra = {"by": request.user, "organisation": organisation, "once": once}
    if form.is_valid() and carry_out(form, actions.create_office, **extra):
        messages.success(request, _("The office is added."))
        return redirect("office", office=form.outcome.pk)
    return show(request, "accounts/office_create.html", form, organisation=organisation)


@require_GET
@for_roles(Role.ADMINISTRATOR)
def office_detail(request, office):
    """An office and who works in it."""
    office = _found(request, office)
    working = Membership.objects.in_force_or_later().filter(office=office).select_related("user")
    context = {
        "office": office,
        "memberships": working.order_by("user__full_name", "id"),
        "may_manage": rules.can_manage_office(request.user, office),
    }
    return render(request, "accounts/office.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def office_edit(request, office):
    """Change an office."""
    office = _found(request, office)
    require(rules.can_manage_office, request.user, office)

    def build(data, row):
        initial = {"name": row.name, "kind": row.kind, "department": row.department}
        return OfficeForm(data, country=office.organisation.country, initial=initial)

    return change(
        request,
        office,
        build,
        actions.edit_office,
        template="accounts/office_edit.html",
        to=reverse("office", kwargs={"office": office.pk}),
        said=_("The changes are saved."),
        office=office,
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def office_close(request, office):
    """Close an office, after asking from which day on."""
    form = OnADayForm(typed(request))
    return _done(
        request,
        _found(request, office),
        form,
        actions.close_office,
        "accounts/office_close.html",
        _("The office is closed."),
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def office_declare_small(request, office):
    """Declare an office small, on its director's decision."""
    form = DeclareSmallForm(typed(request))
    said = _("The office is declared small. Reports say so.")
    return _done(
        request,
        _found(request, office),
        form,
        actions.declare_small,
        "accounts/office_declare_small.html",
        said,
    )


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def office_end_small(request, office):
    """End the declaration of a small office, after asking."""
    office = _found(request, office)
    require(rules.can_manage_office, request.user, office)
    if request.method == "POST":
        actions.end_small(office, by=request.user)
        messages.success(request, _("The office is no small one any more."))
        return redirect("office", office=office.pk)
    return render(request, "accounts/office_end_small.html", {"office": office})


def _found(request, office):
    managed = Organisation.objects.managed_by(request.user)
    return get_object_or_404(
        Office.objects.filter(organisation__in=managed).select_related("organisation"), pk=office
    )


def _done(request, office, form, action, template, said):
    """Show the form, or do what it asks and go back to the office."""
    require(rules.can_manage_office, request.user, office)
    if form.is_valid() and carry_out(form, action, office, by=request.user):
        messages.success(request, said)
        return redirect("office", office=office.pk)
    return show(request, template, form, office=office)
