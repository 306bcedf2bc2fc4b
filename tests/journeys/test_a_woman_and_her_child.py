"""A woman and her child are logged, helped, housed and identified, and her name is shown on request."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from audit.models import Event
from cases.models import Case, Service
from shelters.models import BedAssignment
from tests.factories.cases import caseworker, supervisor, working_office
from tests.factories.shelters import shelter_of, shelter_staff
from tests.journeys.looking import Visit

HER, FAMILY, CHILD = "Marta Lidia", "Coc Tiul", "Dulce María"
# A list is searched by the keys of a letter; the keyboard that drives this browser has no key for an accent.
WITHOUT_ACCENT = re.compile(r"[A-Za-z ]+")
HELP = ["food", "clothing", "hygiene", "crisis_intervention", "legal_advice"]


@pytest.fixture
def desk(live_server, new_context):
    """Opens a browser of her own for somebody."""
    return lambda person: Visit.signed_in(person, new_context().new_page(), live_server.url)


def begin(visit, **answers):
    """The first page: the least that is written of anybody, before she has agreed to anything."""
    for name, value in answers.items():
        visit.tick(name, value)
    visit.press("Save and go on")
    return Case.objects.latest("created_at")


def agree(visit, picture, **answers):
    """Who may decide agrees that what she tells is kept."""
    visit.follow("Ground or consent")
    visit.follow("Consent")
    visit.tick("answer", "given")
    for name, value in ({"giver": "self_adult"} | answers).items():
        visit.tick(name, value)
    for purpose in ("data_processing", "assistance"):
        visit.tick("purposes", purpose)
    visit.look(picture)
    visit.press("Save and go on")


def describe(visit, given, family, birth):
    """Who she is; the page follows that of the ground by itself."""
    visit.fill("given names", given)
    visit.fill("family names", family)
    visit.fill("Birth date", birth)


def log_woman(visit):
    """Every page of her intake, in the order in which they follow each other."""
    visit.go("/cases/new/")
    visit.choose("who brought or sent her", "police")
    visit.look("case-new")
    case = begin(visit, danger="no", sex="F", majority="adult")
    visit.look("intake")
    agree(visit, "consent")
    describe(visit, HER, FAMILY, "03/2001")
    visit.look("person")
    visit.press("Save and go on")
    for name, value in {"acts": "recruitment", "means": "deception", "purposes": "forced_labour"}.items():
        visit.tick(name, value)
    visit.look("exploitation")
    visit.press("Save and go on")
    visit.tick("needs", "food")
    visit.fill("what she herself wants, in her words", "Estudiar y trabajar")
    visit.look("needs")
    visit.press("Save and go on")
    return case


def log_child(visit, mother):
    """The child whom she brought, opened from her own intake; her mother consents and she herself agrees."""
    visit.follow("Open the case of a child who accompanies her")
    child = begin(visit, sex="F")
    agree(visit, "consent-for-a-child", giver="parent", assent="given")
    describe(visit, CHILD, FAMILY, "2018")
    visit.press("Save, and back to the list")
    assert child.mother_case == mother
    return child


def help_her(visit, case):
    """Five services one after the other, without the mouse."""
    visit.go(case.get_absolute_url())
    visit.follow("New service")
    visit.look("service-new")
    for code in HELP:
        expect(visit.page.locator("[name=type]")).to_be_focused()
        visit.page.keyboard.type(WITHOUT_ACCENT.match(visit.label("service_type", code))[0])
        visit.tab_to("Save and add another")
        visit.page.keyboard.press("Enter")
        visit.page.locator(".message.success").wait_for()


def admit(visit, shelter, case, picture="", **answers):
    """Somebody comes to live there: she is named by the number of her case, however it is typed."""
    visit.go(f"/shelters/{shelter.pk}/admit/")
    visit.fill("Number of her case", case.number.lower())
    visit.choose("Why she comes", "voluntary")
    for label, words in answers.items():
        visit.choose_words(label, visit.say(words))
    if picture:
        visit.look(picture)
    visit.press("Admit")


def house(visit, shelter, case, child):
    """She gets the bed that is proposed; the child comes without one, and is then given the next."""
    admit(visit, shelter, case, "admit")
    visit.page.locator(".message.success").wait_for()
    admit(visit, shelter, child, Bed="No bed yet")
    visit.look("stay-without-a-bed")
    visit.follow("Give a bed")
    visit.page.locator("[name=bed]").select_option(index=1)
    visit.press("Save")
    visit.go(f"/shelters/{shelter.pk}/")
    visit.look("bed-board")


def decide(visit, case):
    """The supervisor reads both laws side by side and decides."""
    visit.go(case.get_absolute_url())
    visit.follow("Identify")
    visit.tick("trafficking_status", "presumed")
    visit.choose("Who decided", "ngo")
    visit.look("identify")
    visit.press("Record the decision")


def show_name(visit, case, name):
    """Her name is not in the page until it is asked for."""
    visit.go(case.get_absolute_url())
    assert name not in visit.page.content()
    visit.page.locator(".private button").click()
    expect(visit.page.locator(".private [data-private]")).to_have_text(f"{name} {FAMILY}")


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_woman_and_her_child_are_logged_helped_housed_and_identified(live_server, desk, language):
    office = working_office(name="Oficina de atención")
    shelter = shelter_of(office.organisation, name="Albergue Ceiba", beds=4)
    here = {"user__language": language}
    worker = desk(caseworker(office, user__full_name="Lucía Pérez", **here))
    carer = desk(shelter_staff(shelter, user__full_name="Rosa Choc", **here))
    irma = supervisor(office, user__full_name="Irma Ajú", **here)
    head = desk(irma)

    case = log_woman(worker)
    child = log_child(worker, case)
    help_her(worker, case)
    house(carer, shelter, case, child)
    decide(head, case)
    head.look("case")
    show_name(head, case, HER)
    show_name(head, child, CHILD)
    head.go(f"/cases/{case.number}/readers/")
    head.look("who-has-looked")

    looked = head.page.locator("tbody tr", has_text=head.say("Saw the name of a person"))
    assert looked.locator("td").first.all_inner_texts() == [f"Irma Ajú {head.say('Supervisor')}"]
    assert "\n".join(worker.problems + carer.problems + head.problems) == ""
    check_what_is_kept(case, child, irma)


def check_what_is_kept(case, child, head):
    """What all that has left behind: both cases, five services, two beds, and who saw which name."""
    case.refresh_from_db()
    assert (case.status, case.trafficking_status, child.role) == (
        "identified",
        "presumed",
        "accompanying_child",
    )
    assert list(Service.objects.order_by("created_at").values_list("case", "type")) == [
        (case.pk, code) for code in HELP
    ]
    nights = BedAssignment.objects.order_by("created_at").values_list("stay__case", "since", "until")
    today = timezone.localdate()
    assert list(nights) == [(case.pk, today, None), (child.pk, today, None)]
    seen = Event.objects.filter(verb="case.name_revealed").order_by("id").values_list("actor", "subjects")
    assert list(seen) == [(head.pk, [case.pk]), (head.pk, [child.pk])]
