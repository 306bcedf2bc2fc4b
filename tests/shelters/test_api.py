"""Programs read shelters and stays and record who comes, moves and leaves; no address goes out."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Event
from shelters import actions
from shelters.models import Stay
from tests.factories.cases import caseworker, working_office
from tests.factories.shelters import admitted, beds_of, left, shelter_of, shelter_staff
from tests.shelters.conftest import program_of

pytestmark = pytest.mark.django_db
STAYS, SHELTERS = "/api/v1/stays/", "/api/v1/shelters/"


@pytest.fixture
def program(staff):
    return program_of(staff)


def came(shelter, living, **facts):
    return {
        "shelter": str(shelter.pk), "case": living.number, "admitted_on": "2026-03-02",
        "admission_reason": "emergency",
    } | facts  # fmt: skip


def test_a_shelter_is_read_with_tonights_numbers_and_without_its_address(program, shelter, head):
    actions.write_address(shelter, by=head, address="4a avenida 12-34", telephone="2222 3333")
    admitted(shelter, bed=beds_of(shelter)[0])
    admitted(shelter)
    shelter_of()

    answer = program.get(SHELTERS)

    [row] = answer.json()["results"]
    assert (row["name"], row["beds"], row["residents"], row["without_bed"]) == ("El Refugio", 3, 2, 1)
    assert {"address", "telephone"} & set(row) == set()
    assert "avenida" not in answer.content.decode()
    assert program.get(f"{SHELTERS}{shelter.pk}/").json() == row


def test_somebody_is_admitted_once_for_each_key(program, shelter, case):
    body = came(shelter, case, bed=str(beds_of(shelter)[1].pk))

    first, again = (program.post(STAYS, body, headers={"Idempotency-Key": "one"}) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201), first.content
    assert first.json() == again.json()
    stay = Stay.objects.get()
    assert first.json() == {
        "id": str(stay.pk), "version": 1, "shelter": str(shelter.pk), "case": case.number,
        "code_name": case.code_name, "admitted_on": "2026-03-02", "admission_reason": "emergency",
        "expected_exit_on": "2026-09-02", "bed": str(beds_of(shelter)[1].pk), "left_on": None,
        "exit_reason": None, "exit_decided_by": "", "withdrawn": False, "entered_from": "",
        "misfits": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"case": "26-9999-A"}, "case"),
        ({"admitted_on": "2999-01-01"}, "admitted_on"),
        ({"expected_exit_on": "2027-03-02"}, "expected_exit_on"),
        ({"admission_reason": "nonsense"}, "admission_reason"),
        ({"bed": "00000000-0000-4000-8000-000000000000"}, "bed"),
        ({"name": "Rosalinda"}, "name"),
    ],
)
def test_what_cannot_be_is_said_by_its_field(program, shelter, case, facts, field):
    answer = program.post(STAYS, came(shelter, case, **facts))

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def test_a_case_that_is_not_found_is_trailed(program, shelter, case):
    program.post(STAYS, came(shelter, case) | {"case": "26-9999-A"})

    assert Event.objects.filter(verb="admission.not_found").count() == 1


def test_she_moves_and_leaves_by_the_version_that_was_read(program, shelter, case):
    stay = admitted(shelter, case=case)
    url, tag = f"{STAYS}{stay.pk}/", {"If-Match": '"1"'}

    moved = program.post(
        f"{url}move-bed/", {"bed": str(beds_of(shelter)[0].pk), "since": "2026-03-05"}, headers=tag
    )
    gone = {"left_on": str(timezone.localdate()), "exit_reason": "family", "exit_decided_by": "team"}
    missing = program.post(f"{url}exit/", gone)
    done = program.post(f"{url}exit/", gone, headers=tag)
    stale = program.post(f"{url}take-back-exit/", {}, headers=tag)

    assert (moved.status_code, moved.json()["bed"]) == (200, str(beds_of(shelter)[0].pk)), moved.content
    assert (missing.status_code, done.status_code, stale.status_code) == (428, 200, 412)
    assert (done.json()["left_on"], done.json()["version"], done.json()["bed"]) == (gone["left_on"], 2, None)


def test_a_stay_is_corrected_taken_back_and_withdrawn(shelter, head, case):
    stay = left(admitted(shelter, case=case), on=date(2026, 8, 20))
    url, program = f"{STAYS}{stay.pk}/", program_of(head)

    corrected = program.patch(url, {"left_on": "2026-08-19"}, headers={"If-Match": '"2"'})
    taken = program.post(f"{url}take-back-exit/", {}, headers={"If-Match": '"3"'})
    withdrawn = program.post(f"{url}withdraw/", {"reason": "Another girl"}, headers={"If-Match": '"4"'})

    assert [one.status_code for one in (corrected, taken, withdrawn)] == [200] * 3, corrected.content
    assert (corrected.json()["left_on"], taken.json()["left_on"]) == ("2026-08-19", None)
    assert withdrawn.json()["withdrawn"] is True


def test_stays_are_found_by_shelter_case_and_night(shelter, head, case):
    program = program_of(head)
    first = left(admitted(shelter, case=case), on=date(2026, 5, 1))
    second = admitted(shelter, on=date(2026, 6, 1))

    def found(**asked):
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return [row["id"] for row in program.get(f"{STAYS}?{query}").json()["results"]]

    assert found() == [str(second.pk), str(first.pk)]
    assert found(shelter=shelter.pk, case=case.number) == [str(first.pk)]
    assert found(open_on="2026-04-30") == [str(first.pk)]
    assert found(open_on="2026-05-01") == []


def test_a_list_costs_the_same_with_one_stay_and_with_three(program, shelter):
    admitted(shelter, bed=beds_of(shelter)[0])
    program.get(STAYS)

    def cost(url):
        with CaptureQueriesContext(connection) as asked:
            program.get(url)
        return len(asked)

    one = [cost(url) for url in (STAYS, SHELTERS)]
    for _more in range(2):
        admitted(shelter)
        shelter_of(shelter.office.organisation)

    assert [cost(url) for url in (STAYS, SHELTERS)] == one


def test_a_stay_elsewhere_is_not_there(shelter, case):
    stay = admitted(shelter, case=case)
    strangers = shelter_staff(shelter_of(shelter.office.organisation)), caseworker(working_office())

    for person in strangers:
        assert program_of(person).get(f"{STAYS}{stay.pk}/").status_code == 404
    assert program_of(case.worker).get(f"{STAYS}{stay.pk}/").status_code == 200


def test_a_caseworker_of_the_case_gives_no_bed(shelter, case):
    stay = admitted(shelter, case=case)

    answer = program_of(case.worker).post(
        f"{STAYS}{stay.pk}/move-bed/", {"since": "2026-03-05"}, headers={"If-Match": '"1"'}
    )

    assert answer.status_code == 403
