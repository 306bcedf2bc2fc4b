"""Notes are written by whoever looks after her; the profession decides who reads a reserved one."""

import pytest
from django.core.exceptions import ValidationError

from accounts.roles import Role
from audit.doors import Refused
from audit.models import Event
from cases import actions
from cases.models import Level, Note
from tests.factories.accounts import member
from tests.factories.cases import OPENED, caseworker, let_in, opened_case, supervisor

pytestmark = pytest.mark.django_db
TEXT = "dreams of the river"


@pytest.fixture
def case():
    return opened_case()


@pytest.fixture
def psychologist(case):
    somebody = caseworker(case.office, profession="psychology")
    let_in(somebody, case)
    return somebody


def note(case, by, **facts):
    return actions.write_note(case, by=by, **{"on": OPENED, "text": TEXT} | facts)


def page(client, user, case, rest=""):
    client.force_login(user)
    return client.get(f"/cases/{case.number}/notes/{rest}")


def test_a_note_for_the_team_is_read_by_those_who_look_after_her(client, case):
    note(case, case.worker)

    assert TEXT in page(client, supervisor(case.office), case).content.decode()


def test_the_list_says_of_each_note_who_reads_it(client, case):
    note(case, case.worker)
    note(case, case.worker, note_class="care", text="Called her mother")
    client.cookies["language"] = "en"

    shown = page(client, case.worker, case).content.decode()

    assert ["· For the team ·" in shown, "· For whoever looks after her ·" in shown] == [True, True]


def test_of_a_reserved_note_a_supervisor_sees_that_it_exists_its_day_area_and_author(
    client, case, psychologist
):
    written = note(case, psychologist, note_class="psychological")
    boss = supervisor(case.office)

    text = page(client, boss, case).content.decode()

    assert ("Nota reservada" in text, psychologist.full_name in text, TEXT in text) == (True, True, False)
    assert page(client, boss, case, f"{written.pk}/").status_code == 403


@pytest.mark.parametrize(
    ("kind", "note_class", "taken"),
    [
        ("clinical", "team", False), ("clinical", "care", False), ("clinical", "legal", False),
        ("clinical", "psychological", True), ("clinical", "medical", True),
        ("legal", "team", False), ("legal", "legal", True), ("progress", "team", True),
    ],
)  # fmt: skip
def test_what_is_for_a_profession_alone_is_not_written_for_others(client, case, kind, note_class, taken):
    client.force_login(case.worker)
    typed = {"on": "01/03/2026", "kind": kind, "note_class": note_class, "text": TEXT}

    answer = client.post(f"/cases/{case.number}/notes/new/", typed, headers={"Accept-Language": "en"})

    assert (answer.status_code, Note.objects.exists()) == ((302, True) if taken else (422, False))
    if not taken:
        assert list(answer.context["form"].errors) == ["note_class"]
        assert TEXT in answer.content.decode()


def test_a_note_for_the_team_is_not_amended_into_one_for_a_profession(case):
    written = note(case, case.worker)

    with pytest.raises(ValidationError) as refused:
        note(case, case.worker, amends=written, kind="clinical")

    assert list(refused.value.message_dict) == ["kind"]


def test_a_reserved_note_is_opened_by_its_profession_and_that_is_kept(client, case, psychologist):
    written = note(case, psychologist, note_class="psychological")
    colleague = member(Role.CASEWORKER, case.office, profession="psychology", since="2010-01-01")
    let_in(colleague, case)

    assert TEXT not in page(client, colleague, case).content.decode()
    assert TEXT in page(client, colleague, case, f"{written.pk}/").content.decode()
    kept = Event.objects.get(verb="note.read")
    assert (kept.actor, kept.subjects, kept.detail) == (
        colleague.pk, [written.pk, case.pk], ["psychological"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("profession", "note_class", "reads"),
    [
        ("psychology", "psychological", True),
        ("psychology", "legal", False),
        ("law", "legal", True),
        ("medicine", "medical", True),
        ("social_work", "medical", False),
        ("social_work", "team", True),
        ("social_work", "care", True),
    ],
)
def test_each_profession_opens_its_own_notes(client, case, profession, note_class, reads):
    written = note(case, case.worker, note_class=note_class)
    helper = caseworker(case.office, profession=profession)
    let_in(helper, case, Level.FULL)

    assert page(client, helper, case, f"{written.pk}/").status_code == (200 if reads else 403)


def test_who_only_refers_to_the_case_neither_reads_nor_writes_notes(client, case):
    helper = caseworker()
    let_in(helper, case, Level.REFERENCE)

    assert page(client, helper, case).status_code == 403
    with pytest.raises(Refused):
        note(case, helper)


def test_a_note_is_amended_by_another_and_both_stay(client, case):
    first = note(case, case.worker)
    client.force_login(case.worker)

    answer = client.post(
        f"/cases/{case.number}/notes/{first.pk}/amend/",
        {"on": "03/03/2026", "kind": "progress", "text": "dreams of the sea"},
    )

    assert answer.status_code == 302
    later = case.notes.standing().get()
    assert (later.text, later.amends.text, later.note_class) == ("dreams of the sea", TEXT, "team")
    assert Note.objects.count() == 2


def test_a_note_is_amended_once(case):
    first = note(case, case.worker)
    note(case, case.worker, amends=first)

    with pytest.raises(ValidationError) as refused:
        note(case, case.worker, amends=first)
    assert refused.value.code == "amended"


def test_a_reserved_note_stays_reserved_when_it_is_amended(case, psychologist):
    first = note(case, psychologist, note_class="psychological")

    assert note(case, psychologist, amends=first).note_class == "psychological"
    with pytest.raises(Refused):
        note(case, supervisor(case.office), amends=first)


def test_whoever_opens_a_reserved_note_to_amend_it_is_kept(client, case, psychologist):
    written = note(case, psychologist, note_class="psychological")
    boss = supervisor(case.office)

    assert TEXT in page(client, psychologist, case, f"{written.pk}/amend/").content.decode()
    assert page(client, boss, case, f"{written.pk}/amend/").status_code == 403
    kept = Event.objects.get(verb="note.read")
    assert (kept.actor, kept.subjects) == (psychologist.pk, [written.pk, case.pk])


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_many_notes_as_for_one(client, case, number, django_assert_num_queries):
    for _time in range(number):
        note(case, case.worker)
    client.force_login(case.worker)

    with django_assert_num_queries(17):
        client.get(f"/cases/{case.number}/notes/")


def test_amend_in_the_list_leads_to_the_page_that_amends(client, case):
    first = note(case, case.worker)

    listed = page(client, case.worker, case).content.decode()

    assert f'href="/cases/{case.number}/notes/{first.pk}/amend/"' in listed
