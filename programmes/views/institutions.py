from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from codebook import places
from programmes import actions
from programmes.forms import InstitutionForm, NewInstitutionForm, WithdrawInstitutionForm
from programmes.models import SupportedInstitution
from programmes.pages import change, confirm, make, manager_page, own, posted
from work.pages import Column, cursor, sorted_by

COLUMNS = [
    Column(gettext_lazy("Institution")),
    Column(gettext_lazy("Department")),
    Column(gettext_lazy("What was done")),
    Column(gettext_lazy("Days"), sort=("since", "id")),
    Column(gettext_lazy("State")),
]


def _list():
    return reverse("programmes:institutions")


def _page_of(institution):
    return reverse("programmes:institution", args=[institution.pk])


def _crumbs(institution=None):
    way = [(_("Supported institutions"), _list())]
    return [*way, (str(institution), _page_of(institution))] if institution else way


@require_GET
@manager_page
def institutions(request):
    """Who of those that identify people was trained or supported."""
    order, columns = sorted_by(request, COLUMNS, ("-since", "id"))
    page = cursor(
        SupportedInstitution.objects.visible_to(request.user), request, order=order, columns=columns
    )
    for row in page.rows:
        row.where = places.subdivision_label(row.department)
    return render(request, "programmes/institutions.html", {"page": page})


@require_GET
@manager_page
def institution(request, supported_institution):
    """One of them."""
    found = own(SupportedInstitution, request, supported_institution, "organisation")
    shown = {"institution": found, "where": places.subdivision_label(found.department), "crumbs": _crumbs()}
    return render(request, "programmes/institution.html", shown)


@require_http_methods(["GET", "POST"])
@manager_page
def institution_create(request):
    """Write down that an institution was trained or supported."""
    return make(
        request,
        NewInstitutionForm(posted(request), user=request.user),
        actions.enter_institution,
        done=_("The institution is entered."),
        to=_page_of,
        title=_("New supported institution"),
        crumbs=_crumbs(),
        back_url=_list(),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def institution_change(request, supported_institution):
    """Correct an entry, or write its last day."""
    found = own(SupportedInstitution, request, supported_institution, "organisation")
    return change(
        request,
        found,
        lambda data, row: InstitutionForm(data, instance=row),
        actions.edit_institution,
        done=_("The entry is changed."),
        to=_page_of(found),
        title=_("Change the entry"),
        crumbs=_crumbs(found),
        back_url=_page_of(found),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def institution_withdraw(request, supported_institution):
    """Take back an entry that was a mistake."""
    found = own(SupportedInstitution, request, supported_institution, "organisation")
    return confirm(
        request,
        WithdrawInstitutionForm(posted(request)),
        actions.withdraw_institution,
        found,
        done=_("The entry is withdrawn."),
        to=_page_of(found),
        title=_("Withdraw the entry?"),
        text=_("It was a mistake: nobody counts by it any more. It stays in the list with its reason."),
        label=_("Withdraw it"),
        crumbs=_crumbs(found),
        back_url=_page_of(found),
    )
