from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from audit.doors import require
from shelters import rules
from shelters.models import Bed, Room, Shelter
from work import actions as work
from work.errors import refusal


@transaction.atomic
def add_room(shelter, *, by, name, beds, since, cots=0, once=None):
    """Add a room with so many beds and cots, in use from a day on."""
    require(rules.can_change_shelter, by, shelter)

    def make():
        facts = {"by": by, "office": shelter.office}
        room = work.create(Room(shelter=shelter, name=name), verb="room.added", **facts)
        _put_beds(room, beds, since, **facts)
        _put_beds(room, cots, since, cot=True, **facts)
        return room

    return Room.objects.get(pk=work.once(once, by=by, verb="room.added", make=make))


@transaction.atomic
def rename_room(room, *, by, name, version=None):
    """Call a room otherwise; its beds and who sleeps in them stay."""
    require(rules.can_change_shelter, by, room.shelter)
    office = room.shelter.office
    return work.write(
        room, by=by, verb="room.renamed", changes={"name": name}, version=version, office=office
    )


@transaction.atomic
def add_beds(room, *, by, beds, since, cots=0, once=None):
    """Put more beds and cots into a room, numbered on from those that stand there."""
    require(rules.can_change_shelter, by, room.shelter)

    def make():
        facts = {"by": by, "office": room.shelter.office}
        locked = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        _put_beds(locked, beds, since, **facts)
        _put_beds(locked, cots, since, cot=True, **facts)
        return locked

    return Room.objects.get(pk=work.once(once, by=by, verb="beds.added", make=make))


@transaction.atomic
def change_bed(bed, *, by, since, until=None, cot=False, version=None):
    """Say from when until before which night a bed is in use; nobody is left without one by it."""
    shelter = Shelter.objects.select_related("office").get(pk=bed.room.shelter_id)
    require(rules.can_change_shelter, by, shelter)
    bed = Bed.objects.select_for_update(of=("self",), no_key=True).select_related("room").get(pk=bed.pk)
    _refuse_sleepers(bed, since, until)
    changes = {"since": since, "until": until, "cot": cot}
    return work.write(bed, by=by, verb="bed.changed", changes=changes, version=version, office=shelter.office)


def _refuse_sleepers(bed, since, until):
    """Whoever sleeps in a bed moves to another one first."""
    outside = Q(since__lt=since)
    if until:
        outside |= Q(until=None) | Q(until__gt=until)
    if bed.assignments.filter(outside).exclude(until=F("since")).exists():
        raise refusal(
            _("Somebody sleeps or slept in this bed on nights when it would not be in use. Move her first."),
            field="until",
        )


def _put_beds(room, number, since, *, by, office, cot=False):
    last = room.beds.aggregate(last=Max("place"))["last"] or 0
    for place in range(last + 1, last + 1 + (number or 0)):
        bed = Bed(room=room, place=place, cot=cot, since=since)
        work.create(bed, by=by, verb="bed.added", office=office)
