"""Shelters and those who live there, made through the actions that people use."""

import datetime

from accounts.models import OfficeKind
from accounts.roles import Role
from programmes.models import ComponentKind
from shelters import actions
from tests.factories.accounts import OrganisationFactory, member
from tests.factories.cases import caseworker, opened_case, supervisor, working_office

NIGHT = datetime.date(2026, 3, 2)


def coordinator(shelter, **more):
    """The supervisor of the shelter's office."""
    return supervisor(shelter.office, **more)


def shelter_staff(shelter, **more):
    """Somebody who works there on shift."""
    return member(Role.SHELTER_STAFF, shelter.office, since="2010-01-01", **more)


def shelter_of(organisation=None, *, beds=3, since="2010-01-01", name=None, **facts):
    """A shelter with one room of beds, set up by its coordinator."""
    place = {"name": name} if name else {}
    office = working_office(organisation, kind=ComponentKind.SHELTER, **place)
    office.kind = OfficeKind.SHELTER
    office.save(update_fields=["kind"])
    component = office.default_components.get()
    by = supervisor(office)
    shelter = actions.create_shelter(by=by, office=office, component=component, **facts)
    if beds:
        actions.add_room(shelter, by=by, name="A", beds=beds, since=datetime.date.fromisoformat(since))
    return shelter


def beds_of(shelter):
    """Its beds, the lowest first."""
    return [bed for room in shelter.rooms.all() for bed in room.beds.order_by("place")]


def case_for(shelter, **facts):
    """A case of another office of the same organisation."""
    return opened_case(caseworker(working_office(shelter.office.organisation)), **facts)


def admitted(shelter, *, by=None, case=None, on=NIGHT, bed=None, **facts):
    """Somebody who came to live there."""
    return actions.admit_person(
        shelter,
        by=by or shelter_staff(shelter),
        case=case or case_for(shelter),
        admitted_on=on,
        admission_reason=facts.pop("admission_reason", "voluntary"),
        bed=bed,
        **facts,
    )


def left(stay, *, by=None, on=None, to="family", **facts):
    """Somebody who left the shelter again."""
    return actions.record_exit(
        stay,
        by=by or shelter_staff(stay.shelter),
        left_on=on or stay.admitted_on + datetime.timedelta(days=90),
        exit_reason=to,
        exit_decided_by=facts.pop("exit_decided_by", "team"),
        **facts,
    )


__all__ = [
    "OrganisationFactory", "admitted", "beds_of", "case_for", "coordinator", "left", "shelter_of",
    "shelter_staff",
]  # fmt: skip
