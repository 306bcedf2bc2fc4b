"""How full a shelter is on a night: beds that stand, who sleeps in them, who lives there without one."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shelters.models import Bed, BedAssignment, Stay


@dataclass(frozen=True)
class Occupancy:
    """Numbers of one night; people without a bed count too, so that it may pass 100 %."""

    beds: int
    taken: int
    residents: int

    @property
    def without_bed(self):
        return self.residents - self.taken

    @property
    def free(self):
        return self.beds - self.taken

    @property
    def percent(self):
        """Residents for a hundred beds, halves rounded up; None in a house without beds."""
        return (200 * self.residents + self.beds) // (2 * self.beds) if self.beds else None

    @property
    def over_full(self):
        return self.residents > self.beds

    @property
    def words(self):
        """As it is said, with beside each number whether it counts beds or people.

        31 of 40 beds occupied; 2 people without a bed; occupancy 83 % (33 people for 40 beds)
        """
        taken = ngettext(
            "%(taken)d of %(beds)d bed occupied", "%(taken)d of %(beds)d beds occupied", self.beds
        )
        said = [taken % {"taken": self.taken, "beds": self.beds}]
        if self.without_bed:
            without = ngettext(
                "%(number)d person without a bed", "%(number)d people without a bed", self.without_bed
            )
            said.append(without % {"number": self.without_bed})
        if self.percent is not None:
            said.append(self.percent_in_words)
        return "; ".join(said)

    @property
    def percent_in_words(self):
        """How many people there are for how many beds; said out where not everybody has one."""
        said = _("occupancy %(percent)d %%") % {"percent": self.percent}
        if not self.without_bed:
            return said
        people = ngettext("%(number)d person", "%(number)d people", self.residents)
        beds = ngettext("%(number)d bed", "%(number)d beds", self.beds)
        of_whom = {"people": people % {"number": self.residents}, "beds": beds % {"number": self.beds}}
        return said + " " + _("(%(people)s for %(beds)s)") % of_whom


@dataclass
class Place:
    """A bed of the board, with the stay that has it tonight."""

    bed: Bed
    stay: Stay = None


@dataclass
class RoomOfBoard:
    """A room of the board, with its beds that stand tonight."""

    name: str
    places: list = field(default_factory=list)

    @property
    def taken(self):
        """The beds in which somebody sleeps."""
        return [place for place in self.places if place.stay]

    @property
    def free(self):
        """The beds in which nobody does."""
        return [place.bed for place in self.places if not place.stay]


@dataclass
class Board:
    """A shelter room by room, and those who live there without a bed."""

    rooms: list
    without_bed: list
    occupancy: Occupancy


def occupancy_of(shelters, day):
    """{shelter id: Occupancy} of this night, in three statements however many shelters there are."""
    keys = [shelter.pk for shelter in shelters]
    beds = Bed.objects.standing(day).filter(room__shelter__in=keys).order_by()
    beds = dict(beds.values_list("room__shelter").annotate(number=Count("pk")))
    taken = BedAssignment.objects.slept_in(day).filter(stay__in=Stay.objects.on(day))
    taken = taken.filter(bed__room__shelter__in=keys)
    taken = dict(taken.order_by().values_list("bed__room__shelter").annotate(number=Count("pk")))
    residents = Stay.objects.on(day).filter(shelter__in=keys).order_by()
    residents = dict(residents.values_list("shelter").annotate(number=Count("pk")))
    return {key: Occupancy(*(found.get(key, 0) for found in (beds, taken, residents))) for key in keys}


def board_of(shelter, day=None, shut=()):
    """Who sleeps where on this night (tonight), by code name; of `shut` cases, that a bed is taken."""
    day = day or timezone.localdate()
    stays = {stay.pk: stay for stay in Stay.objects.on(day).filter(shelter=shelter).select_related("case")}
    for stay in stays.values():
        stay.hidden = stay.case_id in shut
        stay.overdue = stay.is_open and stay.expected_exit_on < day
    sleeping = BedAssignment.objects.slept_in(day).filter(stay__in=stays).values_list("bed", "stay")
    sleeping = {bed: stays[stay] for bed, stay in sleeping}
    rooms = {}
    beds = list(Bed.objects.of_shelter(shelter).standing(day).in_order())
    for bed in beds:
        room = rooms.setdefault(bed.room_id, RoomOfBoard(bed.room.name))
        room.places.append(Place(bed, sleeping.get(bed.pk)))
    with_bed = {stay.pk for stay in sleeping.values()}
    without = [stay for key, stay in stays.items() if key not in with_bed and not stay.hidden]
    without.sort(key=lambda stay: (stay.admitted_on, stay.case.code_name))
    return Board(list(rooms.values()), without, Occupancy(len(beds), len(with_bed), len(stays)))
