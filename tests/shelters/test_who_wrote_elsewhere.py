"""Nothing that was written where she lived before tells the next shelter which one it was."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.doors import Refused
from cases import actions as work_of_cases
from cases.models import Note, Service, Task
from cases.rules import sees_task
from shelters import actions
from tests.factories.accounts import UserFactory, member
from tests.factories.cases import caseworker, let_in, supervisor
from tests.factories.shelters import admitted, coordinator, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db
CAME, LEFT, MOVED = (timezone.localdate() - timedelta(days=days) for days in (40, 5, 3))
HIDDEN = "Somebody of another shelter"
BY_ITSELF = {"X-Background": "1"}


@pytest.fixture
def marta(shelter):
    """On shift in El Refugio, where she lived first."""
    return shelter_staff(shelter, user=UserFactory(full_name="Marta Paz"))


@pytest.fixture
def lived(shelter, marta, case):
    """What Marta wrote of her in El Refugio, whose exit was written, taken back and written again."""
    stay = admitted(shelter, by=marta, case=case, on=CAME)
    facts = {"by": marta, "on": CAME}
    work_of_cases.record_service(case, type="food", **facts)
    work_of_cases.write_note(case, text="She slept", note_class="care", **facts)
    typed = {"wishes": "To go home"}
    browser_of(marta).post(f"/cases/{case.number}/intake/drafts/needs/", typed, headers=BY_ITSELF)
    actions.take_back_exit(left(stay, by=marta, on=LEFT), by=marta)
    stay.refresh_from_db()
    return left(stay, by=marta, on=LEFT, to="other_shelter")


@pytest.fixture
def other(shelter):
    return shelter_of(shelter.office.organisation, name="La Posada")


@pytest.fixture
def next_door(other, case, lived):
    """Those on shift in La Posada, where she lives now, and its coordinator; what the first wrote of her."""
    people = [shelter_staff(other, user=UserFactory(full_name="Rosa Luz")), coordinator(other)]
    admitted(other, by=people[0], case=case, on=MOVED)
    work_of_cases.record_service(case, by=people[0], type="clothing", on=MOVED)
    work_of_cases.write_note(case, by=people[0], text="She eats", note_class="care", on=MOVED)
    return people


@pytest.fixture
def team(case):
    """Who follows her beyond one shelter."""
    follower = caseworker(case.office, role=Role.REINTEGRATION_WORKER)
    let_in(follower, case, source="placement")
    return [case.worker, supervisor(case.office), follower]


def pages(case):
    urls = [case.get_absolute_url(), *(f"/cases/{case.number}/{rest}/" for rest in ("services", "notes"))]
    return [
        *urls,
        f"/cases/{case.number}/notes/{Note.objects.get(on=CAME).pk}/",
        f"/cases/{case.number}/intake/needs/",
    ]


@pytest.mark.parametrize("who", [0, 1])
def test_the_next_shelter_reads_what_was_done_and_not_by_whom(next_door, case, who):
    desk = browser_of(next_door[who])

    shown = [desk.get(url).content.decode() for url in pages(case)]

    assert [HIDDEN in one for one in shown] == [True] * 5
    assert [name for name in ("El Refugio", "Marta Paz") for one in shown if name in one] == []
    assert ["Rosa Luz" in one for one in shown[:3]] == [True] * 3


@pytest.mark.usefixtures("in_english")
def test_nobody_of_another_shelter_puts_words_in_the_place_of_hers(next_door, case, team):
    first, own = Note.objects.get(on=CAME), Note.objects.get(on=MOVED)
    desk = browser_of(next_door[0])
    amend = {one: reverse("cases:note-amend", args=[case.number, one.pk]) for one in (first, own)}
    listed = desk.get(f"/cases/{case.number}/notes/").content.decode()
    page = desk.get(reverse("cases:note", args=[case.number, first.pk])).content.decode()

    refused = desk.post(amend[first], {"text": "She left", "on": str(MOVED), "kind": "progress"})

    assert [amend[one] in listed for one in (first, own)] == [False, True]
    assert amend[first] not in page
    assert refused.status_code == 422
    assert "Somebody of another shelter wrote this note: write one of your own beside it." in refused.text
    assert Note.objects.count() == 2
    assert amend[first] in browser_of(team[0]).get(f"/cases/{case.number}/notes/").content.decode()


@pytest.mark.usefixtures("in_english")
def test_an_amended_note_leads_to_what_was_said_before(lived, case, marta):
    first = Note.objects.get(on=CAME)
    facts = {"on": CAME, "text": "She slept well", "kind": "progress"}
    new = work_of_cases.write_note(case, by=case.worker, amends=first, **facts)
    desk = browser_of(case.worker)

    address = reverse("cases:note", args=[case.number, new.pk])
    assert f'<a href="{address}">amended: read both</a>' in desk.get(f"/cases/{case.number}/notes/").text
    assert reverse("cases:note", args=[case.number, first.pk]) in desk.get(address).text


def test_the_team_and_who_follows_her_home_read_by_whom(next_door, case, team):
    for person in team:
        desk = browser_of(person)
        shown = [desk.get(url).content.decode() for url in pages(case)[:4]]
        assert ["Marta Paz" in one for one in shown] == [True] * 4
        assert [HIDDEN in one for one in shown] == [False] * 4


def test_what_the_team_of_her_case_wrote_has_its_name_in_the_shelter_too(next_door, case):
    work_of_cases.record_service(case, by=case.worker, type="food", on=MOVED)
    # She worked in El Refugio once: of this office her name says nothing else.
    member(
        Role.SHELTER_STAFF,
        shelter_of(case.office.organisation).office,
        user=case.worker,
        since="2020-01-01",
        until="2021-01-01",
    )

    page = browser_of(next_door[0]).get(f"/cases/{case.number}/services/").content.decode()

    assert case.worker.full_name in page


def test_whoever_left_el_refugio_since_would_tell_it_as_well(next_door, case, marta):
    marta.memberships.update(until=LEFT)

    page = browser_of(next_door[0]).get(f"/cases/{case.number}/services/").content.decode()

    assert ("Marta Paz" in page, HIDDEN in page) == (False, True)


def rows(person, path):
    return program_of(person).get(f"/api/v1/{path}").json()["results"]


def test_programs_are_answered_no_more(next_door, case, marta, team):
    def told(person):
        found = [(row["on"], row["given_by"]) for row in rows(person, f"services/?case={case.number}")]
        return found + [(row["on"], row["author"]) for row in rows(person, f"notes/?case={case.number}")]

    rosa = str(next_door[0].pk)
    of_both = {(str(MOVED), rosa), (str(CAME), str(marta.pk))}
    for person in next_door:
        assert set(told(person)) == {(str(MOVED), rosa), (str(CAME), None)}
        one = program_of(person).get(f"/api/v1/services/{Service.objects.get(on=CAME).pk}/").json()
        note = program_of(person).get(f"/api/v1/notes/{Note.objects.get(on=CAME).pk}/").json()
        assert (one["given_by"], note["author"], note["text"]) == (None, None, "She slept")
    for person in team:
        assert set(told(person)) == of_both


def test_what_the_first_shelter_had_to_do_is_told_to_no_other(next_door, shelter, case, marta, team):
    kinds = {"shelter_consent", "exit_taken_back_here"}
    of_the_first = Task.objects.filter(office=shelter.office)
    assert {(task.kind, task.done_at is None) for task in of_the_first} == {(kind, False) for kind in kinds}

    for person in next_door:
        seen = rows(person, f"tasks/?case={case.number}")
        done = rows(person, f"tasks/?case={case.number}&state=done")
        assert {row["office"] for row in [*seen, *done]} <= {
            str(next_door[0].memberships.get().office_id),
            str(case.office_id),
        }
        assert str(marta.pk) not in {
            one for row in [*seen, *done] for one in (row["assignee"], row["done_by"])
        }
        assert {sees_task(person, task) for task in of_the_first} == {False}
        with pytest.raises(Refused):
            work_of_cases.finish_task(of_the_first.first(), by=person, outcome="x")
    for person in team:
        done = rows(person, f"tasks/?case={case.number}&state=done")
        assert kinds <= {row["kind"] for row in done if row["office"] == str(shelter.office_id)}


@pytest.mark.parametrize("kind", ["exit_taken_back", "shelter_unannounced"])
def test_what_the_team_has_to_check_of_a_shelter_is_told_to_the_team_and_done_by_it(
    next_door, lived, case, kind
):
    waiting = Task.objects.filter(kind=kind, case=case, done_at=None).first()

    for person in next_door:
        told = rows(person, f"tasks/?case={case.number}")
        assert kind not in {row["kind"] for row in told}
        assert browser_of(person).get(reverse("tasks:task-done", args=[waiting.pk])).status_code == 404
        with pytest.raises(Refused):
            work_of_cases.finish_task(waiting, by=person, outcome="ok")
    assert kind in {row["kind"] for row in rows(case.worker, f"tasks/?case={case.number}")}
    assert work_of_cases.finish_task(waiting, by=case.worker, outcome="It is she").done_at


def test_its_own_shelter_is_told_what_it_has_to_do_while_she_lives_there(shelter, case):
    stay = admitted(shelter, by=shelter_staff(shelter), case=case)

    for person in (shelter_staff(shelter), coordinator(shelter), case.worker):
        assert "shelter_consent" in {row["kind"] for row in rows(person, f"tasks/?case={case.number}")}
    assert Task.objects.get(kind="shelter_consent").key == str(stay.pk)
