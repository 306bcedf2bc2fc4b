"""Where the invented cases stand: an organisation with three offices, its people, two awards, a shelter."""

import datetime
from dataclasses import dataclass, field

from accounts import actions as accounts
from accounts.models import Membership, Organisation, User
from accounts.roles import Role
from programmes import actions as programmes
from programmes.models import Component
from shelters.models import Bed, BedAssignment, Room, Shelter

NAME = "Programa de medición (demo)"
BEGAN = datetime.date(2022, 1, 1)
LAST = datetime.date(2027, 12, 31)
OFFICES = [
    ("Oficina central", "office", "GT-01", "assistance"),
    ("Oficina de Occidente", "office", "GT-09", "assistance"),
    ("Casa de medición", "shelter", "GT-01", "shelter"),
]
ROOMS, BEDS_IN_A_ROOM = 10, 8
# A programme ten times as large has ten times as many people, each with as many cases in her years of work.
CASES_OF_A_WORKER, CASES_OF_A_FOLLOWER = 1_667, 20_000
WORKERS, FOLLOWERS = 20, 5  # at the least
AWARDS = ("MEDIDA-1", "MEDIDA-2")


@dataclass
class Frame:
    """Everything that rows point at."""

    organisation: Organisation
    offices: list = field(default_factory=list)
    components: dict = field(default_factory=dict)
    workers: dict = field(default_factory=dict)
    followers: list = field(default_factory=list)
    shelter: Shelter = None
    beds: list = field(default_factory=list)


def made_or_found():
    """The frame, made at the first seeding."""
    organisation = Organisation.objects.filter(name=NAME).first()
    return found(organisation) if organisation else made()


def found(organisation):
    frame = Frame(organisation, offices=list(organisation.offices.order_by("created_at")))
    for office in frame.offices:
        frame.components[office.pk] = Component.objects.default_for(office).get()
        frame.workers[office.pk] = list(
            User.objects.filter(memberships__office=office, memberships__role=Role.CASEWORKER).order_by("pk")
        )
    of_all = User.objects.filter(memberships__organisation=organisation)
    frame.followers = list(of_all.filter(memberships__role=Role.REINTEGRATION_WORKER).order_by("pk"))
    frame.shelter = Shelter.objects.get(office=frame.offices[2])
    frame.beds = list(Bed.objects.filter(room__shelter=frame.shelter).order_by("pk"))
    return frame


def with_people_for(frame, cases):
    """The frame with people enough for so many cases; those who are there already stay."""
    for office in frame.offices:
        wanted = max(WORKERS, cases // (len(frame.offices) * CASES_OF_A_WORKER))
        for number in range(len(frame.workers[office.pk]), wanted):
            name = f"{office.kind}.{department_of(office)}.{number}"
            person(frame.organisation, office, Role.CASEWORKER, name)
    for number in range(len(frame.followers), max(FOLLOWERS, cases // CASES_OF_A_FOLLOWER)):
        person(frame.organisation, frame.offices[0], Role.REINTEGRATION_WORKER, f"reintegra.{number}")
    return found(frame.organisation)


def free_beds(frame):
    """{bed: the night from which nobody sleeps in it}; those in which somebody sleeps now are left out."""
    free = {bed.pk: BEGAN for bed in frame.beds}
    given = BedAssignment.objects.filter(bed__in=free).order_by("since")
    for bed, until in given.values_list("bed", "until"):
        free[bed] = max(free[bed], until or datetime.date.max)
    return {bed: night for bed, night in free.items() if night < datetime.date.max}


def made():
    organisation = accounts.create_organisation(by=None, name=NAME, country="GT", kind="ngo", is_lead=False)
    manager = person(organisation, None, Role.PROGRAMME_MANAGER, "gerencia.medida")
    for name, kind, department, _line in OFFICES:
        accounts.create_office(
            by=None, organisation=organisation, name=name, kind=kind, department=department
        )
    offices = list(organisation.offices.order_by("created_at"))
    for office, (name, *_rest, line) in zip(offices, OFFICES, strict=True):
        programmes.create_component(
            by=manager, organisation=organisation, name=name, kind=line, serves=["victims"], offices=[office]
        )
        person(organisation, office, Role.SUPERVISOR, f"super.{office.kind}.{department_of(office)}")
    person(organisation, offices[2], Role.SHELTER_STAFF, "turno")
    two_awards(organisation, manager)
    # Whoever brings the people was trained before: without such a list nothing is counted of it.
    trained = {"kind": "training", "since": BEGAN, "until": None, "evidence": "Lista de asistencia"}
    programmes.enter_institution(
        by=manager, organisation=organisation, source="police", department="", **trained
    )
    a_shelter(offices[2], Component.objects.get(organisation=organisation, kind="shelter"))
    return found(organisation)


def department_of(office):
    return office.department.lower()


def person(organisation, office, role, name):
    """Somebody of this role, who cannot sign in by a password; the measurements let her in."""
    user = User(sign_in_name=name, full_name=name, email=f"{name}@demo.example")
    user.set_unusable_password()
    user.save(force_insert=True)
    Membership.objects.create(
        user=user, organisation=organisation, office=office, role=role, since=BEGAN, profession=""
    )
    return user


def two_awards(organisation, manager):
    """Both pay for all lines of work, the second from its second year on."""
    donor = programmes.create_donor(by=manager, organisation=organisation, name="Donante de medición")
    for number, starts in zip(AWARDS, (BEGAN, BEGAN.replace(year=BEGAN.year + 1)), strict=True):
        award = programmes.create_award(
            by=manager, donor=donor, number=number, title=number, title_en=number, starts=starts,
            signed_ends=LAST, amount=1_000_000, currency="USD", reporting_calendar="fiscal_quarter_oct",
            country="GT",
        )  # fmt: skip
        for component in Component.objects.filter(organisation=organisation):
            programmes.fund(award, by=manager, component=component, since=award.starts)


def a_shelter(office, component):
    shelter = Shelter.objects.create(office=office, component=component, genders=["feminine"])
    for number in range(ROOMS):
        room = Room.objects.create(shelter=shelter, name=f"{number + 1:02}")
        Bed.objects.bulk_create(
            Bed(room=room, place=place + 1, since=BEGAN) for place in range(BEDS_IN_A_ROOM)
        )
