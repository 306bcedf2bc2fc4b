"""Shelter staff read what is written about her care, not the account and not the legal file (design §3)."""

import pytest

from accounts.roles import Role
from cases import actions
from cases.models import Note
from tests.factories.accounts import member
from tests.factories.cases import OPENED, let_in, opened_case, supervisor
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
TEXT = "dreams of the river"


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def staff(case):
    somebody = member(Role.SHELTER_STAFF, case.office, since="2010-01-01")
    let_in(somebody, case)
    return somebody


def a_note(case, by, note_class):
    return actions.write_note(case, by=by, on=OPENED, text=TEXT, note_class=note_class)


def a_service(case, kind, by=None):
    return actions.record_service(case, by=by or case.worker, on=OPENED, type=kind, detail=TEXT)


@pytest.mark.parametrize(("note_class", "reads"), [("care", True), ("team", False)])
def test_shelter_staff_read_what_is_written_about_her_care_and_not_what_the_team_writes(
    case, staff, note_class, reads
):
    note = a_note(case, case.worker, note_class)
    browser, program = browser_of(staff), program_of(staff)

    pages = [browser.get(f"/cases/{case.number}/{rest}").content.decode() for rest in ("", "notes/")]
    alone = browser.get(f"/cases/{case.number}/notes/{note.pk}/")
    told = program.get(f"/api/v1/notes/{note.pk}/")

    assert [TEXT in page for page in pages] == [reads, reads]
    assert [TEXT in one.content.decode() for one in (alone, told)] == [reads, reads]
    assert (alone.status_code, told.status_code) == ((200, 200) if reads else (403, 403))


def test_of_a_note_for_the_team_shelter_staff_see_that_it_exists_when_and_by_whom(case, staff):
    note = a_note(case, case.worker, "team")

    page = browser_of(staff).get(f"/cases/{case.number}/notes/").content.decode()
    [row] = program_of(staff).get(f"/api/v1/notes/?case={case.number}").json()["results"]

    assert ("Reserved note" in page, case.worker.full_name in page) == (True, True)
    assert f"/notes/{note.pk}/" not in page
    assert (row["note_class"], row["on"], "text" in row) == ("team", OPENED.isoformat(), False)


def test_the_team_reads_both_at_once(case):
    for note_class in ("care", "team"):
        a_note(case, case.worker, note_class)

    page = browser_of(supervisor(case.office)).get(f"/cases/{case.number}/notes/").content.decode()

    assert (page.count(TEXT), "Reserved note" in page) == (2, False)


def test_whoever_writes_to_the_team_reads_what_she_wrote(case, staff):
    note = a_note(case, staff, "team")
    browser = browser_of(staff)

    pages = [browser.get(f"/cases/{case.number}/notes/{rest}") for rest in ("", f"{note.pk}/")]

    assert [TEXT in page.content.decode() for page in pages] == [True, True]


def test_a_note_is_for_those_who_read_as_much_as_its_writer_unless_she_says_otherwise(case, staff):
    chosen = {}
    for person in (staff, case.worker):
        page = browser_of(person).get(f"/cases/{case.number}/notes/new/")
        chosen[person.pk] = page.context["form"]["note_class"].value()
        assert "nobody of the shelter" in page.content.decode()

    assert chosen == {staff.pk: "care", case.worker_id: "team"}


def test_a_note_that_the_shelter_did_not_read_stays_closed_to_it_when_it_is_amended(case, staff):
    first = a_note(case, staff, "team")
    later = actions.write_note(case, by=case.worker, on=OPENED, text="her lawyer called", amends=first)

    browser = browser_of(staff)

    assert browser.get(f"/cases/{case.number}/notes/{later.pk}/").status_code == 403
    assert browser.get(f"/cases/{case.number}/notes/{first.pk}/").status_code == 200


def test_why_a_case_is_taken_up_again_is_not_told_to_the_shelter(case, staff):
    boss = supervisor(case.office)
    actions.close_case(case, by=boss, on=OPENED, closure_reason="death")
    actions.reopen_case(case, by=boss, on=OPENED, reason="the prosecutor called")

    seen = [browser_of(one).get(f"/cases/{case.number}/notes/").content.decode() for one in (staff, boss)]

    assert Note.objects.count() == 1
    assert ["the prosecutor called" in page for page in seen] == [False, True]


# Details of what was done in her legal matters


@pytest.mark.parametrize(("kind", "reads"), [("legal_advice", False), ("food", True)])
def test_shelter_staff_read_no_details_of_her_legal_matters(case, staff, kind, reads):
    service = a_service(case, kind)
    program = program_of(staff)

    page = browser_of(staff).get(f"/cases/{case.number}/services/").content.decode()
    [row] = program.get(f"/api/v1/services/?case={case.number}").json()["results"]
    alone = program.get(f"/api/v1/services/{service.pk}/").json()

    assert TEXT in browser_of(case.worker).get(f"/cases/{case.number}/services/").content.decode()
    assert program_of(case.worker).get(f"/api/v1/services/{service.pk}/").json()["detail"] == TEXT
    assert TEXT in page if reads else TEXT not in page
    assert [one["detail"] for one in (row, alone)] == [TEXT if reads else None] * 2


@pytest.mark.parametrize(("kind", "reads"), [("legal_advice", False), ("food", True)])
def test_nor_do_they_read_why_it_was_withdrawn(case, staff, kind, reads):
    actions.withdraw_service(
        a_service(case, kind), by=case.worker, withdrawn_reason="the hearing was not hers"
    )

    def told(who):
        [row] = program_of(who).get(f"/api/v1/services/?case={case.number}").json()["results"]
        page = browser_of(who).get(f"/cases/{case.number}/services/").content.decode()
        return "the hearing" in (row["withdrawn_reason"] or ""), "the hearing" in page

    assert (told(case.worker), told(staff)) == ((True, True), (reads, reads))


@pytest.mark.parametrize(("kind", "status"), [("legal_advice", 403), ("food", 200)])
def test_what_she_may_not_read_of_a_service_she_does_not_correct(case, staff, kind, status):
    """Called something else it would be shown to her."""
    service = a_service(case, kind)
    own = {"headers": {"If-Match": f'"{service.version}"'}}

    opened = browser_of(staff).get(f"/cases/{case.number}/services/{service.pk}/")
    changed = program_of(staff).patch(f"/api/v1/services/{service.pk}/", {"type": "clothing"}, **own)

    service.refresh_from_db()
    assert (opened.status_code, changed.status_code) == (status, status)
    assert service.type == ("clothing" if status == 200 else kind)


@pytest.mark.parametrize(("kind", "taken"), [("legal_advice", False), ("food", True)])
def test_a_service_of_the_team_in_her_legal_matters_is_not_taken_back_by_the_shelter(
    case, staff, kind, taken
):
    service = a_service(case, kind)
    address, typed = (
        f"/cases/{case.number}/services/{service.pk}/withdraw/",
        {"withdrawn_reason": "a mistake"},
    )
    tag = {"headers": {"If-Match": f'"{service.version}"'}}

    listed = browser_of(staff).get(f"/cases/{case.number}/services/").content.decode()
    by_program = program_of(staff).post(
        f"/api/v1/services/{service.pk}/withdraw/", {} if taken else typed, **tag
    )
    by_page = browser_of(staff).post(address, typed)

    service.refresh_from_db()
    assert (by_program.status_code, by_page.status_code) == ((422, 302) if taken else (403, 403))
    assert (bool(service.withdrawn_at), taken or address in listed) == (taken, taken)


def test_a_mistake_of_hers_in_a_legal_service_is_taken_back_by_her_all_the_same(case, staff):
    service = a_service(case, "legal_advice", by=staff)
    browser = browser_of(staff)

    page = browser.get(f"/cases/{case.number}/services/").content.decode()
    answer = browser.post(
        f"/cases/{case.number}/services/{service.pk}/withdraw/", {"withdrawn_reason": "a mistake"}
    )

    assert f"/services/{service.pk}/withdraw/" in page
    assert answer.status_code == 302
