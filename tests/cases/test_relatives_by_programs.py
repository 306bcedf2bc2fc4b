"""Programs write and read of her family what pages do: no name in a list, and where to reach them nowhere."""

import pytest

from accounts.roles import Role
from audit.models import Event
from cases import actions
from cases.models import Level, Relative
from tests.factories.accounts import member
from tests.factories.cases import OPENED, caseworker, let_in, opened_case
from tests.shelters.conftest import program_of

pytestmark = pytest.mark.django_db
NAME, PHONE, PLACE = "Rosa Xoquic", "5555 0147", "Barrio San Juan"
BODY = {"relation": "stepfather", "name": NAME, "telephones": PHONE, "place": PLACE, "safe_to_contact": "no",
        "how": "He sold her", "said_by": "person", "said_on": "2026-03-02", "involved": "yes"}  # fmt: skip
OF_THE_TEAM = {"how": "He sold her", "involved": "yes", "suitable": "not_assessed", "knows": "unknown"}


@pytest.fixture
def case():
    found = opened_case()
    actions.record_ground(found, by=found.worker, kind="duty_to_report", since=OPENED)
    return found


@pytest.fixture
def staff(case):
    somebody = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(somebody, case)
    return somebody


@pytest.fixture
def written(case):
    answer = program_of(case.worker).post(at(case), BODY, headers={"Idempotency-Key": "r1"})
    assert answer.status_code == 201, answer.content
    return answer


def at(case, *rest):
    return "/".join([f"/api/v1/cases/{case.number}/relatives", *map(str, rest), ""])


def test_somebody_is_written_down_once_for_its_key_and_found_at_its_own_address(case, written):
    again = program_of(case.worker).post(at(case), BODY, headers={"Idempotency-Key": "r1"})

    assert (again.status_code, again.json()["id"]) == (201, written.json()["id"])
    relative = Relative.objects.get()
    assert (relative.name, relative.telephones, relative.place) == (NAME, PHONE, PLACE)
    assert written["Location"].endswith(at(case, relative.pk))
    assert program_of(case.worker).get(written["Location"]).json()["relation"] == "stepfather"


def test_no_answer_holds_a_name_or_says_where_anybody_is_reached(case, written):
    program, relative = program_of(case.worker), written.json()["id"]
    answers = [written, program.get(at(case)), program.get(at(case, relative))]

    told = [word for one in answers for word in (NAME, PHONE, PLACE) if word in one.content.decode()]

    assert told == []
    assert answers[2].json()["has_telephones"] is True


def test_a_shelters_program_is_told_whom_not_to_call_and_not_why(case, staff, written):
    theirs = program_of(case.worker).get(at(case)).json()["results"][0]
    hers = program_of(staff).get(at(case)).json()["results"][0]

    assert {name: theirs[name] for name in OF_THE_TEAM} == OF_THE_TEAM
    assert {name: hers[name] for name in OF_THE_TEAM} == dict.fromkeys(OF_THE_TEAM)
    assert (hers["safe_to_contact"], hers["relation"]) == ("no", "stepfather")


def test_a_shelters_program_writes_nothing_that_is_the_teams(case, staff):
    program = program_of(staff)

    refused = program.post(at(case), {"relation": "aunt", "involved": "yes"})
    taken = program.post(at(case), {"relation": "aunt"})

    assert (refused.status_code, list(refused.json()["errors"]), taken.status_code) == (
        422,
        ["involved"],
        201,
    )


def test_a_change_names_the_version_it_saw_and_leaves_what_it_does_not_name(case, written):
    program, relative = program_of(case.worker), written.json()["id"]
    seen = {"If-Match": written["ETag"]}

    blind = program.patch(at(case, relative), {"country": "HN"})
    done = program.patch(at(case, relative), {"country": "HN"}, headers=seen)
    late = program.patch(at(case, relative), {"country": "GT"}, headers=seen)

    assert [one.status_code for one in (blind, done, late)] == [428, 200, 412], done.content
    stands = Relative.objects.get()
    assert (stands.country, stands.name, stands.telephones, stands.how) == ("HN", NAME, PHONE, "He sold her")


def test_a_name_is_answered_when_asked_for_and_that_is_kept(case, staff, written):
    answer = program_of(staff).post(at(case, written.json()["id"], "reveal"))

    assert answer.json() == {"name": NAME}
    assert Event.objects.get(verb="relative.name_revealed").actor == staff.pk


def test_what_was_written_by_mistake_is_withdrawn_by_the_team(case, staff, written):
    address, seen = at(case, written.json()["id"], "withdraw"), {"If-Match": written["ETag"]}
    why = {"withdrawn_reason": "Of another case"}

    refused = program_of(staff).post(address, why, headers=seen)
    done = program_of(case.worker).post(address, why, headers=seen)

    assert (refused.status_code, done.status_code) == (403, 200)
    assert done.json()["withdrawn_reason"] == "Of another case"
    assert program_of(staff).get(at(case)).json()["results"] == []


def test_who_only_refers_to_the_case_is_refused_and_a_stranger_finds_nothing(case, written):
    helper = caseworker()
    let_in(helper, case, Level.REFERENCE)

    assert program_of(helper).get(at(case)).status_code == 403
    assert program_of(caseworker()).get(at(case)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_many_as_for_one(case, number, django_assert_num_queries):
    for _time in range(number):
        actions.add_relative(case, by=case.worker, relation="aunt", telephones=PHONE)
    program = program_of(case.worker)

    with django_assert_num_queries(12):
        program.get(at(case))
