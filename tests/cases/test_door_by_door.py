"""A list read door by door shows exactly what `visible_to` lets her see: each row once, in order."""

import random
from datetime import date, timedelta
from itertools import chain

import pytest
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from cases.models import (
    Case,
    CaseAccess,
    CaseExploitation,
    Exploitation,
    Ground,
    Level,
    Likeness,
    Note,
    Service,
    Status,
    Task,
)
from reintegration.models import Placement
from shelters.models import Shelter, Stay
from tests.factories.accounts import MembershipFactory, member
from tests.factories.cases import caseworker, let_in, opened_case, supervisor, working_office
from work import pages
from work.door_by_door import count_up_to, door_by_door, first_rows

pytestmark = pytest.mark.django_db
ROLES = [Role.CASEWORKER, Role.SHELTER_STAFF, Role.REINTEGRATION_WORKER, Role.SUPERVISOR]
SOURCES = ["team", "stay", "referral", "transfer", "placement", "break_glass"]
TODAY = date(2026, 3, 2)


@pytest.fixture(params=[3, 17])
def chance(request):
    return random.Random(request.param)


@pytest.fixture
def world(chance):
    """Three offices of two organisations, people of every kind, and cases opened to them in many ways."""
    here = working_office()
    offices = [here, working_office(here.organisation), working_office()]
    people = [caseworker(office) for office in offices for _number in range(2)]
    people += [supervisor(office) for office in offices]
    people += [member(role, office) for office in offices[1:] for role in ROLES[1:3]]
    workers = people[:6]
    cases = [a_case(worker, chance) for worker in workers for _number in range(4)]
    for _number in range(50):
        opened(chance.choice(cases), chance.choice([*people, *offices]), chance)
    # A worker who moved to another organisation keeps none of the cases of the first.
    Case.objects.filter(pk__in=[case.pk for case in cases[:2]]).update(worker=workers[-1])
    for one, other in zip(cases[::3], cases[1::3], strict=False):
        a_pair(one, other)
    return people


def a_case(worker, chance):
    case = opened_case(worker, on=TODAY - timedelta(days=chance.randrange(5)))
    Case.objects.filter(pk=case.pk).update(code_name=chance.choice(["Ceiba", "Conacaste", "Jade"]))
    if chance.random() < 0.3:
        ended = {"status": Status.CLOSED, "closed_on": TODAY, "closure_reason": "goals_met"}
        Case.objects.filter(pk=case.pk).update(**ended)
    Ground.objects.create(case=case, kind="duty_to_report", since=case.opened_on)
    CaseExploitation.objects.create(case=case, exploitation=Exploitation.objects.create(acts=["recruitment"]))
    for _number in range(2):
        Service.objects.create(case=case, component=case.component, on=case.opened_on, type="food")
    for kind in ("needs", "danger", "by_hand"):
        Task.objects.create(kind=kind, case=case, office=case.office, assignee=worker, due_on=TODAY)
    placed = {"person": case.person, "component": case.component, "since": case.opened_on}
    Placement.objects.create(case=case, kind="independent_living", **placed)
    return case


def opened(case, whom, chance):
    """A row of access that holds, has expired or was ended; one that is there already stays."""
    row = {"level": chance.choice(list(Level)), "source": chance.choice(SOURCES)}
    held = {"office": whom} if hasattr(whom, "organisation_id") else {"user": whom}
    if CaseAccess.objects.filter(case=case, source=row["source"], **held).exists():
        return
    made = let_in(whom, case, **row)
    now, state = timezone.now(), chance.choice(["holds", "holds", "expires_at", "ended_at"])
    if state != "holds":
        over = {"created_at": now - timedelta(hours=2), state: now - timedelta(hours=1)}
        CaseAccess.objects.filter(pk=made.pk).update(**over)


def a_pair(case, other):
    one, two = sorted((case.person, other.person), key=lambda person: person.pk)
    pair = Likeness.objects.create(one=one, other=two)
    asked = {"subject": pair.pk, "due_on": TODAY}
    Task.objects.create(kind="likeness", key=str(pair.pk), case=case, office=case.office, **asked)
    for office in {case.office, other.office}:
        Task.objects.create(kind="likeness_elsewhere", key=f"{pair.pk}:{office.pk}", office=office, **asked)


def read_to_the_end(rows, order, size=4):
    """What somebody reads who presses "next" until there is no next page, and how many she was told of."""
    address, read = "/", []
    while address:
        page = pages.cursor(rows, RequestFactory().get(address), order=order, size=size)
        read += page.rows
        address = f"/?cursor={page.next}" if page.next else ""
    return [row.pk for row in read], page.count


def asked_of_cases(user, chance):
    """Cases narrowed as the list narrows them, in one of its orders."""
    cases = Case.objects.visible_to(user, chance.choice(list(Level)))
    if chance.random() < 0.5:
        cases = cases.mine(user)
    if chance.random() < 0.6:
        cases = cases.open() if chance.random() < 0.5 else cases.filter(status=Status.CLOSED)
    some = chance.choice(Case.objects.order_by("number"))
    wanted = {"worker": some.worker_id, "component": some.component_id}
    wanted |= {"since": TODAY - timedelta(days=3), "until": TODAY - timedelta(days=1)}
    names = chance.sample(sorted(wanted), chance.choice([0, 0, 1, 2]))
    order = chance.choice([("-opened_on", "id"), ("opened_on", "-id"), ("code_name", "id")])
    return cases.narrowed(**{name: wanted[name] for name in names}).for_list(), order


def in_order(rows, order):
    """The same rows as `visible_to` alone finds them: its ids read first, nothing taken door by door."""
    seen = set(rows.values_list("pk", flat=True))
    return list(rows.model.objects.filter(pk__in=seen).order_by(*order).values_list("pk", flat=True))


def test_a_list_of_cases_is_read_door_by_door_as_it_is_seen_at_once(world, chance):
    lengths = []
    for user in world:
        for _number in range(8):
            rows, order = asked_of_cases(user, chance)
            expected = in_order(rows, order)
            assert read_to_the_end(rows, order) == (expected, len(expected))
            lengths.append(len(expected))

    assert max(lengths) > 8
    assert sum(lengths) > 150


LISTS = [
    (Task, ("due_on", "created_at", "id")),
    (Service, ("-on", "id")),
    (Note, ("-on", "id")),
    (Ground, ("-since", "id")),
    (Likeness, ("-created_at", "id")),
    (Placement, ("-since", "id")),
]


def test_so_are_the_lists_of_what_hangs_on_cases(world):
    for model, order in LISTS:
        for user in world:
            rows = model.objects.visible_to(user)
            expected = in_order(rows, order)
            assert read_to_the_end(rows, order) == (expected, len(expected)), model


def test_so_are_grounds_and_what_happened_each_door_by_itself(world):
    read = 0
    for user in world:
        events = Exploitation.objects.read_by(user)
        expected = in_order(events, ("-created_at", "id"))
        assert read_to_the_end(events, ("-created_at", "id")) == (expected, len(expected))
        doors = len(Case.objects.doors(user, Level.FULL))
        for rows in (events, Ground.objects.visible_to(user)):
            assert len(door_by_door(rows)) == max(doors, 1)
        read += len(expected)

    assert read > 20


def test_a_case_behind_several_doors_is_counted_once_and_no_further_than_asked():
    office = working_office()
    everything = supervisor(office)
    cases = [opened_case(everything) for _number in range(3)]
    for case in cases:
        let_in(everything, case)
        let_in(office, case)
    rows = Case.objects.visible_to(everything)

    assert len(list(chain.from_iterable(door_by_door(rows)))) == 12
    assert (count_up_to(rows, 1001), count_up_to(rows, 2)) == (3, 2)
    assert len(set(first_rows(rows.order_by("-opened_on", "id"), 26))) == 3


def test_doors_that_were_made_once_shut_when_an_access_ends_or_she_acts_in_another_role(monkeypatch):
    office, other = working_office(), working_office()
    user = supervisor(office)
    ours, theirs = opened_case(user), opened_case(caseworker(other))
    MembershipFactory(user=user, organisation=other.organisation, office=other, role=Role.CASEWORKER)
    later = timezone.now() + timedelta(hours=2)
    access = let_in(user, theirs)
    CaseAccess.objects.filter(pk=access.pk).update(expires_at=later - timedelta(hours=1))
    user = User.objects.get(pk=user.pk)

    assert set(Case.objects.visible_to(user)) == {ours, theirs}
    user.acting_role = Role.CASEWORKER
    assert set(Case.objects.visible_to(user)) == {theirs}
    user.acting_role = ""
    assert set(Case.objects.visible_to(user)) == {ours, theirs}
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert set(Case.objects.visible_to(user)) == {ours}


def test_each_door_stops_after_a_page():
    everything = supervisor(working_office())
    rows = Case.objects.visible_to(everything).order_by("-opened_on", "id")

    asked = str(first_rows(rows, 26).query)

    assert asked.count("LIMIT 26") == len(Case.objects.doors(everything, Level.REFERENCE)) + 1 == 5


def test_a_stay_is_listed_once_for_those_who_work_there_and_read_the_case():
    user = member(Role.SHELTER_STAFF, working_office())
    office = user.memberships.get().office
    case = opened_case()
    component = case.component
    shelter = Shelter.objects.create(office=office, component=component)
    stay = Stay.objects.create(
        shelter=shelter, component=component, case=case, person=case.person, admitted_on=TODAY,
        admission_reason="voluntary", expected_exit_on=TODAY + timedelta(days=180),
    )  # fmt: skip
    let_in(office, case, source="break_glass")

    assert read_to_the_end(Stay.objects.visible_to(user), ("-admitted_on", "id")) == ([stay.pk], 1)
