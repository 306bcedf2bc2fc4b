"""A room keeps what identifies a person in sealed fields, and works with them as with any other field."""

import copy
import pickle
import uuid
from datetime import date

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Value
from django.test.utils import CaptureQueriesContext

from tests.testrooms.models import Contact, Shelter
from vault.errors import SealBroken
from vault.fields import SealedText
from vault.keys import held_keys
from vault.models import SubjectKey

pytestmark = pytest.mark.django_db

MARIA = {
    "name": "María Ixchel",
    "note": "",
    "born": date(2004, 2, 29),
    "answers": {"who": ["tía", None, 3], "safe": True},
    "photo": bytes(range(256)),
    "hiding_place": "Zona 3, casa azul",
    "phone": "+502 5555 1234",
    "document": None,
}


def plain(contact):
    return {name: getattr(contact, name) for name in MARIA}


def column(contact, name="name"):
    """What stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM testrooms_contact WHERE id = %s", [contact.pk])
        [(stored,)] = cursor.fetchall()
    return stored


@pytest.mark.parametrize("saved", ["create", "save", "bulk_create", "get_or_create"])
def test_every_kind_of_value_comes_back_as_it_was_written(saved):
    match saved:
        case "create":
            contact = Contact.objects.create(**MARIA)
        case "save":
            contact = Contact(**MARIA)
            contact.save()
        case "bulk_create":
            contact, _other = Contact.objects.bulk_create([Contact(**MARIA), Contact(name="Ana")])
        case "get_or_create":
            contact, _new = Contact.objects.get_or_create(pk=uuid.uuid4(), defaults=MARIA)

    assert plain(Contact.objects.get(pk=contact.pk)) == MARIA
    assert plain(contact) == MARIA


def test_none_is_null_and_empty_text_is_sealed():
    contact = Contact.objects.create(name="", note=None)

    assert column(contact, "note") is None
    assert len(column(contact, "name")) == 66
    assert (Contact.objects.get().name, Contact.objects.get().note) == ("", None)


def test_values_are_converted_as_django_converts_them():
    contact = Contact.objects.create(name=26, born="2004-02-29", photo=memoryview(b"jpeg"))

    assert (contact.name, contact.born, contact.photo) == ("26", date(2004, 2, 29), b"jpeg")


def test_saving_named_fields_changes_only_those():
    contact = Contact.objects.create(**MARIA)
    before = {name: column(contact, name) for name in ("name", "note", "hiding_place")}
    contact.name, contact.note = "Ana", "not saved"

    contact.save(update_fields=["name"])

    assert plain(Contact.objects.get()) == MARIA | {"name": "Ana"}
    assert column(contact, "note") == before["note"]


def test_what_was_not_changed_is_not_sealed_again():
    contact = Contact.objects.create(**MARIA)
    before = column(contact)
    contact = Contact.objects.get()
    contact.name = contact.name

    contact.save()

    assert column(contact) == before


def test_a_change_inside_json_is_kept():
    Contact.objects.create(name="Ana", answers={"who": ["tía"]})
    contact = Contact.objects.get()
    contact.answers["who"].append("abuela")

    contact.save(update_fields=["answers"])

    assert Contact.objects.get().answers == {"who": ["tía", "abuela"]}


def test_json_that_python_takes_for_the_same_is_kept_as_it_was_assigned():
    Contact.objects.create(name="Ana", answers={"safe": 1})
    contact = Contact.objects.get()
    assert contact.answers == {"safe": True}
    contact.answers = {"safe": True}

    contact.save()

    assert Contact.objects.get().answers["safe"] is True


def test_nothing_is_opened_before_it_is_read(django_assert_num_queries):
    Contact.objects.create(**MARIA)

    with held_keys():
        with django_assert_num_queries(1):
            contact = Contact.objects.get()
        with django_assert_num_queries(1):
            assert contact.name == "María Ixchel"
        with django_assert_num_queries(0):
            assert (contact.name, contact.born) == ("María Ixchel", date(2004, 2, 29))
        with django_assert_num_queries(1):
            assert contact.hiding_place == "Zona 3, casa azul"


@pytest.mark.parametrize("rows", [Contact.objects.only("language"), Contact.objects.defer("name", "person")])
def test_deferred_fields_are_loaded_when_they_are_read(rows):
    Contact.objects.create(**MARIA)

    assert plain(rows.get()) == MARIA


def test_saving_a_row_with_deferred_fields_leaves_them_alone():
    contact = Contact.objects.create(**MARIA)
    before = column(contact)
    contact = Contact.objects.defer("name").get()
    contact.language = "en"

    contact.save()

    assert (column(contact), Contact.objects.get().language) == (before, "en")


def test_a_deferred_field_may_be_saved_by_name():
    Contact.objects.create(**MARIA)

    Contact.objects.only("language").get().save(update_fields=["name"])

    assert Contact.objects.get().name == "María Ixchel"


def test_refreshing_loads_the_new_value_and_opens_nothing(django_assert_num_queries):
    contact = Contact.objects.create(**MARIA)
    changed = Contact.objects.get()
    changed.name = "Ana"
    changed.save(update_fields=["name"])

    with django_assert_num_queries(1):
        contact.refresh_from_db()

    assert contact.name == "Ana"
    contact.name = "typed over"
    contact.refresh_from_db(fields=["name"])
    assert contact.name == "Ana"


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_of_an_instance_reads_the_same_and_is_its_own(copied):
    Contact.objects.create(**MARIA)
    contact = Contact.objects.get()
    assert contact.name == MARIA["name"]

    twin = copied(contact)
    twin.name = "Ana"

    assert plain(twin) == MARIA | {"name": "Ana"}
    assert plain(contact) == MARIA


def test_a_deep_copy_shares_no_answers():
    contact = Contact(name="Ana", answers={"who": []})

    copy.deepcopy(contact).answers["who"].append("tía")

    assert contact.answers == {"who": []}


def test_a_row_copied_under_a_new_key_is_sealed_for_its_own_place():
    contact = Contact.objects.create(**MARIA)
    contact.pk, contact._state.adding = uuid.uuid4(), True

    contact.save()

    assert [plain(row) for row in Contact.objects.all()] == [MARIA, MARIA]


def test_a_row_that_was_not_opened_is_not_copied_under_a_new_key():
    Contact.objects.create(name="María")
    contact = Contact.objects.get()
    contact.pk, contact._state.adding = uuid.uuid4(), True

    with pytest.raises(SealBroken), transaction.atomic():
        contact.save()

    assert Contact.objects.count() == 1


def test_no_sealed_row_gets_into_a_cache_or_a_session():
    contact = Contact.objects.create(**MARIA)

    for held in (contact, Contact.objects.get(), Contact.objects.all(), Contact(name="Ana")):
        with pytest.raises(TypeError, match="Sealed values are never pickled"):
            pickle.dumps(held)


def test_no_plain_text_is_in_what_python_prints():
    contact = Contact.objects.create(**MARIA)

    printed = f"{contact!r} {contact} {contact.__dict__} {vars(Contact(**MARIA))}"

    assert "<sealed>" in printed
    # Not "5555" and "2004" alone: an address in memory is printed too and may hold any four digits.
    words = ("María", "Zona", "5555 1234", "2004-02-29", "date(2004", "tía")
    assert [word for word in words if word in printed] == []


def test_lists_of_values_hold_no_plain_text():
    Contact.objects.create(**MARIA)

    [(name, language)] = Contact.objects.values_list("name", "language")
    [values] = Contact.objects.values("name", "note", "document")

    assert (str(name), language) == ("<sealed>", "es")
    assert str(values) == "{'name': <sealed>, 'note': <sealed>, 'document': None}"


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Ana"},
        {"name__icontains": "A"},
        {"name__in": ["Ana"]},
        {"born__gt": date(2000, 1, 1)},
        {"name": F("note")},
    ],
)
def test_what_is_sealed_cannot_be_searched(asked):
    with pytest.raises(TypeError, match="is sealed: it cannot be searched; only isnull can be asked"):
        Contact.objects.filter(**asked)


def test_whether_something_is_there_can_be_asked():
    Contact.objects.create(name="Ana", note="here")
    Contact.objects.create(name="Eva")

    assert Contact.objects.filter(note__isnull=True).get().name == "Eva"
    assert Contact.objects.exclude(note=None).get().name == "Ana"


def test_rows_are_not_updated_behind_their_seal():
    contact = Contact.objects.create(**MARIA)
    contact.name = "Ana"
    refusal = pytest.raises(
        TypeError, match=r"testrooms\.Contact\.name is sealed: it is written by saving the row"
    )

    for written in ("Ana", Value("Ana"), Value(b"Ana", models.BinaryField()), contact.__dict__["name"]):
        with refusal, transaction.atomic():
            Contact.objects.update(name=written)
    with refusal, transaction.atomic():
        Contact.objects.bulk_update([contact], ["name"])
    with refusal:
        list(Contact.objects.annotate(same=Value("Ana", Contact._meta.get_field("name"))))
    with pytest.raises(TypeError, match="the database cannot compute it"):
        contact.name = F("note")

    assert Contact.objects.get().name == "María Ixchel"


def test_a_sealed_value_can_be_emptied_in_many_rows_at_once():
    Contact.objects.create(**MARIA)

    Contact.objects.update(hiding_place=None)

    assert Contact.objects.get().hiding_place is None


@pytest.mark.parametrize("written", [b"Ana", b"Ana".ljust(66), b"\x01\x04".ljust(65)])
def test_the_database_itself_takes_no_plain_text(written):
    Contact.objects.create(**MARIA)

    with pytest.raises(IntegrityError, match="testrooms_contact_name_check"), connection.cursor() as cursor:
        cursor.execute("UPDATE testrooms_contact SET name = %s", [written])


def test_a_row_is_checked_before_it_is_saved():
    contact = Contact(name="x" * 81, born="yesterday")

    with pytest.raises(ValidationError) as refused:
        contact.full_clean()

    assert sorted(refused.value.message_dict) == ["born", "name"]
    assert refused.value.message_dict["name"] == ["Ensure this value has at most 80 characters (it has 81)."]


def test_constraints_of_a_stored_row_are_checked_without_opening_it():
    Contact.objects.create(**MARIA)
    contact = Contact.objects.get()

    with CaptureQueriesContext(connection) as asked:
        contact.validate_constraints()

    assert [query for query in asked if "vault_subjectkey" in query["sql"]] == []
    contact.name = None
    with pytest.raises(ValidationError, match="note_has_a_name"):
        contact.validate_constraints()


@pytest.mark.parametrize("kind", ["json", "xml", "python", "jsonl"])
def test_sealed_fields_are_left_out_of_fixtures(kind):
    Contact.objects.create(**MARIA)

    written = str(serializers.serialize(kind, Contact.objects.all()))

    assert "language" in written
    assert [name for name in MARIA if f'"{name}"' in written or f"'{name}'" in written] == []
    with pytest.raises(TypeError, match="it is never serialised"):
        Contact._meta.get_field("name").value_to_string(Contact.objects.get())


def test_a_row_without_ids_is_not_sealed():
    with pytest.raises(ValueError, match="row and subject need their UUIDs"), transaction.atomic():
        Contact.objects.create(name="Ana", person=None)
    with pytest.raises(ValueError, match="row and subject need their UUIDs"), transaction.atomic():
        Shelter.objects.create(pk=str(uuid.uuid4()), address="Zona 3")

    assert SubjectKey.objects.count() == 0


def test_a_row_may_be_its_own_subject():
    shelter = Shelter.objects.create(address="Zona 3")

    assert Shelter.objects.get().address == "Zona 3"
    assert SubjectKey.objects.values_list("kind", "subject", "ring").get() == (
        "shelter",
        shelter.pk,
        "secret",
    )


def test_a_sealed_field_with_choices_or_a_default_is_written_down_in_migrations():
    field = SealedText(ring="secret", default="none", choices=[("none", "None")], max_length=9)

    name, path, args, kwargs = field.deconstruct()

    assert (name, path, args) == (None, "vault.fields.SealedText", [])
    assert kwargs == {"ring": "secret", "default": "none", "choices": [("none", "None")], "max_length": 9}
    assert field.clone().deconstruct() == field.deconstruct()
