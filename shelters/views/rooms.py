from django.db.models import Prefetch
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.doors import require
from shelters import actions, rules
from shelters.forms import BedForm, BedsForm, RoomForm, RoomNameForm
from shelters.models import Bed, Room, Shelter
from shelters.pages import crumbs, page_of, setting_page
from work.asking import change, make, own, posted


@require_GET
@setting_page
def rooms(request, shelter):
    """The rooms and beds of a shelter, in use or not."""
    shelter = own(Shelter, request, shelter, "office")
    require(rules.can_change_shelter, request.user, shelter)
    found = shelter.rooms.prefetch_related(Prefetch("beds", Bed.objects.order_by("place")))
    shown = {"shelter": shelter, "rooms": found, "today": timezone.localdate(), "crumbs": crumbs(shelter)}
    return render(request, "shelters/rooms.html", shown)


def _asked(shelter, title):
    """What each form about rooms and beds shows around itself."""
    way = [*crumbs(shelter), (_("Rooms and beds"), page_of(shelter, "rooms"))]
    return {"title": title, "crumbs": way, "back_url": page_of(shelter, "rooms")}


@require_http_methods(["GET", "POST"])
@setting_page
def room_add(request, shelter):
    """Add a room with its beds."""
    shelter = own(Shelter, request, shelter, "office")
    require(rules.can_change_shelter, request.user, shelter)
    return make(
        request,
        RoomForm(posted(request)),
        actions.add_room,
        shelter,
        done=_("The room is added."),
        to=lambda room: page_of(shelter, "rooms"),
        another=True,
        **_asked(shelter, _("Add a room")),
    )


@require_http_methods(["GET", "POST"])
@setting_page
def room_rename(request, room):
    """Call a room otherwise."""
    room = own(Room, request, room, "shelter__office")
    require(rules.can_change_shelter, request.user, room.shelter)
    return change(
        request,
        room,
        lambda data, row: RoomNameForm(data, instance=row),
        actions.rename_room,
        done=_("The room is renamed."),
        to=page_of(room.shelter, "rooms"),
        **_asked(room.shelter, _("Rename the room")),
    )


@require_http_methods(["GET", "POST"])
@setting_page
def beds_add(request, room):
    """Put more beds into a room."""
    room = own(Room, request, room, "shelter__office")
    require(rules.can_change_shelter, request.user, room.shelter)
    return make(
        request,
        BedsForm(posted(request)),
        actions.add_beds,
        room,
        done=_("The beds are added."),
        to=lambda made: page_of(room.shelter, "rooms"),
        **_asked(room.shelter, _("Add beds to %(room)s") % {"room": room}),
    )


@require_http_methods(["GET", "POST"])
@setting_page
def bed_change(request, bed):
    """Say from when until when a bed is in use."""
    bed = own(Bed, request, bed, "room__shelter__office")
    shelter = bed.room.shelter
    require(rules.can_change_shelter, request.user, shelter)
    return change(
        request,
        bed,
        lambda data, row: BedForm(data, instance=row),
        actions.change_bed,
        done=_("The bed is changed."),
        to=page_of(shelter, "rooms"),
        **_asked(shelter, _("Bed %(bed)s") % {"bed": bed}),
    )
