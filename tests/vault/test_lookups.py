"""A worker looks somebody up by phone or document; the database holds only keyed digests of them."""

import uuid

import pytest
from django.db import IntegrityError

from tests.testrooms.models import Contact
from vault.lookup import LookupField, digest, normal_document, normal_phone

pytestmark = pytest.mark.django_db


def contact(**fields):
    return Contact.objects.create(**{"name": "María", **fields})


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("5555 1234", "55551234"),
        ("5555-1234", "55551234"),
        ("+502 5555 1234", "55551234"),
        ("(502) 5555.1234", "55551234"),
        ("00502 55551234", "55551234"),
        ("+504 9999-1234", "99991234"),
        ("50455551234", "55551234"),
        ("5021 2345", "50212345"),
        ("tel. 5555 1234 (la tía)", "55551234"),
        ("５５５５１２３４", "55551234"),
        ("+1 (305) 555-0123", "13055550123"),
        ("+503 2222 3333", "50322223333"),
        ("110", ""),
        ("no tiene", ""),
        ("", ""),
    ],
)
def test_a_phone_number_is_the_same_however_it_is_written(typed, digits):
    assert normal_phone(typed) == digits


@pytest.mark.parametrize(
    ("typed", "signs"),
    [
        ("2345 67890 0101", "2345678900101"),
        ("2345-67890-0101", "2345678900101"),
        ("c 123.456", "C123456"),
        ("Ａ１２３４", "A1234"),
        ("n/a", ""),
        ("---", ""),
    ],
)
def test_a_document_number_is_the_same_however_it_is_written(typed, signs):
    assert normal_document(typed) == signs


def test_a_person_is_found_by_any_way_to_write_her_number():
    maria = contact(phone="+502 5555 1234", document="2345 67890 0101")
    contact(phone="5555 1235", document="2345 67890 0102")

    assert Contact.objects.get(phone_lookup="55551234") == maria
    assert Contact.objects.get(document_lookup="2345678900101") == maria
    assert not Contact.objects.filter(phone_lookup="5555 123").exists()


@pytest.mark.parametrize("nothing", [None, "", "no tiene"])
def test_people_without_a_number_are_not_found_by_having_none(nothing):
    contact(phone=nothing)
    contact(phone=nothing)

    assert list(Contact.objects.filter(phone_lookup="")) == []
    assert list(Contact.objects.filter(phone_lookup="no tiene")) == []
    assert Contact.objects.filter(phone_lookup=None).count() == 2
    assert Contact.objects.filter(phone_lookup__isnull=False).count() == 0


def test_saving_the_number_saves_what_it_is_found_by():
    maria = contact(phone="5555 1234")
    maria.phone = "5555 9999"

    maria.save(update_fields=["phone"])

    assert Contact.objects.filter(phone_lookup="5555 1234").count() == 0
    assert Contact.objects.get(phone_lookup="5555 9999").phone == "5555 9999"


def test_taking_the_number_away_takes_away_what_it_was_found_by():
    maria = contact(phone="5555 1234")
    maria.phone = None

    maria.save()

    assert Contact.objects.get().phone_lookup is None


@pytest.mark.parametrize("rows", [Contact.objects.all(), Contact.objects.defer("phone")])
def test_saving_something_else_neither_opens_nor_loses_the_number(rows, django_assert_num_queries):
    contact(phone="5555 1234")
    maria = rows.get()

    with django_assert_num_queries(1):
        maria.save()

    assert Contact.objects.get(phone_lookup="5555 1234") == maria


def test_rows_written_in_bulk_are_found():
    Contact.objects.bulk_create([Contact(name="a", phone="5555 1234"), Contact(name="b", phone="5555 9999")])

    assert Contact.objects.get(phone_lookup="5555 9999").name == "b"


def test_one_number_has_different_digests_in_different_columns_and_installations(rings):
    maria = contact(phone="55551234", document="55551234")
    before = bytes(maria.phone_lookup)
    rings.add("2027a")

    again = contact(phone="55551234")

    assert len({before, bytes(maria.document_lookup), bytes(again.phone_lookup)}) == 3
    assert len(before) == 16


def test_what_an_older_key_made_is_found_until_it_is_made_again(rings):
    maria = contact(phone="5555 1234")

    rings.add("2027a")
    assert Contact.objects.get(phone_lookup="5555 1234") == maria

    rings.lose("lookup:2026a")
    assert not Contact.objects.filter(phone_lookup="5555 1234").exists()


def test_other_rooms_make_digests_for_purposes_of_their_own():
    assert digest("audit.search", "maria") == digest("audit.search", "maria")
    assert digest("audit.search", "maria") != digest("audit.search", "mario")
    assert digest("audit.search", "maria") != digest("sign-in", "maria")


@pytest.mark.parametrize("asked", ["phone_lookup__startswith", "phone_lookup__in", "phone_lookup__gt"])
def test_a_look_up_knows_equality_only(asked):
    with pytest.raises(TypeError, match=r"testrooms\.Contact\.phone_lookup knows equality only"):
        Contact.objects.filter(**{asked: "5555"})


def test_the_database_takes_nothing_but_digests():
    contact(phone="5555 1234")

    with pytest.raises(IntegrityError, match="testrooms_contact_phone_lookup_check"):
        Contact.objects.update(phone_lookup=b"55551234")


def test_a_look_up_is_written_down_in_migrations_as_it_stands():
    field = Contact._meta.get_field("phone_lookup")

    _name, path, args, kwargs = field.deconstruct()

    assert (path, args) == ("vault.lookup.LookupField", [])
    assert kwargs == {"of": "phone", "normalise": normal_phone}
    assert isinstance(field.clone(), LookupField)


def test_a_row_is_found_by_one_index(django_assert_num_queries):
    contact(phone="5555 1234", person=uuid.uuid4())

    with django_assert_num_queries(1):
        assert Contact.objects.filter(phone_lookup="5555 1234").exists()
