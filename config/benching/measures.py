"""What is measured: words, what is asked of the server, the same rows by hand, and the most it may take."""

from dataclasses import dataclass
from time import perf_counter

from accounts.models import User
from cases.finding import MOST
from cases.models import Case, Telephone
from cases.named import cases_called
from config.benching import by_hand, saving
from config.benching.large import large_case
from config.seeding import frame as frames

PAGE, SAVE = 100, 150  # milliseconds that 95 of 100 may take (design §8)
NAMES = 50  # the same of the people of a name, found among all
BEGINS = "ce"
# Pages of a case with 300 services, 200 notes and 40 documents.
LARGE = [
    ("services of a large case", "services/"),
    ("notes of a large case", "notes/"),
    ("documents of a large case", "documents/"),
]


@dataclass(frozen=True)
class Measure:
    """One line of the table."""

    words: str
    user: User | None
    visit: callable
    by_hand: tuple | None
    most: int = PAGE


@dataclass(frozen=True)
class People:
    """Who asks: somebody who sees few cases, and those who see an office, a shelter, all of its residents."""

    worker: User
    supervisor: User
    coordinator: User


def measures():
    """The lines of the table, over what was seeded."""
    frame = frames.made_or_found()
    office, shelter = frame.offices[0], frame.shelter
    people = People(frame.workers[office.pk][0], supervisor_of(office), supervisor_of(shelter.office))
    return [
        Measure("empty page", None, getting("/inicio/"), None),
        Measure("my day", people.worker, getting("/"), None),
        *lists(people, office),
        *finding(people, office),
        *of_a_case(people),
        *of_a_shelter(people, shelter),
        *for_programs(people, office, shelter),
        *saves(people, office),
    ]


def supervisor_of(office):
    return User.objects.get(memberships__office=office, memberships__role="supervisor")


def lists(people, office):
    """Of one worker, who sees fewest, and of a whole office."""
    worker, supervisor = people.worker, people.supervisor
    own, ours = (by_hand.OF_WORKER, [worker.pk]), (by_hand.OF_OFFICE, [office.pk])
    yield Measure("cases, mine", worker, getting("/cases/"), own)
    yield Measure("cases, my office", supervisor, getting("/cases/?whose=office"), ours)
    own, ours = (by_hand.TASKS_OF_PERSON, [worker.pk]), (by_hand.TASKS_OF_OFFICE, [office.pk])
    yield Measure("tasks, mine", worker, getting("/tasks/"), own)
    yield Measure("tasks, my office", supervisor, getting("/tasks/?whose=office"), ours)


def finding(people, office):
    """By the beginning of a code name, and by a telephone of one of her own cases."""
    mine = list(Case.objects.open().filter(worker=people.worker)[:40])
    phones = [case.person.telephones.get().number for case in mine]
    digests = Telephone._meta.get_field("number_lookup").digests_of(phones[0])
    named = (by_hand.BY_CODE_NAME, [office.pk])
    yield Measure("search by code name", people.supervisor, typing([BEGINS]), named)
    yield Measure("search by telephone", people.worker, typing(phones), (by_hand.BY_PHONE, [digests]))
    misspelt = [slip(case.person.full_name) for case in mine]
    yield Measure("search by name, of a worker", people.worker, typing(misspelt), None)
    yield Measure("search by name, of an office", people.supervisor, typing(misspelt), None)
    for words, user in [("of a worker", people.worker), ("of an office", people.supervisor)]:
        yield Measure(f"the names alone, {words}", user, calling(misspelt, user), None, NAMES)


def calling(typed, user):
    """The cases of people who may be called so, each turn of others, without the page around them."""

    def visit(_browser, turn):
        asks = User.objects.get(pk=user.pk)  # as in a request, of whom nothing is known yet
        began = perf_counter()
        cases_called(typed[turn % len(typed)], asks, MOST)
        return (perf_counter() - began) * 1000, 0

    return visit


def slip(name):
    """The name with two neighbouring letters in the wrong order."""
    return name[:2] + name[3] + name[2] + name[4:]


def of_a_case(people):
    """The case and its services, each turn of another one."""
    mine = list(Case.objects.open().filter(worker=people.worker)[:250])
    one, services = (by_hand.ONE_CASE, [mine[0].number]), (by_hand.SERVICES_OF_CASE, [mine[0].pk])
    yield Measure("case", people.worker, getting(*(f"/cases/{case.number}/" for case in mine)), one)
    pages = getting(*(f"/cases/{case.number}/services/" for case in mine))
    yield Measure("services of a case", people.worker, pages, services)
    large = large_case(people.worker).number
    for words, page in [("large case", ""), *LARGE]:
        yield Measure(words, people.worker, getting(f"/cases/{large}/{page}"), None)


def of_a_shelter(people, shelter):
    """Who sleeps where, who lives there, who ever did."""
    here, coordinator = f"/shelters/{shelter.pk}/", people.coordinator
    living, stays = (by_hand.RESIDENTS, [shelter.pk]), (by_hand.STAYS, [shelter.pk])
    yield Measure("bed board", coordinator, getting(here), living)
    yield Measure("residents", coordinator, getting(f"{here}residents/"), living)
    names = saving.opening_names(f"{here}residents/")
    yield Measure("residents with their names", coordinator, names, living)
    yield Measure("stays of a shelter", coordinator, getting(f"{here}stays/"), stays)


def for_programs(people, office, shelter):
    """Lists of the API, a token each, so that nobody's limit is reached."""
    services, stays = (by_hand.SERVICES_OF_OFFICE, [office.pk]), (by_hand.STAYS, [shelter.pk])
    yield Measure("API: cases", people.supervisor, asking("cases"), (by_hand.OF_OFFICE, [office.pk]))
    yield Measure("API: services", people.supervisor, asking("services"), services)
    yield Measure("API: stays", people.coordinator, asking("stays"), stays)
    placements = (by_hand.PLACEMENTS_OF_OFFICE, [office.pk])
    yield Measure("API: placements", people.supervisor, asking("placements"), placements)


def saves(people, office):
    """A step of the intake, a service and verbs; each turn of another case."""
    by, ours = people.supervisor, list(Case.objects.open().filter(office=office).order_by("pk")[:250])
    closed, closing, identifying = saving.for_verbs(office)
    for words, visit, statement, case in [
        ("save a step of the intake", saving.needs(ours), by_hand.NEEDED, [ours[0].pk]),
        ("save a service", saving.services(ours), by_hand.INSERTED, [ours[0].pk, ours[0].component_id]),
        ("verb: identify", saving.identifying(identifying), by_hand.IDENTIFIED, [identifying[0].pk]),
        ("verb: close", saving.closing(closing), by_hand.CLOSED, [closing[0].pk]),
        ("verb: reopen", saving.reopening(closed), by_hand.REOPENED, [closed[0].pk]),
    ]:
        yield Measure(words, by, visit, (statement, case), SAVE)


def getting(*paths):
    """The next of these addresses each turn."""
    return lambda browser, turn: browser.get(paths[turn % len(paths)])


def asking(resource):
    return lambda browser, turn: browser.ask_as_program(f"/api/v1/{resource}/")


def typing(known):
    """What is known is typed in; the answer is the case itself or those that are meant."""
    return lambda browser, turn: browser.post("/cases/find/", {"known": known[turn % len(known)]}, None)
