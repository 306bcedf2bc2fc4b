from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.doors import for_roles
from audit.doors import require
from cases.looks import look, watched
from cases.models import AccessSource, CaseAccess
from cases.relatives import not_to_call
from reintegration import actions, rules
from reintegration.forms import EndPlacementForm, FollowerForm, PlacementFilterForm, PlacementForm
from reintegration.models import FOLLOWERS, Placement
from work.asking import change, confirm, own, posted, unless_changed
from work.conflicts import seen_version
from work.pages import Column, cursor, sorted_by

follower_page = watched(for_roles(*FOLLOWERS))
COLUMNS = [
    Column(gettext_lazy("Case"), sort=("case__number", "id")),
    Column(gettext_lazy("How she lives")),
    Column(gettext_lazy("Since"), sort=("-since", "id")),
    Column(gettext_lazy("Until")),
]


def _page_of(placement):
    return reverse("reintegration:placement", args=[placement.pk])


def _crumbs(placement=None):
    way = [(_("Reintegration"), reverse("reintegration:placements"))]
    return [*way, (str(placement.case), _page_of(placement))] if placement else way


def _placement(request, placement):
    """A placement that she may see; that she looked is kept."""
    found = own(Placement, request, placement, "case__office", "case__person")
    look(request, "placement", found.case)
    return found


@require_GET
@follower_page
def placements(request):
    """Who lives after the shelter, of the cases that she may open."""
    form = PlacementFilterForm(request.GET or None)
    rows = Placement.objects.visible_to(request.user).lasting().for_list()
    if form.is_bound and form.is_valid():
        rows = rows.narrowed(**form.cleaned_data)
    order, columns = sorted_by(request, COLUMNS, ("-since", "id"))
    page = cursor(rows, request, order=order, columns=columns)
    look(request, "placement", *(row.case for row in page.rows))
    return render(request, "reintegration/placements.html", {"page": page, "filters": form})


@require_GET
@follower_page
def placement(request, placement):
    """How somebody lives after the shelter, since when, and who follows her home."""
    placement = _placement(request, placement)
    return render(request, "reintegration/placement.html", _shown(request.user, placement))


def _followers(placement):
    """Who follows her home now."""
    held = CaseAccess.objects.live().of_case(placement.case).filter(source=AccessSource.PLACEMENT)
    return [access.user for access in held.exclude(user=None).select_related("user")]


def _shown(user, placement, **more):
    """What the page shows; where she lives only when it was asked for."""
    may_open = rules.can_open_whereabouts(user, placement) and not placement.withdrawn_at
    return {
        "placement": placement,
        "followers": _followers(placement),
        "may_change": rules.can_change_placement(user, placement) and not placement.withdrawn_at,
        "not_to_call": not_to_call(placement.case) if may_open else [],
        "may_assign": rules.can_assign_follower(user, placement)
        and not (placement.until or placement.withdrawn_at),
        "crumbs": _crumbs(),
        **more,
    }


@require_POST
@follower_page
def whereabouts(request, placement):
    """Show where she lives for half a minute; the trail keeps who looked."""
    placement = _placement(request, placement)
    where = actions.open_whereabouts(placement, by=request.user)
    shown = _shown(request.user, placement, opened=True, whereabouts=where)
    return render(request, "reintegration/placement.html", shown)


@require_http_methods(["GET", "POST"])
@follower_page
def placement_change(request, placement):
    """Correct how and where she lives."""
    placement = _placement(request, placement)
    require(rules.can_change_placement, request.user, placement)
    return change(
        request,
        placement,
        lambda data, row: PlacementForm(data, instance=row),
        actions.change_placement,
        done=_("The placement is changed."),
        to=_page_of(placement),
        title=_("Change the placement"),
        crumbs=_crumbs(placement),
        back_url=_page_of(placement),
    )


@require_http_methods(["GET", "POST"])
@follower_page
def placement_end(request, placement):
    """Record that she lives so no more."""
    placement = _placement(request, placement)
    require(rules.can_change_placement, request.user, placement)
    # To whoever only followed her the case closes with it.
    stays = rules.can_assign_follower(request.user, placement)
    return confirm(
        request,
        EndPlacementForm(posted(request)),
        actions.end_placement,
        placement,
        done=_("The placement has ended."),
        to=_page_of(placement) if stays else "reintegration:placements",
        title=_("Does %(who)s live so no more?") % {"who": placement.case.code_name},
        text=_("The placement ends on this day; what was written of it stays."),
        label=_("End the placement"),
        crumbs=_crumbs(placement),
        back_url=_page_of(placement),
    )


@require_http_methods(["GET", "POST"])
@follower_page
def placement_assign(request, placement):
    """Say who follows her home."""
    placement = _placement(request, placement)
    require(rules.can_assign_follower, request.user, placement)
    now = {"worker": next(iter(_followers(placement)), None)}
    return confirm(
        request,
        FollowerForm(posted(request), placement=placement, initial=now),
        unless_changed(actions.assign_follower, seen_version(request.POST)),
        placement,
        version=placement.version,
        done=_("It is written who follows her home."),
        to=_page_of(placement),
        title=_("Who follows %(who)s home?") % {"who": placement.case.code_name},
        text=_("The case opens for this worker, without the account of what happened; for others it closes."),
        label=_("Assign"),
        crumbs=_crumbs(placement),
        back_url=_page_of(placement),
    )
