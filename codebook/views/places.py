from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from codebook import actions, rules
from codebook import municipalities as account
from codebook.doors import for_keepers
from codebook.forms.pages import (
    MunicipalitiesFileForm,
    MunicipalitiesForm,
    MunicipalityFilterForm,
    MunicipalityForm,
)
from codebook.models import Municipality
from codebook.pages import answer, conflict_page, sent
from codebook.places import subdivision_label
from work import pages
from work.answers import carry_out
from work.conflicts import settled
from work.errors import Stale
from work.pages import Column


@require_GET
def municipalities(request):
    form = MunicipalityFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = Municipality.objects.visible_to(request.user).found(**asked)
    columns = [Column(_("Municipality")), Column(_("Department")), Column(_("Code")), Column(_("State"))]
    page = pages.cursor(rows, request, order=("code",), columns=columns)
    with_department(page)
    context = {"form": form, "page": page, "keeper": rules.can_change_lists(request.user, None)}
    return render(request, "codebook/municipalities.html", context)


def with_department(rows):
    """Give each municipality the name of its department."""
    for row in rows:
        row.department = subdivision_label(row.subdivision)


@require_http_methods(["GET", "POST"])
@for_keepers
def municipalities_import(request):
    form = MunicipalitiesFileForm(sent(request), request.FILES or None)
    if form.is_valid() and carry_out(form, account.read):
        return render(request, "codebook/municipalities_account.html", {"account": form.outcome})
    return answer(request, "codebook/municipalities_import.html", {"form": form})


@require_POST
@for_keepers
def municipalities_take(request):
    form = MunicipalitiesForm(request.POST)
    if form.is_valid() and carry_out(form, actions.import_municipalities, by=request.user):
        count = len(form.outcome.to_write)
        said = ngettext("%(count)s municipality was taken.", "%(count)s municipalities were taken.", count)
        messages.success(request, said % {"count": count})
        return redirect("codebook:municipalities")
    context = {"form": MunicipalitiesFileForm(), "refused": form}
    return render(request, "codebook/municipalities_import.html", context, status=422)


def municipality_form(sent, row):
    """The form of a municipality as it stands, or with what was sent."""
    return MunicipalityForm(sent, instance=row, initial={"version": row.version})


@require_http_methods(["GET", "POST"])
@for_keepers
def municipality_change(request, municipality):
    row = get_object_or_404(Municipality.objects.visible_to(request.user), pk=municipality)
    with_department([row])
    typed = settled(request.POST, municipality_form(None, row)) if request.method == "POST" else None
    form, back_url = municipality_form(typed, row), reverse("codebook:municipalities")
    try:
        if form.is_valid() and carry_out(form, actions.change_municipality, row, by=request.user):
            messages.success(request, _("The municipality is saved."))
            return redirect(back_url)
    except Stale as stale:
        return conflict_page(request, municipality_form, stale.row, back_url)
    return answer(request, "codebook/municipality_change.html", {"form": form, "municipality": row})
