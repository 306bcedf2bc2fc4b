"""A thief has a whole dump of the database, and no key."""

import base64
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.testrooms.models import Contact
from vault.actions import Subject, destroy_keys, reseal
from vault.models import ErasedSubject, SubjectKey

pytestmark = pytest.mark.django_db

CANARIES = [f"Canaria{number:02} Xóchitl{uuid.uuid4().hex[:6]}" for number in range(50)]
BORN = date(1951, 3, 7)


def dumped():
    """Every row of every table, as text (binary columns in hexadecimal) and as raw bytes."""
    with connection.cursor() as cursor:
        dump = []
        for table in connection.introspection.table_names(cursor):
            for form in ("text", "binary"):
                with cursor.copy(f'COPY (SELECT * FROM "{table}") TO STDOUT WITH (FORMAT {form})') as rows:
                    dump.extend(bytes(row) for row in rows)
    return b"".join(dump)


def disguises(text):
    """How a text could stand in a dump without being sealed."""
    for form in {text, text.lower(), text.upper(), text.encode("ascii", "ignore").decode()}:
        for raw in (form.encode(), form.encode("utf-16-le")):
            yield raw
            yield raw.hex().encode()
            yield raw.hex().upper().encode()
            for shift in range(3):  # base64 looks different at each of three positions
                yield base64.b64encode(bytes(shift) + raw)[4 if shift else 0 : -4]


def found(texts, dump):
    return [text for text in texts if any(form in dump for form in disguises(text))]


def seed():
    for number, name in enumerate(CANARIES):
        contact = Contact.objects.create(
            name=name,
            note=f"{name} was last seen",
            born=BORN + timedelta(days=number),
            answers={"called": name},
            photo=name.encode(),
            hiding_place=name,
            phone=f"+52 55 5555 71{number:02}",
        )
        contact.name = f"{name} again"
        contact.save(update_fields=["name"])
    reseal(Contact.objects.first(), person=uuid.uuid4())
    destroy_keys(Subject.of(Contact.objects.last()), by=None)


def test_a_dump_holds_no_name_no_birth_date_and_no_number():
    seed()
    ErasedSubject.objects.create(kind="left in the clear", subject=uuid.uuid4(), at=timezone.now())
    texts = [
        *CANARIES,
        *(str(BORN + timedelta(days=number)) for number in range(50)),
        *(f"+52 55 5555 71{number:02}" for number in range(50)),
        *(f"5255555571{number:02}" for number in range(50)),
    ]

    dump = dumped()

    assert found(texts, dump) == []
    assert found(["left in the clear"], dump) == ["left in the clear"]


@pytest.mark.parametrize(
    "hidden",
    [
        str.lower,
        str.upper,
        lambda name: name.encode().hex(),
        lambda name: base64.b64encode(name.encode()).decode(),
        lambda name: base64.b64encode(f"x {name}".encode()).decode(),
    ],
)
def test_the_search_would_find_a_name_that_was_only_disguised(hidden):
    assert found(CANARIES, hidden(CANARIES[0]).encode()) == CANARIES[:1]


def test_a_dump_holds_no_key_that_opens_anything(settings):
    seed()

    dump = dumped()

    for entry in settings.AMPARO_KEYS.split():
        key = base64.b64decode(entry.split(":")[2])
        assert [
            form for form in (key, key.hex().encode(), entry.split(":")[2].encode()) if form in dump
        ] == []
    assert {len(row.wrapped) for row in SubjectKey.objects.all()} == {0, 67}


def test_a_dump_tells_what_is_kept_in_the_clear():
    contact = Contact.objects.create(name="María", language="q'")

    [row] = Contact.objects.values("person", "language", "note", "phone_lookup")

    assert row == {"person": contact.person, "language": "q'", "note": None, "phone_lookup": None}
    assert str(contact.person).encode() in dumped()


def test_one_length_hides_all_short_names():
    for name in ("Ana", "María Guadalupe Pérez"):
        Contact.objects.create(name=name)

    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT octet_length(name) FROM testrooms_contact")
        assert cursor.fetchall() == [(66,)]
