"""What is measured: words, what is asked of the server, the same rows by hand, and the most it may take."""

import datetime
import uuid
from dataclasses import dataclass
from itertools import count

from django.utils import timezone

from accounts.models import User
from cases.models import Case, Needs, Status, Telephone
from config.seeding import frame as frames

PAGE, SAVE = 100, 150  # milliseconds that 95 of 100 may take (design §8)
OF_WORKER = """SELECT * FROM cases_case WHERE worker_id = %s
    ORDER BY opened_on DESC, id LIMIT 26"""
OF_OFFICE = """SELECT * FROM cases_case WHERE office_id = %s
    ORDER BY opened_on DESC, id LIMIT 26"""
ONE_CASE = "SELECT * FROM cases_case c JOIN cases_person p ON p.id = c.person_id WHERE number = %s"
BY_PHONE = """SELECT c.* FROM cases_telephone t JOIN cases_case c ON c.person_id = t.person_id
    WHERE t.number_lookup = ANY(%s)"""
SERVICES = 'SELECT * FROM cases_service WHERE case_id = %s ORDER BY "on" DESC, id LIMIT 26'
RESIDENTS = """SELECT * FROM shelters_stay WHERE shelter_id = %s AND left_on IS NULL"""
INSERTED = """INSERT INTO cases_service (id, created_at, version, case_id, component_id, "on", type, currency,
    provider, charge_only_reason, entered_from, recorded_late)
    VALUES (gen_random_uuid(), now(), 1, %s, %s, current_date, 'food', '', '', '', '', false)"""


@dataclass(frozen=True)
class Measure:
    """One line of the table: `visit(browser, turn)` answers milliseconds and bytes."""

    words: str
    user: User | None
    visit: callable
    by_hand: tuple | None
    most: int


def measures():
    """The lines of the table, over what was seeded."""
    frame = frames.made_or_found()
    office, shelter = frame.offices[0], frame.shelter
    worker, supervisor = frame.workers[office.pk][0], supervisor_of(office)
    return [
        Measure("empty page", None, getting(lambda turn: "/inicio/"), None, PAGE),
        Measure("my day", worker, getting(lambda turn: "/"), None, PAGE),
        *lists(worker, supervisor, office),
        *of_a_case(worker),
        Measure(
            "bed board", supervisor_of(shelter.office), getting(lambda turn: f"/shelters/{shelter.pk}/"),
            (RESIDENTS, [shelter.pk]), PAGE,
        ),
        *saves(supervisor, office),
    ]  # fmt: skip


def supervisor_of(office):
    return User.objects.get(memberships__office=office, memberships__role="supervisor")


def lists(worker, supervisor, office):
    """Of one worker, who sees fewest, and of a whole office."""
    mine, ours = getting(lambda turn: "/cases/"), getting(lambda turn: "/cases/?whose=office")
    yield Measure("list of cases, mine", worker, mine, (OF_WORKER, [worker.pk]), PAGE)
    yield Measure("list of cases, my office", supervisor, ours, (OF_OFFICE, [office.pk]), PAGE)


def of_a_case(worker):
    """A case, its services, and how it is found by a telephone number."""
    mine = list(Case.objects.open().filter(worker=worker)[:250])
    address, first = by_number(mine), mine[0]
    phones = [case.person.telephones.get().number for case in mine[:40]]
    digests = Telephone._meta.get_field("number_lookup").digests_of(phones[0])
    services = getting(lambda turn: f"{address(turn)}services/")
    yield Measure("case", worker, getting(address), (ONE_CASE, [first.number]), PAGE)
    yield Measure("services of a case", worker, services, (SERVICES, [first.pk]), PAGE)
    yield Measure("exact look-up by telephone", worker, finding(phones), (BY_PHONE, [digests]), PAGE)


def saves(supervisor, office):
    """A step of the intake, a service, and a verb; each turn of another case."""
    ours = list(Case.objects.open().filter(office=office).order_by("pk")[:250])
    inserted = (INSERTED, [ours[0].pk, ours[0].component_id])
    yield Measure("save a step of the intake", supervisor, saving_needs(ours), None, SAVE)
    yield Measure("save a service", supervisor, saving_services(ours), inserted, SAVE)
    yield Measure("save a verb (reopen a case)", supervisor, reopening(office), None, SAVE)


def by_number(cases):
    """The address of another case each turn."""
    return lambda turn: f"/cases/{pick(cases, turn).number}/"


def pick(cases, turn):
    return cases[turn % len(cases)]


def getting(path):
    return lambda browser, turn: browser.get(path(turn))


def finding(phones):
    """A number is typed in; the answer is the case itself or the few that have it."""
    return lambda browser, turn: browser.ask("POST", "/cases/find/", f"known={pick(phones, turn)}", None)


def saving_needs(cases):
    """Each turn another case, of which nothing was asked yet."""
    Needs.objects.filter(case__in=cases).delete()

    def visit(browser, turn):
        typed = {"needs": ["food", "legal_advice"], "wishes": "Quiere estudiar.", "once": uuid.uuid4()}
        return browser.post(f"/cases/{cases[turn].number}/intake/needs/", typed)

    return visit


def saving_services(cases):
    today, number = timezone.localdate(), count()

    def visit(browser, turn):
        on = today - datetime.timedelta(days=next(number) % 20)
        typed = {"type": "food", "on": on.strftime("%d/%m/%Y"), "once": uuid.uuid4()}
        return browser.post(f"/cases/{pick(cases, turn).number}/services/new/", typed)

    return visit


def reopening(office):
    closed = list(Case.objects.filter(office=office, status=Status.CLOSED).order_by("pk")[:250])
    today = timezone.localdate().strftime("%d/%m/%Y")
    return lambda browser, turn: browser.post(
        f"/cases/{closed[turn].number}/reopen/", {"on": today, "reason": "Volvió a pedir apoyo."}
    )
