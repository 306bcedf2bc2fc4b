"""Who sleeps where tonight: by room and code name, with how full the house is, and no address."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from config.my_day import notices_for
from shelters import actions
from shelters.occupancy import Occupancy, board_of
from tests.factories.accounts import administrator, member
from tests.factories.cases import caseworker, supervisor, working_office
from tests.factories.shelters import admitted, beds_of, coordinator, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of

pytestmark = pytest.mark.django_db
ADDRESS = "4a avenida 12-34, zona 11"


def board(client, shelter):
    return client.get(reverse("shelters:shelter", args=[shelter.pk]))


@pytest.mark.parametrize(
    ("numbers", "words", "percent"),
    [
        (
            (40, 31, 33),
            "31 of 40 beds occupied; 2 people without a bed; occupancy 83 % (33 people for 40 beds)",
            83,
        ),
        ((40, 0, 0), "0 of 40 beds occupied; occupancy 0 %", 0),
        (
            (2, 2, 3),
            "2 of 2 beds occupied; 1 person without a bed; occupancy 150 % (3 people for 2 beds)",
            150,
        ),
        ((1, 1, 1), "1 of 1 bed occupied; occupancy 100 %", 100),
        ((1, 0, 1), "0 of 1 bed occupied; 1 person without a bed; occupancy 100 % (1 person for 1 bed)", 100),
        ((0, 0, 2), "0 of 0 beds occupied; 2 people without a bed", None),
    ],
)
def test_how_full_a_house_is_said(numbers, words, percent):
    occupancy = Occupancy(*numbers)

    assert (occupancy.words, occupancy.percent) == (words, percent)
    assert occupancy.over_full is (numbers[2] > numbers[0])


def test_the_board_goes_by_room_and_bed(shelter, head):
    actions.add_room(shelter, by=head, name="B", beds=1, cots=1, since=date(2026, 1, 1))
    first, second = (admitted(shelter, bed=beds_of(shelter)[place]) for place in (0, 3))
    waiting = admitted(shelter)
    left(admitted(shelter, bed=beds_of(shelter)[1]), on=date(2026, 3, 5))

    found = board_of(shelter)

    assert [(room.name, [(str(one.bed), one.stay) for one in room.places]) for room in found.rooms] == [
        ("A", [("A-1", first), ("A-2", None), ("A-3", None)]),
        ("B", [("B-1", second), ("B-2", None)]),
    ]
    assert (found.without_bed, found.occupancy) == ([waiting], Occupancy(5, 2, 3))


def test_a_night_of_the_past_is_counted_as_it_was(shelter):
    left(admitted(shelter, on=date(2026, 3, 2), bed=beds_of(shelter)[0]), on=date(2026, 3, 5))

    nights = [board_of(shelter, date(2026, 3, day)).occupancy.residents for day in (1, 2, 4, 5)]

    assert nights == [0, 1, 1, 0]


def test_the_page_shows_code_names_days_and_who_should_have_left(desk, shelter):
    today = timezone.localdate()
    late = admitted(shelter, bed=beds_of(shelter)[0], expected_exit_on=date(2026, 9, 2))
    soon = admitted(shelter, bed=beds_of(shelter)[1], on=today - timedelta(days=3))

    page = board(desk, shelter).content.decode()

    assert [page.count(stay.case.number) for stay in (late, soon)] == [1, 1]
    assert page.count("should have left on") == 1
    assert ", 3 nights" in page
    assert "2 of 3 beds occupied; occupancy 67 %" in page


def test_the_free_beds_of_a_room_stand_in_one_line(desk, shelter):
    beds = beds_of(shelter)
    admitted(shelter, bed=beds[1])

    page = board(desk, shelter).content.decode()

    lines = re.findall(r'<li class="(taken|free)">(.*?)</li>', page, re.DOTALL)
    assert [kind for kind, _line in lines] == ["taken", "free"]
    words = " ".join(re.sub("<[^>]+>", " ", lines[1][1]).split())
    assert words == f"Free: {beds[0]}, {beds[2]}"


@pytest.mark.parametrize(("days", "words"), [(1, "1 noche"), (2, "2 noches")])
def test_nights_are_counted_in_spanish_too(desk, shelter, days, words):
    admitted(shelter, on=timezone.localdate() - timedelta(days=days))
    desk.cookies["language"] = "es"

    assert f", {words}<" in board(desk, shelter).content.decode()


def test_no_address_stands_on_the_board(desk, shelter, head):
    actions.write_address(shelter, by=head, address=ADDRESS, telephone="2222 3333")

    assert ADDRESS not in board(desk, shelter).content.decode()


def test_who_does_not_work_there_sees_how_full_it_is_and_nobody_in_it(shelter):
    stay, organisation = admitted(shelter), shelter.office.organisation
    elsewhere = working_office(organisation)

    for person in (caseworker(elsewhere), supervisor(elsewhere), administrator(organisation)):
        page = board(browser_of(person), shelter).content.decode()
        assert stay.case.number not in page
        assert stay.case.code_name not in page
        assert "0 of 3 beds occupied; 1 person without a bed; occupancy 33 % (1 person for 3 beds)" in page


@pytest.mark.parametrize("role", [Role.TRAINER, Role.PROGRAMME_MANAGER, Role.PARTNER, Role.DATA_PROTECTION])
def test_others_do_not_come_near(shelter, role):
    assert board(browser_of(member(role, shelter.office)), shelter).status_code == 403


def test_a_shelter_of_another_organisation_is_not_there(shelter):
    assert board(browser_of(shelter_staff(shelter_of())), shelter).status_code == 404


def test_who_works_in_one_shelter_comes_to_its_board_at_once(desk, shelter):
    assert desk.get(reverse("shelters:shelters")).url == reverse("shelters:shelter", args=[shelter.pk])


def test_who_needs_a_bed_for_a_case_chooses_a_shelter(case, shelter):
    page = browser_of(case.worker).get(reverse("shelters:shelters"), {"case": case.number}).content.decode()

    assert f"{reverse('shelters:admit', args=[shelter.pk])}?case={case.number}" in page


def queries(desk, url):
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", ["shelter", "residents", "stays", "rooms"])
def test_a_page_costs_the_same_with_one_and_with_three_people(shelter, head, page):
    desk, url, costs = browser_of(head), reverse(f"shelters:{page}", args=[shelter.pk]), []
    for number in (1, 2):
        for _stay in range(number):
            actions.add_room(
                shelter, by=head, name=str(len(beds_of(shelter))), beds=1, since=date(2026, 1, 1)
            )
            admitted(shelter, bed=beds_of(shelter)[0] if number == 1 else None)
        queries(desk, url)
        costs.append(queries(desk, url))

    assert costs[0] == costs[1]


def test_the_list_of_shelters_costs_the_same_with_one_and_with_three(shelter, case):
    desk, url = browser_of(case.worker), reverse("shelters:shelters")
    queries(desk, url)
    one = queries(desk, url)
    for _more in range(2):
        admitted(shelter_of(shelter.office.organisation))

    assert queries(desk, url) == one


def test_my_day_says_who_should_have_left_and_who_has_no_bed(shelter, staff):
    admitted(shelter, bed=beds_of(shelter)[0])
    admitted(shelter, on=timezone.localdate())

    found = [(one.sentence, one.kind) for one in notices_for(staff) if "El Refugio" in one.sentence]

    assert found == [
        ("El Refugio: 1 resident has no bed.", "bad"),
        ("El Refugio: 1 resident should have left by now.", "care"),
    ]
    assert found == [
        (one.sentence, one.kind) for one in notices_for(coordinator(shelter)) if "El Refugio" in one.sentence
    ]
    assert [one for one in notices_for(shelter_staff(shelter_of())) if "El Refugio" in one.sentence] == []
