"""Every answer that shows something of a case leaves one line in the trail, and her team reads which part.

The addresses come from the resolver: a new one that names a case, or something of a case, is tried by itself.
"""

import pytest
from django.utils import translation

from audit.actions import record
from audit.models import Event
from cases import actions, looks
from cases.models import Level
from reintegration.models import Placement
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor
from tests.factories.shelters import admitted, left, shelter_of, shelter_staff
from tests.shelters.conftest import browser_of, program_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def case():
    return opened_case()


def looks_of(person):
    return [
        (event.subjects, event.detail) for event in Event.objects.filter(verb="case.read", actor=person.pk)
    ]


def test_a_form_that_comes_back_shows_as_much_as_the_page_did(client, case):
    boss = supervisor(case.office)
    client.force_login(boss)

    answer = client.post(f"/cases/{case.number}/identify/", {})

    assert (answer.status_code, looks_of(boss)) == (422, [([case.pk], ["decision"])])


def test_what_is_done_and_shows_nothing_is_no_look(client, case):
    client.force_login(case.worker)
    typed = {"on": "02/03/2026", "type": "food", "quantity": "1"}

    answer = client.post(f"/cases/{case.number}/services/new/", typed)

    assert (answer.status_code, looks_of(case.worker)) == (302, [])


def test_a_program_that_writes_reads_what_it_is_answered(case):
    program = program_of(case.worker)

    answer = program.patch(f"/api/v1/cases/{case.number}/", {}, headers={"If-Match": '"1"'})

    assert (answer.status_code, looks_of(case.worker)) == (200, [([case.pk], [])])


def test_a_list_is_one_line_for_all_its_cases(case):
    other = opened_case(case.worker)

    program_of(case.worker).get("/api/v1/cases/")

    [(subjects, parts)] = looks_of(case.worker)
    assert (sorted(subjects), parts) == (sorted([case.pk, other.pk]), ["list"])


# What her team sees of it


def told(client, case):
    """The page on which her team sees who has looked."""
    client.force_login(case.worker)
    client.cookies["language"] = "en"
    return client.get(f"/cases/{case.number}/readers/").content.decode()


def test_her_team_reads_which_part_was_read(client, case):
    boss = supervisor(case.office)
    client.force_login(boss)
    client.get(f"/cases/{case.number}/services/")

    assert "services" in told(client, case).split("<tbody>")[1]


def test_every_part_that_is_kept_has_its_words(client, case):
    assert [code for code in ("stay", "placement", "fit", *looks.PARTS) if not looks.words_of([code])] == []


def test_a_line_from_before_there_were_parts_is_still_read(client, case):
    record("case.read", case, by=case.worker, detail=["gone-by-now"])

    assert case.worker.full_name in told(client, case)


def test_what_was_written_of_what_belongs_to_her_stands_there_too(client, case):
    actions.record_ground(case, by=case.worker, kind="duty_to_report", since=OPENED)
    actions.record_service(case, by=case.worker, on=OPENED, type="food")
    actions.write_note(case, by=case.worker, on=OPENED, text="Called.")
    actions.describe_person(case.person, by=case.worker, case=case, given_names="Ana")
    shelter = shelter_of(case.office.organisation)
    staff = shelter_staff(shelter)
    left(admitted(shelter, by=staff, case=case, bed=shelter.rooms.get().beds.first()), by=staff)

    verbs = set(Event.objects.about(case.pk).values_list("verb", flat=True))

    assert {
        "ground.recorded", "service.recorded", "note.written", "person.changed", "stay.begun", "bed.given",
        "access.opened", "task.added", "stay.ended", "bed.left", "access.ended", "placement.begun",
    } <= verbs  # fmt: skip
    assert staff.full_name in told(client, case)
    assert Placement.objects.count() == 1


def test_that_she_may_be_known_elsewhere_is_told_to_nobody_who_sees_one_side_alone(case):
    other = opened_case(caseworker())
    actions.note_likeness(case.person, other.person, by=supervisor(case.office))

    assert not Event.objects.about(case.pk).filter(verb__startswith="likeness.").exists()
    assert not Event.objects.about(case.pk).filter(verb="task.added", detail=["likeness"]).exists()


PAIR_WAYS = [
    "/cases/likeness/{}/", "/cases/likeness/{}/take-back/", "/api/v1/likenesses/", "/api/v1/likenesses/{}/",
]  # fmt: skip


@pytest.mark.parametrize("way", PAIR_WAYS)
def test_who_opens_a_pair_has_looked_into_each_case_and_no_more_is_told(client, case, way):
    boss, other = supervisor(case.office), opened_case(caseworker(case.office))
    pair = actions.note_likeness(case.person, other.person, by=boss)
    actions.answer_likeness(pair, by=boss, answer="not_same")

    asks = program_of(boss) if way.startswith("/api") else browser_of(boss)
    assert asks.get(way.format(pair.pk)).status_code == 200

    assert sorted(looks_of(boss)) == sorted([([case.pk], []), ([other.pk], [])])
    page = told(client, case)
    assert page.split("<tbody>")[1].count(boss.full_name) == 1
    assert [words for words in (str(other), "who she may be") if words in page] == []


@pytest.mark.parametrize("number", [1, 3])
def test_who_has_looked_costs_as_much_with_many_lines_as_with_few(
    case, client, number, django_assert_num_queries
):
    for _time in range(number):
        helper = caseworker(case.office)
        let_in(helper, case, Level.ASSISTANCE)
        actions.record_service(case, by=helper, on=OPENED, type="food")
        looks.keep([case], ["stay"], by=helper)
    client.force_login(case.worker)

    with django_assert_num_queries(17):
        client.get(f"/cases/{case.number}/readers/")
