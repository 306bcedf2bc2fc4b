"""Where they live: stays in the shelter, beds, the placements that follow, and who reads the case for it."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from cases.ages import age_on, band_edge
from cases.models import CaseAccess
from config.seeding.lives import DAY
from reintegration.models import Placement
from shelters.models import BedAssignment, Stay

STAYS, TEAMS = 0.4, 0.1
FOLLOWED = 365 * DAY


@dataclass
class Beds:
    """From which night on each bed is free, and which of them nobody keeps until today."""

    free: dict
    to_keep: list = field(default_factory=list)

    def __post_init__(self):
        self.to_keep = list(self.free)

    def for_the_past(self, stay):
        """A bed that is free for the whole of a stay that is over, if there is one."""
        bed = next((key for key, free in self.free.items() if free <= stay.admitted_on), None)
        return self.taken(bed, stay, stay.admitted_on) if bed else None

    def for_tonight(self, stay):
        """The next bed that nobody keeps: hers from the day on which it is free."""
        bed = self.to_keep.pop()
        return self.taken(bed, stay, max(stay.admitted_on, self.free[bed]))

    def taken(self, bed, stay, since):
        self.free[bed] = stay.left_on or datetime.date.max
        return BedAssignment(bed_id=bed, stay=stay, person_id=stay.person_id, since=since, until=stay.left_on)


def of_cases(cases, frame, chance, today, beds):
    """Each table with its rows, in the order that foreign keys ask for."""
    assigned, stays = [], []
    for case in cases:
        if chance.random() < STAYS:
            stays.append(stay := a_stay(case, frame, chance, today, room=bool(beds.to_keep)))
            assigned.append(beds.for_tonight(stay) if stay.is_open else beds.for_the_past(stay))
    placed = [a_placement(stay, today) for stay in stays if stay.left_on]
    access = [
        *(row for stay in stays for row in shelter_reads(stay, frame)),
        *(row for home in placed for row in follower_reads(home, frame, chance)),
        *(row for case in cases if chance.random() < TEAMS for row in colleague_reads(case, frame, chance)),
    ]
    beds_given = list(filter(None, assigned))
    return [(Stay, stays), (BedAssignment, beds_given), (Placement, placed), (CaseAccess, access)]


def a_stay(case, frame, chance, today, *, room):
    """A stay soon after the case was opened, over before it is closed; it goes on while there is a bed."""
    admitted = min(case.opened_on + chance.randrange(10) * DAY, today)
    left = min(admitted + chance.randrange(150, 240) * DAY, case.closed_on or datetime.date.max)
    if left >= today:
        left = None if room else admitted + chance.randrange((today - admitted).days + 1) * DAY
    person = case.person
    stay = Stay(
        shelter=frame.shelter, component=frame.components[frame.shelter.office_id], case=case, person=person,
        admitted_on=admitted, admission_reason="voluntary", expected_exit_on=admitted + 183 * DAY,
        left_on=left, exit_reason="family" if left else None, exit_decided_by="team" if left else "",
    )  # fmt: skip
    stay.age_from, stay.child = band(person, admitted)
    if left:
        stay.left_age_from, stay.left_child = band(person, left)
    return stay


def a_placement(stay, today):
    """With her family from her exit on: followed for a year, or until her case is closed."""
    until = min(stay.left_on + FOLLOWED, stay.case.closed_on or datetime.date.max)
    home = Placement(
        case=stay.case, person=stay.person, component_id=stay.case.component_id, kind="nuclear_family",
        since=stay.left_on, until=until if until <= today else None, department="GT-01", country="GT",
    )  # fmt: skip
    home.age_from, home.child = band(stay.person, stay.left_on)
    return home


def band(person, day):
    years = age_on(day, person.birth_date)
    return band_edge(years), years < 18


def over_on(day):
    """The evening of the day on which access was over, as somebody would have ended it then.

    Ended at the moment of seeding, all of them would be over only lately, and open what no programme has.
    """
    evening = timezone.make_aware(datetime.datetime.combine(day, datetime.time(18)))
    return min(evening, timezone.now())


def shelter_reads(stay, frame):
    """The shelter reads the case while she lives there; the row stays, ended."""
    yield CaseAccess(
        case=stay.case, office=frame.shelter.office, level="assistance", source="stay",
        since=stay.admitted_on, ended_at=None if stay.is_open else over_on(stay.left_on),
    )  # fmt: skip


def follower_reads(home, frame, chance):
    """Who follows her home reads it until the placement ends."""
    yield CaseAccess(
        case=home.case, user=chance.choice(frame.followers), level="assistance", source="placement",
        since=home.since, ended_at=over_on(home.until) if home.until else None,
    )  # fmt: skip


def colleague_reads(case, frame, chance):
    """Somebody of the same office works in the team; once the case is closed that is over."""
    others = [person for person in frame.workers[case.office_id] if person != case.worker]
    yield CaseAccess(
        case=case, user=chance.choice(others), level="full", source="team", since=case.opened_on,
        ended_at=None if case.is_open else over_on(case.closed_on),
    )  # fmt: skip
