"""Five found in one bar: one event, five cases; one is a child, one takes back what she agreed to, one was
known already, and one is closed and taken up again."""

import re
from time import perf_counter

import pytest
from django.utils import timezone

from cases import actions
from cases.models import Case, Exploitation, Ground, Merge, Note, Person
from tests.cases.test_likeness import known_as
from tests.factories.cases import caseworker, supervisor, working_office
from tests.journeys.looking import Visit
from work.carrying import carry_out
from work.models import OutboxRow

CODE_NAMES = ["Ceiba", "Jade", "Pino", "Lirio", "Sauce"]
GIVEN, FAMILY = ["Ixchel", "Yesenia", "Marta", "Rosa", "Dulce"], ["Tzoc", "Xol", "Paz", "Ajú", "Coc"]
CHILD = 4
AGREED = ("data_processing", "assistance")


@pytest.fixture
def desk(live_server, new_context):
    """Opens a browser of her own for somebody."""
    return lambda person: Visit.signed_in(person, new_context().new_page(), live_server.url)


def open_together(visit):
    """One page for five people: the list offers three rows, and one more with each press."""
    visit.go("/cases/new/group/")
    visit.tick("danger", "no")
    visit.choose("Who brought or sent them", "police")
    visit.tick("acts", "recruitment")
    visit.tick("purposes", "sexual")
    visit.choose("Country where it happened", "GT")
    page = visit.page
    for row, name in enumerate(CODE_NAMES):
        if page.locator(f"[name=people-{row}-sex]").count() == 0:
            page.locator("[name=add-row]").last.click()
            page.locator(f"[name=people-{row}-sex]").wait_for()
        page.select_option(f"[name=people-{row}-sex]", "F")
        page.select_option(f"[name=people-{row}-majority]", "minor" if row == CHILD else "adult")
        page.fill(f"[name=people-{row}-code_name]", name)
    visit.look("found-together")
    visit.save("Open the cases")
    visit.look("opened-together")
    return [Case.objects.get(code_name=name) for name in CODE_NAMES]


def agree(visit, case, **answers):
    """She, or a guardian, agrees that her data are kept and that she is helped."""
    visit.go(f"/cases/{case.number}/intake/ground/")
    visit.follow("Consent")
    visit.tick("answer", "given")
    for name, value in ({"giver": "self_adult"} | answers).items():
        visit.tick(name, value)
    for purpose in AGREED:
        visit.tick("purposes", purpose)
    visit.save("Save and go on")


def name(visit, place):
    """Who she is; the page follows that of the ground by itself."""
    visit.fill("given names", GIVEN[place])
    visit.fill("family names", FAMILY[place])
    visit.fill("Birth date", "07/03/2012" if place == CHILD else "07/03/2004")
    visit.save("Save, and back to the list")


def take_back(visit, case):
    """She wants nothing of it any more; the page says what stops, and the ledger keeps it."""
    visit.go(f"/cases/{case.number}/intake/ground/")
    visit.page.locator(".ledger a", has_text=visit.say("End this ground")).first.click()
    visit.look("end-of-a-ground")
    visit.save("End the ground")


def compare_names():
    """What the workers do at night: who may be known already becomes a task."""
    for pk in list(OutboxRow.objects.open().values_list("pk", flat=True)):
        carry_out(pk)


def answer_that_it_is_one(visit):
    """A task says that somebody may be known already: its page asks, and she answers."""
    visit.go("/tasks/")
    visit.page.locator("a[href*='/likeness/']").first.click()
    visit.look("known-already")
    address = visit.page.url.removeprefix(visit.address)
    visit.tick("answer", "same")
    visit.save("Write the answer")
    return address


def join(visit, address, kept):
    """Another person than who answered joins the two."""
    visit.go(address)
    visit.follow("Join the two")
    visit.tick("keep", kept.number)
    visit.look("join-two")
    visit.save("Join the two")


def close(visit, case):
    visit.go(f"/cases/{case.number}/close/")
    visit.choose("Reason", "goals_met")
    visit.choose("What came of it", "progressing")
    visit.choose("Risk that is left", "low")
    visit.tick("told_how_to_return", "true")
    visit.fill("Summary", "Volvió con su familia.")
    visit.save("Close the case")


def take_up(visit, case):
    visit.go(f"/cases/{case.number}/reopen/")
    visit.fill("Why it goes on", "Llamó y pide ayuda.")
    visit.save("Take up again")


@pytest.mark.long
def test_five_women_found_together_become_one_event_and_five_cases(live_server, desk):
    office = working_office(name="Oficina de atención")
    here = {"user__language": "es"}
    ana = caseworker(office, user__full_name="Ana Paz", **here)
    known = known_as(GIVEN[1], FAMILY[1], ana)
    actions.change_case(known, by=ana, code_name="Onyx")
    worker, head = desk(ana), desk(supervisor(office, user__full_name="Irma Ajú", **here))
    began = perf_counter()

    cases = open_together(worker)
    for place, case in enumerate(cases):
        agree(worker, case, **({"giver": "parent", "assent": "given"} if place == CHILD else {}))
        name(worker, place)
    take_back(worker, cases[2])
    compare_names()
    likeness = answer_that_it_is_one(worker)
    join(head, likeness, known)
    close(head, cases[3])
    take_up(head, cases[3])

    print(f"scripted work: {perf_counter() - began:.0f} s")  # noqa: T201
    assert "\n".join(worker.problems + head.problems) == ""
    check_what_is_kept(cases, known)


def check_what_is_kept(cases, known):
    """One event of five, a child whose guardian agreed, an end in the ledger, one person less."""
    rows = [Case.objects.select_related("person").get(pk=case.pk) for case in cases]
    event = Exploitation.objects.get()
    assert {link.case_id for link in event.links.standing()} == {case.pk for case in cases}
    assert [row.person.is_child_on(row.opened_on) for row in rows] == [False, False, False, False, True]
    assert Ground.objects.get(case=rows[CHILD]).assent == "given"
    assert [(one.answer, one.ended_on) for one in rows[2].grounds.all()] == [("given", timezone.localdate())]
    assert rows[1].person_id == Case.objects.get(pk=known.pk).person_id
    assert (Merge.objects.count(), Person.objects.filter(joined_with=None).count()) == (1, 5)
    assert list(rows[3].status_changes.values_list("before", "after")) == [
        ("", "intake"),
        ("intake", "closed"),
        ("closed", "active"),
    ]
    assert re.search("Llamó y pide ayuda", Note.objects.get(case=rows[3]).text)
