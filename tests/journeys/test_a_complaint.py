"""A complaint: a resident writes on the tablet of her shelter; two people outside read it and answer her;
whom it concerns opens every page he has and finds not even that there is one."""

from time import perf_counter

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Complaint
from tests.factories.accounts import OrganisationFactory
from tests.factories.cases import caseworker, opened_case, supervisor, working_office
from tests.factories.complaints import box_of, receivers_for
from tests.journeys.looking import Visit

WORDS, ANSWER = "Mario Canario me empujó en el pasillo.", "Canario ya no trabaja de noche."


@pytest.fixture
def office():
    return working_office(OrganisationFactory(country="GT"), name="Casa Ceiba")


def writes_at_the_tablet(visit, box):
    """Without an account and without her name; she takes the code along on a paper."""
    visit.go(reverse("box:write", args=[box.key]))
    visit.look("box-write")
    visit.page.locator("[name=kind][value=violence]").check()
    visit.page.fill("[name=words]", WORDS)
    visit.page.fill("[name=about_words]", "Mario Canario")
    visit.save("Send")
    visit.look("box-received")
    return visit.page.locator(".box-code").inner_text()


def is_read_and_answered(visit, meant):
    """One who receives opens it, says whom it is about, writes what was done, and answers."""
    visit.go("/")
    visit.look("day-with-a-letter")
    visit.page.locator(f"#main a[href='{reverse('box:complaints')}']").first.click()
    visit.look("box-letters")
    visit.page.locator("#main table a").first.click()
    assert WORDS in visit.page.locator("#main").inner_text()
    visit.look("box-letter")
    visit.follow("Say whom")
    visit.page.select_option("[name=about]", str(meant.pk))
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name=visit.say("Say it", "complaint")).click()
    visit.page.locator("#main table a").first.click()
    visit.follow("Write a step")
    visit.tick("kind", "heard_her")
    visit.page.fill("[name=words]", "Canario: la escuchamos.")
    visit.look("box-step")
    visit.save("Save")
    visit.follow("Answer")
    visit.page.fill("[name=words]", ANSWER)
    visit.save("Save")
    visit.look("box-letter-answered")


def reads_the_answer(visit, box, code):
    """With the code alone, at the same tablet."""
    visit.go(reverse("box:answer", args=[box.key]))
    visit.page.fill("[name=code]", code)
    visit.save("Read")
    assert ANSWER in visit.page.locator("#main").inner_text()
    visit.look("box-answer")


def finds_nothing(visit, complaint, case):
    """Every page of the menu, the case and who has looked at it, the search, the letter's address guessed."""
    visit.go("/")
    menu = visit.page.locator("details.menu a").evaluate_all("links => links.map(one => one.pathname)")
    assert len(menu) > 3
    looked = reverse("cases:readers", args=[case.number])
    for path in dict.fromkeys(["/", *menu, reverse("box:complaints"), case.get_absolute_url(), looked]):
        visit.go(path)
        assert_nothing_of_it(visit, complaint, path)
    visit.go(reverse("cases:find"))
    visit.page.fill("#main [name=known]", "Canario")
    visit.press("Find")
    visit.page.wait_for_load_state()
    assert_nothing_of_it(visit, complaint, "search", known="Canario")
    visit.go(reverse("box:complaint", args=[complaint.pk]))
    absent = visit.page.content()
    visit.go(reverse("box:complaint", args=[case.pk]))
    assert visit.page.content() == absent


def assert_nothing_of_it(visit, complaint, where, known=""):
    text = visit.page.content().replace(f'value="{known}"', "") if known else visit.page.content()
    assert "Canario" not in text, where
    assert str(complaint.pk) not in text, where
    assert visit.say("Letter box: nothing new.") not in text, where


@pytest.mark.long
def test_a_complaint_reaches_those_outside_and_its_subject_cannot_find_it(live_server, new_context, office):
    here = {"user__language": "es"}
    meant, boss = caseworker(office, user__full_name="Mario Paz", **here), supervisor(office, **here)
    case = opened_case(meant, office=office)
    receivers, box = receivers_for(office), box_of(office)
    type(receivers[0]).objects.filter(pk=receivers[0].pk).update(language="es")
    receivers[0].refresh_from_db()
    began = perf_counter()

    tablet = Visit(new_context().new_page(), live_server.url, "es")
    code = writes_at_the_tablet(tablet, box)
    complaint = Complaint.objects.get()
    outside = Visit.signed_in(receivers[0], new_context().new_page(), live_server.url)
    is_read_and_answered(outside, meant)
    reads_the_answer(tablet, box, code)
    visits = [Visit.signed_in(one, new_context().new_page(), live_server.url) for one in (meant, boss)]
    for visit in visits:
        finds_nothing(visit, complaint, case)

    print(f"scripted work: {perf_counter() - began:.0f} s")  # noqa: T201
    assert "\n".join(problem for visit in (tablet, outside, *visits) for problem in visit.problems) == ""
    complaint.refresh_from_db()
    assert (complaint.about, complaint.state, complaint.received_on) == (
        meant,
        "answered",
        timezone.localdate(),
    )
