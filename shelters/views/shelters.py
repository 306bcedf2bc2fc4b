from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.doors import require
from cases.models import shut_to
from cases.numbers import read_case_number
from shelters import actions, rules
from shelters.forms import AddressForm, NewShelterForm, ShelterForm
from shelters.forms.shelters import offices_to_set_up
from shelters.models import Shelter
from shelters.occupancy import board_of, occupancy_of
from shelters.pages import crumbs, page_of, seer_page, setting_page, staff_page
from work.asking import change, confirm, make, own, posted, unless_changed
from work.conflicts import seen_version
from work.pages import Column, cursor, sorted_by

COLUMNS = [
    Column(gettext_lazy("Shelter"), sort=("office__name", "id")),
    Column(gettext_lazy("Tonight")),
    Column(gettext_lazy("Free beds"), numeric=True),
    Column(gettext_lazy("State")),
]


@require_GET
@seer_page
def shelters(request):
    """The shelters of her organisations and how full they are tonight; her own is opened at once."""
    rows = Shelter.objects.visible_to(request.user).select_related("office")
    case = read_case_number(request.GET.get("case", "")[:20])
    here = list(rows.staffed_by(request.user)[:2])
    if len(here) == 1 and not request.GET and rows.count() == 1:
        return redirect(page_of(here[0]))
    order, columns = sorted_by(request, COLUMNS, ("office__name", "id"))
    page = cursor(rows, request, order=order, columns=columns)
    found = occupancy_of(page.rows, timezone.localdate())
    for shelter in page:
        shelter.tonight = found[shelter.pk]
    may_add = offices_to_set_up(request.user).exists()
    return render(request, "shelters/shelters.html", {"page": page, "case": case, "may_add": may_add})


@require_GET
@seer_page
def shelter(request, shelter):
    """Who sleeps where tonight, for those who work there; for others how full it is and whom it admits."""
    shelter = own(Shelter, request, shelter, "office__organisation", "component")
    today, user = timezone.localdate(), request.user
    shown = {
        "shelter": shelter,
        "today": today,
        "crumbs": crumbs(),
        "may_change": rules.can_change_shelter(user, shelter),
        # Whoever stands at the door of a closed shelter records who came all the same.
        "may_admit": rules.can_admit(user, shelter)
        and (not shelter.closed_on or rules.works_in(user, shelter)),
        "occupancy": occupancy_of([shelter], today)[shelter.pk],
    }
    if not rules.can_see_residents(user, shelter):
        return render(request, "shelters/shelter.html", shown)
    may_write = rules.can_change_address(user, shelter)
    board = board_of(shelter, shut=shut_to(user))
    shown |= {"board": board, "may_write_address": may_write}
    return render(request, "shelters/board.html", shown)


@require_http_methods(["GET", "POST"])
@setting_page
def shelter_create(request):
    """Set up the shelter of an office."""
    return make(
        request,
        NewShelterForm(posted(request), user=request.user),
        actions.create_shelter,
        done=_("The shelter is set up. Now add its rooms and beds."),
        to=lambda shelter: page_of(shelter, "rooms"),
        title=pgettext("page", "Set up a shelter"),
        crumbs=crumbs(),
        back_url=reverse("shelters:shelters"),
    )


@require_http_methods(["GET", "POST"])
@setting_page
def shelter_change(request, shelter):
    """Change whom a shelter admits and for how long."""
    shelter = own(Shelter, request, shelter, "office")
    require(rules.can_change_shelter, request.user, shelter)
    return change(
        request,
        shelter,
        lambda data, row: ShelterForm(data, instance=row),
        actions.change_shelter,
        done=_("The shelter is changed."),
        to=page_of(shelter),
        title=_("Whom the shelter admits"),
        crumbs=crumbs(shelter),
        back_url=page_of(shelter),
    )


@require_POST
@staff_page
def address(request, shelter):
    """Show where the shelter stands for half a minute; the trail keeps who looked."""
    shelter = own(Shelter, request, shelter, "office")
    where, telephone = actions.open_address(shelter, by=request.user)
    shown = {"shelter": shelter, "address": where, "telephone": telephone, "crumbs": crumbs(shelter)}
    return render(request, "shelters/address.html", shown)


@require_http_methods(["GET", "POST"])
@staff_page
def address_write(request, shelter):
    """Write down where the shelter stands; what stood there before is not shown."""
    shelter = own(Shelter, request, shelter, "office")
    require(rules.can_change_address, request.user, shelter)
    return confirm(
        request,
        AddressForm(posted(request)),
        unless_changed(actions.write_address, seen_version(request.POST)),
        shelter,
        version=shelter.version,
        done=_("The address is written down."),
        to=page_of(shelter),
        title=_("Where the shelter stands"),
        text=_("Only those who work there see it, for half a minute; the trail keeps who looked."),
        label=_("Save"),
        crumbs=crumbs(shelter),
        back_url=page_of(shelter),
    )
