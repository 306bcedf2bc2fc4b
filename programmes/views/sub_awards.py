from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from programmes import actions
from programmes.award_pages import about, crumbs, page_of
from programmes.forms import SubAwardForm
from programmes.forms.ending import CloseForm
from programmes.models import Award, SubAward
from programmes.pages import change, confirm, make, manager_page, own, posted
from work.pages import Column, cursor, sorted_by

COLUMNS = [
    Column(gettext_lazy("Sub-award"), sort=("number", "id")),
    Column(gettext_lazy("Recipient")),
    Column(gettext_lazy("Days"), sort=("starts", "id")),
    Column(gettext_lazy("Amount"), numeric=True),
    Column(gettext_lazy("State")),
]


def _way(award):
    return [*crumbs(award), (_("Sub-awards"), page_of(award, "sub-awards"))]


def _page_of(sub_award):
    return reverse("programmes:sub-award", args=[sub_award.pk])


@require_GET
@manager_page
def sub_awards(request, award):
    """What was passed on of an award."""
    award = own(Award, request, award, "donor")
    order, columns = sorted_by(request, COLUMNS, ("-starts", "id"))
    page = cursor(award.sub_awards.select_related("recipient"), request, order=order, columns=columns)
    return render(request, "programmes/sub_awards.html", {**about(award, "sub-awards"), "page": page})


@require_GET
@manager_page
def sub_award(request, sub_award):
    """One sub-award."""
    found = own(SubAward, request, sub_award, "award__donor", "recipient")
    shown = {**about(found.award, "sub-awards"), "sub_award": found, "crumbs": _way(found.award)}
    return render(request, "programmes/sub_award.html", shown)


@require_http_methods(["GET", "POST"])
@manager_page
def sub_award_create(request, award):
    """Pass part of an award on."""
    award = own(Award, request, award)
    return make(
        request,
        SubAwardForm(posted(request), user=request.user, award=award),
        actions.create_sub_award,
        award,
        done=_("The sub-award is entered."),
        to=_page_of,
        title=_("New sub-award"),
        crumbs=_way(award),
        back_url=page_of(award, "sub-awards"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def sub_award_change(request, sub_award):
    """Change a sub-award."""
    found = own(SubAward, request, sub_award, "award")
    return change(
        request,
        found,
        lambda data, row: SubAwardForm(data, instance=row, user=request.user, award=row.award),
        actions.edit_sub_award,
        done=_("The sub-award is changed."),
        to=_page_of(found),
        title=_("Change the sub-award"),
        crumbs=_way(found.award),
        back_url=_page_of(found),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def sub_award_close(request, sub_award):
    """Close a sub-award."""
    found = own(SubAward, request, sub_award, "award")
    return confirm(
        request,
        CloseForm(posted(request)),
        actions.close_sub_award,
        found,
        done=_("The sub-award is closed."),
        to=_page_of(found),
        title=_("Close sub-award %(number)s?") % {"number": found},
        text=_("Its accounts are settled. It stays in the list and in reports."),
        label=_("Close the sub-award"),
        crumbs=_way(found.award),
        back_url=_page_of(found),
    )
