"""Staff know whom they look after: names open by one POST and one event, an address behind its own door."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from audit.models import Event
from cases.models import Needs
from shelters import actions
from shelters.models import Shelter
from tests.factories.accounts import administrator, member
from tests.factories.cases import supervisor, working_office
from tests.factories.shelters import admitted, case_for, coordinator, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
NAMES = [("Rosalinda", "Tzoc Ajú"), ("Dominga", "Sis Caal"), ("Elvia", "Pop Ical")]
ADDRESS, TELEPHONE = "4a avenida 12-34, zona 11", "2222 3333"


def named(shelter, number=3):
    """So many residents with names and what must be known of them."""
    stays = []
    for given, family in NAMES[:number]:
        case = case_for(shelter)
        case.person.given_names, case.person.family_names = given, family
        case.person.save()
        alert = f"{given} is allergic to penicillin"
        Needs.objects.create(case=case, on=timezone.localdate(), health_alert=alert)
        stays.append(admitted(shelter, case=case))
    return stays


def list_of(shelter):
    return reverse("shelters:residents", args=[shelter.pk])


def names_in(page):
    return [given for given, _family in NAMES if given in page.content.decode()]


def test_the_page_that_is_opened_shows_code_names_alone(desk, shelter):
    stays = named(shelter)

    page = desk.get(list_of(shelter))

    assert names_in(page) == []
    assert [stay for stay in stays if stay.case.number not in page.content.decode()] == []
    assert Event.objects.filter(verb="residents.named").count() == 0


def test_names_open_by_one_post_and_one_event_that_names_all_their_cases(desk, staff, shelter):
    stays = named(shelter)

    page = desk.post(list_of(shelter), {"once": "one"})

    assert names_in(page) == [given for given, _family in NAMES]
    assert page.content.decode().count("is allergic to penicillin") == 3
    assert page["Cache-Control"] == "no-store"
    event = Event.objects.get(verb="residents.named")
    assert (event.actor, event.office, set(event.subjects)) == (
        staff.pk, shelter.office_id, {stay.case_id for stay in stays},
    )  # fmt: skip


def test_the_same_page_loaded_again_is_closed(desk, shelter):
    named(shelter, 1)
    desk.post(list_of(shelter), {"once": "one"})

    again = desk.post(list_of(shelter), {"once": "one"})

    assert (again.status_code, again.url) == (302, list_of(shelter))
    assert Event.objects.filter(verb="residents.named").count() == 1


def test_who_has_left_is_on_the_list_no_more(desk, shelter):
    left(named(shelter, 1)[0])

    assert names_in(desk.post(list_of(shelter), {"once": "one"})) == []


def test_opened_with_one_name_and_with_three_it_costs_the_same(desk, shelter):
    def cost(key):
        with CaptureQueriesContext(connection) as asked:
            desk.post(list_of(shelter), {"once": key})
        return len(asked)

    named(shelter, 1)
    cost("warm")
    one = cost("one")
    named(shelter, 2)

    assert cost("three") == one


@pytest.mark.parametrize("method", ["get", "post"])
def test_residents_are_for_those_who_work_there(shelter, method):
    organisation = shelter.office.organisation
    strangers = {
        403: [supervisor(working_office(organisation)), shelter_staff(shelter_of(organisation)),
              administrator(organisation), member(Role.CASEWORKER, shelter.office)],
        404: [shelter_staff(shelter_of())],
    }  # fmt: skip

    for status, people in strangers.items():
        for person in people:
            assert getattr(browser_of(person), method)(list_of(shelter)).status_code == status


def test_the_address_is_shown_by_post_to_those_who_work_there_and_trailed(desk, staff, shelter, head):
    actions.write_address(shelter, by=head, address=ADDRESS, telephone=TELEPHONE)
    url = reverse("shelters:address", args=[shelter.pk])

    page = desk.post(url).content.decode()

    assert (ADDRESS in page, TELEPHONE in page, page.count('data-hide-after="30"')) == (True, True, 2)
    assert desk.get(url).status_code == 405
    event = Event.objects.get(verb="shelter.address_opened")
    assert (event.actor, event.subjects) == (staff.pk, [shelter.pk])


def test_nobody_else_reads_the_address(shelter, head, case):
    actions.write_address(shelter, by=head, address=ADDRESS)
    admitted(shelter, case=case)
    url, organisation = reverse("shelters:address", args=[shelter.pk]), shelter.office.organisation

    others = [case.worker, administrator(organisation), supervisor(working_office(organisation))]

    assert [browser_of(person).post(url).status_code for person in others] == [403] * 3
    assert Client().post(url).status_code == 302


def test_only_the_coordinator_writes_the_address_and_nobody_reads_it_there(shelter, staff, head):
    actions.write_address(shelter, by=head, address=ADDRESS)
    url = reverse("shelters:address-write", args=[shelter.pk])

    page = browser_of(head).get(url)
    done = browser_of(head).post(url, {"address": "Another street 5"})

    assert (page.status_code, ADDRESS in page.content.decode()) == (200, False)
    assert (done.status_code, Shelter.objects.get(pk=shelter.pk).address) == (302, "Another street 5")
    assert browser_of(staff).get(url).status_code == 403


def test_the_second_of_two_who_write_the_address_sees_that_it_was_changed(shelter, head):
    url = reverse("shelters:address-write", args=[shelter.pk])
    version = browser_of(head).get(url).context["version"]
    typed = [{"address": ADDRESS, "version": version}, {"address": "Another street 5", "version": version}]

    answers = [browser_of(coordinator(shelter)).post(url, one) for one in typed]

    assert [one.status_code for one in answers] == [302, 422]
    assert answers[1].context["form"].non_field_errors() == [
        "This was changed after you opened the page. Look at what stands now, then decide again."
    ]
    assert Shelter.objects.get(pk=shelter.pk).address == ADDRESS


def test_names_hide_by_themselves_after_ten_idle_minutes(page, live_server, context):
    shelter = shelter_of(beds=1)
    stays, person = named(shelter, 1), coordinator(shelter)
    session = browser_of(person).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([
        {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url},
        {"name": "language", "value": "en", "url": live_server.url},
    ])  # fmt: skip
    page.clock.install()
    page.goto(live_server.url + list_of(shelter))
    page.get_by_role("button", name="Show names").click()
    page.get_by_text("Rosalinda Tzoc Ajú").wait_for()

    page.clock.run_for(9 * 60 * 1000)
    page.keyboard.press("ArrowDown")
    page.clock.run_for(8 * 60 * 1000)
    assert page.get_by_text("Rosalinda Tzoc Ajú").count() == 1
    page.clock.run_for(150 * 1000)

    expect(page.get_by_text("Rosalinda")).to_have_count(0)
    expect(page.get_by_text("The list was closed after ten minutes.")).to_be_visible()
    assert page.get_by_text(stays[0].case.number).is_visible()
