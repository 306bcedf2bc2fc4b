from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from programmes import actions
from programmes.forms import DonorForm, EndForm, NewDonorForm
from programmes.forms.ending import NothingForm
from programmes.models import Donor
from programmes.pages import change, confirm, make, manager_page, own, posted
from work.pages import Column, cursor, sorted_by

COLUMNS = [
    Column(gettext_lazy("Donor"), sort=("name", "id")),
    Column(gettext_lazy("Full name")),
    Column(gettext_lazy("Awards"), numeric=True),
    Column(gettext_lazy("State")),
]


def _crumbs(donor=None):
    way = [(_("Donors"), reverse("programmes:donors"))]
    return [*way, (str(donor), reverse("programmes:donor", args=[donor.pk]))] if donor else way


def _page_of(donor):
    return reverse("programmes:donor", args=[donor.pk])


@require_GET
@manager_page
def donors(request):
    """The donors of her organisations."""
    order, columns = sorted_by(request, COLUMNS, ("name", "id"))
    rows = Donor.objects.visible_to(request.user).with_award_counts()
    page = cursor(rows, request, order=order, columns=columns)
    return render(request, "programmes/donors.html", {"page": page})


@require_GET
@manager_page
def donor(request, donor):
    """One donor and its awards."""
    donor = own(Donor, request, donor, "organisation")
    awards = donor.awards.order_by("-starts", "id")
    return render(request, "programmes/donor.html", {"donor": donor, "awards": awards, "crumbs": _crumbs()})


@require_http_methods(["GET", "POST"])
@manager_page
def donor_create(request):
    """Enter a donor."""
    return make(
        request,
        NewDonorForm(posted(request), user=request.user),
        actions.create_donor,
        done=_("The donor is entered."),
        to=_page_of,
        title=_("New donor"),
        crumbs=_crumbs(),
        back_url=reverse("programmes:donors"),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def donor_change(request, donor):
    """Change what is known of a donor."""
    donor = own(Donor, request, donor)
    return change(
        request,
        donor,
        lambda data, row: DonorForm(data, instance=row),
        actions.edit_donor,
        done=_("The donor is changed."),
        to=_page_of(donor),
        title=_("Change the donor"),
        crumbs=_crumbs(donor),
        back_url=_page_of(donor),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def donor_end(request, donor):
    """Offer a donor no more."""
    donor = own(Donor, request, donor)
    return confirm(
        request,
        EndForm(posted(request)),
        actions.end_donor,
        donor,
        done=_("The donor is no longer offered."),
        to=_page_of(donor),
        title=_("Offer %(donor)s no more?") % {"donor": donor},
        text=_("New awards can no longer name this donor. Its awards and their reports stay as they are."),
        label=_("Offer it no more"),
        back_url=_page_of(donor),
    )


@require_http_methods(["GET", "POST"])
@manager_page
def donor_take_up(request, donor):
    """Offer a donor again."""
    donor = own(Donor, request, donor)
    return confirm(
        request,
        NothingForm(posted(request)),
        actions.take_up_donor,
        donor,
        done=_("The donor is offered again."),
        to=_page_of(donor),
        title=_("Offer %(donor)s again?") % {"donor": donor},
        text=_("New awards can name this donor again."),
        label=_("Offer it again"),
        back_url=_page_of(donor),
    )
