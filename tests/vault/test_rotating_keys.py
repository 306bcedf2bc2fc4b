"""Whoever runs the installation changes its keys, while people work, without rewriting what they wrote."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.models import Event
from tests.testrooms.models import Contact, Shelter
from vault import rotation
from vault.actions import Subject, destroy_keys
from vault.models import SubjectKey

pytestmark = pytest.mark.django_db


def rotate(*options):
    said, warned = io.StringIO(), io.StringIO()
    call_command("rotate_keys", *options, stdout=said, stderr=warned)
    return said.getvalue().splitlines()


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, hiding_place FROM testrooms_contact ORDER BY id")
        return cursor.fetchall()


@pytest.fixture
def people(rings):
    rows = [
        Contact.objects.create(name=f"María {n}", hiding_place="Zona 3", phone=f"5555 000{n}")
        for n in range(5)
    ]
    Shelter.objects.create(address="Zona 1")
    return rows


def test_after_a_rotation_the_older_keys_can_be_lost(people, rings, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    before = stored()
    rings.add("2027a")

    said = rotate()
    for ring in ("identity", "secret", "lookup"):
        rings.lose(f"{ring}:2026a")

    assert [line for line in said if "testrooms" in line or "data keys" in line] == [
        "identity: data keys wrapped again: 5",
        "secret: data keys wrapped again: 6",
        "testrooms.Contact.phone_lookup: look-ups made again: 5",
        "testrooms.Contact.document_lookup: look-ups made again: 0",
    ]
    assert said[-1] == "Older keys can be taken out of AMPARO_KEYS once no backup needs them."
    assert stored() == before
    for row in people:
        found = Contact.objects.get(phone_lookup=row.phone)
        assert (found, found.name, found.hiding_place) == (row, row.name, "Zona 3")
    assert Shelter.objects.get().address == "Zona 1"


def test_a_second_run_finds_nothing_to_do(people, rings):
    rings.add("2027a")
    rotate()
    before = list(SubjectKey.objects.order_by("pk").values_list("pk", "key_id"))

    said = rotate()

    assert {line.split(": ")[-1] for line in said[:-1]} == {"0"}
    assert list(SubjectKey.objects.order_by("pk").values_list("pk", "key_id")) == before


def test_a_run_that_was_cut_off_is_taken_up_where_it_stopped(people, rings, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    rings.add("2027a")
    pages = rotation._locked_pages(rotation.outdated("identity"))
    SubjectKey.objects.bulk_update(
        [rotation.keys.wrap_again(row) or row for row in next(pages)], ["key_id", "wrapped"]
    )
    pages.close()

    assert rotation.rewrap("identity") == (5, {})


def test_trying_changes_nothing(people, rings):
    rings.add("2027a")
    before = list(SubjectKey.objects.order_by("pk").values_list("key_id", flat=True)), stored()

    said = rotate("--dry-run")

    assert said[:2] == ["identity: 5 data keys to wrap again", "secret: 6 data keys to wrap again"]
    assert "testrooms.Contact.phone_lookup: 5 look-ups to compare" in said
    assert (list(SubjectKey.objects.order_by("pk").values_list("key_id", flat=True)), stored()) == before
    assert Event.objects.count() == 0


def test_a_rotation_is_in_the_trail(people, rings):
    rings.add("2027a")

    rotate()

    assert Event.objects.values_list("verb", "detail").get() == (
        "vault.rotated", ["identity:2027a", "secret:2027a", "lookup:2027a"],
    )  # fmt: skip


def test_what_cannot_be_brought_along_is_counted_and_the_rest_is(people, rings):
    SubjectKey.objects.filter(subject=people[0].person, ring="identity").update(key_id="2019")
    rings.add("2027a")
    warned = io.StringIO()

    with pytest.raises(CommandError, match="Keep the older keys"):
        call_command("rotate_keys", stdout=io.StringIO(), stderr=warned)

    sentence = "1 left: This cannot be opened now: the key identity:2019 is missing."
    assert [line.strip()[: len(sentence)] for line in warned.getvalue().splitlines()] == [sentence] * 2
    assert (
        sorted(SubjectKey.objects.filter(ring="identity").values_list("key_id", flat=True))
        == ["2019"] + ["2027a"] * 4
    )


def test_the_erased_stay_erased_and_are_found_by_nothing(people, rings):
    destroy_keys(Subject.of(people[0]), by=None)
    rings.add("2027a")

    rotate()

    assert [row.destroyed for row in SubjectKey.objects.filter(subject=people[0].person)] == [True, True]
    assert Contact.objects.get(pk=people[0].pk).phone_lookup is None
