"""One shelter, who lives in it, and how she lives afterwards, for each of two offices."""

import datetime
from functools import cached_property

from cases.models import CaseAccess
from programmes.models import ComponentKind
from reintegration.models import Placement
from shelters.models import Bed, Room, Shelter, Stay
from tests.factories.cases import let_in
from tests.factories.programmes import ComponentFactory

NIGHT = datetime.date(2026, 3, 2)
PLANNED = datetime.date(2026, 9, 2)


class Housing:
    """The office of some casework as a shelter; `follower` follows its person home."""

    def __init__(self, casework, follower=None):
        self.casework, self.follower = casework, follower

    @cached_property
    def shelter(self):
        office = self.casework.office
        component = ComponentFactory(organisation=office.organisation, kind=ComponentKind.SHELTER)
        return Shelter.objects.create(office=office, component=component)

    @cached_property
    def room(self):
        return Room.objects.create(shelter=self.shelter, name="A")

    @cached_property
    def bed(self):
        return Bed.objects.create(room=self.room, place=1, since=NIGHT)

    @cached_property
    def stay(self):
        case, facts = self.casework.case, {"admitted_on": NIGHT, "expected_exit_on": PLANNED}
        place = {"shelter": self.shelter, "component": self.shelter.component}
        return Stay.objects.create(
            case=case, person=case.person, admission_reason="voluntary", **place, **facts
        )

    @cached_property
    def placement(self):
        case = self.casework.case
        facts = {"kind": "nuclear_family", "since": NIGHT, "component": case.component}
        return Placement.objects.create(case=case, person=case.person, **facts)


def placement_of(world):
    """A placement of each office's case; the own is assigned to whoever follows it home."""
    own = world.housing["own"]
    if not CaseAccess.objects.filter(user=own.follower, case=own.casework.case, source="placement").exists():
        let_in(own.follower, own.casework.case, source="placement")
    return own.placement.pk, world.housing["foreign"].placement.pk


def of_housing(name):
    """Something of the own and something of the foreign shelter."""

    def pair(world):
        return tuple(getattr(world.housing[place], name).pk for place in ("own", "foreign"))

    return pair


HOUSED = {name: of_housing(name) for name in ("shelter", "room", "bed", "stay")}
HOUSED["placement"] = placement_of
