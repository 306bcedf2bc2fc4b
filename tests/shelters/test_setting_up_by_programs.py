"""Programs set up a shelter, its rooms and beds, and say who follows somebody home, as the pages do."""

import pytest

from accounts.models import OfficeKind
from programmes.models import ComponentKind
from reintegration.models import Placement
from shelters.models import Bed, Room, Shelter
from tests.factories.accounts import member
from tests.factories.cases import caseworker, supervisor, working_office
from tests.factories.shelters import admitted, left, shelter_of, shelter_staff
from tests.shelters.conftest import program_of

pytestmark = pytest.mark.django_db
API = "/api/v1/"


def seen(version=1):
    return {"If-Match": f'"{version}"'}


def test_a_shelter_is_set_up_once_for_its_key_with_rooms_and_beds():
    office = working_office(kind=ComponentKind.SHELTER)
    office.kind = OfficeKind.SHELTER
    office.save(update_fields=["kind"])
    program = program_of(supervisor(office))
    months = {"youngest": 0, "expected_months": 6, "longest_months": 8}
    body = {"office": str(office.pk), "component": str(office.default_components.get().pk)} | months

    made, again = (program.post(f"{API}shelters/", body, headers={"Idempotency-Key": "s"}) for _ in range(2))
    here = f"{API}shelters/{made.json()['id']}/"
    changed = program.patch(here, {"oldest": 17}, headers=seen())
    beds = {"name": "A", "beds": 2, "since": "2026-03-02"}
    room = program.post(f"{here}rooms/", beds)
    more = program.post(f"{API}rooms/{room.json()['id']}/beds/", {"beds": 1, "since": "2026-03-02"})

    assert (made.status_code, again.json()["id"]) == (201, str(Shelter.objects.get().pk)), made.content
    assert (changed.status_code, Shelter.objects.get().oldest) == (200, 17), changed.content
    assert (room.status_code, len(room.json()["beds"])) == (201, 2), room.content
    assert (more.status_code, Bed.objects.count()) == (201, 3), more.content


def test_a_room_is_renamed_and_a_bed_goes_out_of_use():
    shelter = shelter_of(beds=1)
    program = program_of(supervisor(shelter.office))
    room, bed = Room.objects.get(), Bed.objects.get()

    renamed = program.patch(f"{API}rooms/{room.pk}/", {"name": "Ceiba"}, headers=seen())
    ended = program.patch(f"{API}beds/{bed.pk}/", {"until": "2026-03-05"}, headers=seen())

    assert (renamed.status_code, Room.objects.get().name) == (200, "Ceiba"), renamed.content
    assert (ended.status_code, str(Bed.objects.get().until)) == (200, "2026-03-05"), ended.content


def test_who_works_on_shift_sets_nothing_up():
    shelter = shelter_of(beds=1)
    program = program_of(shelter_staff(shelter))

    answers = [
        program.post(f"{API}shelters/", {}),
        program.patch(f"{API}shelters/{shelter.pk}/", {"oldest": 17}, headers=seen()),
        program.post(f"{API}shelters/{shelter.pk}/rooms/", {"name": "B", "beds": 1, "since": "2026-03-02"}),
        program.get(f"{API}rooms/"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]
    assert Room.objects.count() == 1


@pytest.mark.parametrize("rooms", [1, 3])
def test_the_list_of_rooms_asks_as_often_for_many_as_for_one(rooms, django_assert_num_queries):
    shelter = shelter_of(beds=2)
    for number in range(1, rooms):
        Room.objects.create(shelter=shelter, name=f"R{number}")
    program = program_of(supervisor(shelter.office))

    with django_assert_num_queries(9):
        assert len(program.get(f"{API}rooms/").json()["results"]) == rooms


def test_who_follows_her_home_is_said_by_her_team():
    stay = admitted(shelter_of())
    left(stay)
    placement, worker = Placement.objects.get(), stay.case.worker
    follower = member("reintegration_worker", stay.case.office, since="2010-01-01")

    body = {"worker": str(follower.pk)}
    answer = program_of(worker).post(f"{API}placements/{placement.pk}/assign/", body, headers=seen())

    assert answer.status_code == 200, answer.content
    assert program_of(follower).get(f"{API}placements/{placement.pk}/").status_code == 200


def test_how_she_was_met_and_what_is_known_of_everybody_are_corrected():
    stay = admitted(shelter_of())
    case = stay.case
    program, here = program_of(case.worker), f"{API}cases/{case.number}/"
    case.refresh_from_db()

    met = program.patch(f"{here}identification/", {"danger": "unknown"}, headers=seen(case.version))
    basics = program.patch(f"{here}basics/", {"sex": "M"}, headers=seen(case.person.version))
    late = program.patch(f"{here}basics/", {"sex": "F"}, headers=seen(case.person.version))

    case.refresh_from_db()
    assert (met.status_code, case.danger) == (200, "unknown"), met.content
    assert (basics.status_code, basics.json()["sex"], late.status_code) == (200, "M", 412), basics.content


def test_another_office_finds_none_of_it():
    shelter = shelter_of(beds=1)
    stranger = program_of(supervisor(working_office()))

    paths = [f"shelters/{shelter.pk}/", f"rooms/{Room.objects.get().pk}/", f"beds/{Bed.objects.get().pk}/"]

    assert [stranger.get(API + path).status_code for path in paths] == [404, 404, 404]
    assert program_of(caseworker(shelter.office)).get(f"{API}beds/").status_code == 403
