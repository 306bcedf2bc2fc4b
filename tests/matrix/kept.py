"""Closed cases and their clocks, and complaints, for each of two organisations.

The own complaint is about another office of the own organisation: a caseworker and a programme manager were
named for it, so that the table shows that nobody else of the organisation finds it.
"""

import datetime

from accounts.roles import Role
from cases import actions
from cases.models import Complaint, RetentionPeriod
from tests.factories.accounts import OfficeFactory, administrator
from tests.factories.cases import ENDING, caseworker, opened_case, supervisor
from tests.factories.complaints import complaint_about

CLOSED = datetime.date(2020, 2, 29)


def casework_of(world):
    return [world.casework[place] for place in ("own", "foreign")]


def clock_of(casework):
    """The clock of a case that was closed long ago."""
    assert casework.case
    office = casework.office
    case = opened_case(casework.worker, office=office, on=CLOSED)
    actions.close_case(case, by=supervisor(office), on=CLOSED, entered_from="paper", **ENDING)
    return case.retention_clocks.get()


def hold_of(casework):
    """A hold on an open case."""
    case, guard = casework.case, caseworker(casework.office, role=Role.DATA_PROTECTION)
    return actions.place_hold(case, by=guard, why="court")


def period_of(organisation):
    """What an organisation decided."""
    facts = {"record_class": "case", "years": 7, "basis": "Board, 3 March 2026"}
    return RetentionPeriod.objects.create(organisation=organisation, **facts)


def named(world):
    """`(organisation, who is named)` of both."""
    own = [world.users[Role.CASEWORKER], world.users[Role.PROGRAMME_MANAGER]]
    return [(world.own, own), (world.foreign, [world.stranger])]


def received(organisation, receivers):
    """A complaint about an office of its own, with those named for it."""
    office = OfficeFactory(organisation=organisation)
    boss = administrator(organisation)
    rows = [actions.name_receiver(office, by=boss, user=user) for user in receivers]
    complaint = complaint_about(office)
    complaint.receivers = rows
    return complaint


def step_of(complaint):
    by = complaint.receivers[0].user
    return actions.take_step(complaint, by=by, kind="other", on=complaint.received_on, words="Called.")


def complaints_of(world):
    return [received(organisation, users) for organisation, users in named(world)]


def complaint_of(world):
    """The world's own two complaints, made once: what stands under one is tried under it."""
    if "complaint" not in world.objects:
        world.objects["complaint"] = tuple(one.pk for one in complaints_of(world))
    return world.objects["complaint"]


def steps_of(world):
    """A step of each of them."""
    known = complaint_of(world)
    found = Complaint.objects.select_related("office").in_bulk(known)
    for complaint in found.values():
        complaint.receivers = list(complaint.office.complaint_receivers.select_related("user"))
    return tuple(step_of(found[key]).pk for key in known)


def box_of(world):
    """A box opens for anybody: none is foreign."""
    return actions.open_box(world.own_office, by=administrator(world.own)).key, None


KEPT = {
    "clock": lambda world: tuple(clock_of(one).pk for one in casework_of(world)),
    "hold": lambda world: tuple(hold_of(one).pk for one in casework_of(world)),
    "retention_period": lambda world: (period_of(world.own).pk, period_of(world.foreign).pk),
    "complaint": complaint_of,
    "complaint_step": steps_of,
    "receiver": lambda world: tuple(one.receivers[0].pk for one in complaints_of(world)),
    "box_key": box_of,
}
