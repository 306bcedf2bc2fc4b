"""The administrator's pages about organisations."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts import actions, rules
from accounts.doors import for_roles
from accounts.forms import OrganisationForm
from accounts.models import Office, Organisation
from accounts.pages import change, show, typed
from accounts.roles import Role
from audit.doors import require
from work.answers import carry_out
from work.pages import Column, cursor

COLUMNS = [Column(gettext_lazy("Name")), Column(gettext_lazy("Country")), Column(gettext_lazy("Kind"))]


@require_GET
@for_roles(Role.ADMINISTRATOR)
def organisation_list(request):
    """The organisations that carry the programme, as far as she manages them."""
    organisations = Organisation.objects.managed_by(request.user)
    page = cursor(organisations, request, order=("name", "id"), columns=COLUMNS)
    context = {"page": page, "may_create": rules.can_create_organisation(request.user)}
    return render(request, "accounts/organisation_list.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def organisation_create(request):
    """Add an organisation."""
    require(rules.can_create_organisation, request.user)
    form, once = OrganisationForm(typed(request)), request.POST.get("once")
    if form.is_valid() and carry_out(form, actions.create_organisation, by=request.user, once=once):
        messages.success(request, _("The organisation is added."))
        return redirect("organisation", organisation=form.outcome.pk)
    return show(request, "accounts/organisation_create.html", form)


@require_GET
@for_roles(Role.ADMINISTRATOR)
def organisation_detail(request, organisation):
    """An organisation and its offices."""
    organisation = _found(request, organisation)
    offices = Office.objects.filter(organisation=organisation).with_people_counted().order_by("name", "id")
    context = {
        "organisation": organisation,
        "offices": offices,
        "may_manage": rules.can_manage_organisation(request.user, organisation),
    }
    return render(request, "accounts/organisation.html", context)


@require_http_methods(["GET", "POST"])
@for_roles(Role.ADMINISTRATOR)
def organisation_edit(request, organisation):
    """Change an organisation."""
    organisation = _found(request, organisation)
    require(rules.can_manage_organisation, request.user, organisation)

    def build(data, row):
        initial = {"name": row.name, "country": row.country, "kind": row.kind}
        return OrganisationForm(data, initial=initial)

    return change(
        request,
        organisation,
        build,
        actions.edit_organisation,
        template="accounts/organisation_edit.html",
        to=reverse("organisation", kwargs={"organisation": organisation.pk}),
        said=_("The changes are saved."),
        organisation=organisation,
    )


def _found(request, organisation):
    return get_object_or_404(Organisation.objects.managed_by(request.user), pk=organisation)
