"""Somebody who can write to the database moves sealed values, to read one person's as another's."""

import pytest
from django.db import connection

from tests.testrooms.models import Contact, Shelter
from vault.errors import KeyLost, SealBroken
from vault.keys import Subject, data_key
from vault.models import SubjectKey

pytestmark = pytest.mark.django_db


def sql(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.fixture
def maria():
    return Contact.objects.create(
        name="María", note="sister in Zacapa", hiding_place="Zona 3", phone="5555 1234"
    )


@pytest.fixture
def thief():
    return Contact.objects.create(name="Thief", note="-", hiding_place="-", phone="5555 9999")


def test_a_value_moved_to_another_person_s_row_does_not_open(maria, thief):
    sql("UPDATE testrooms_contact SET name = (SELECT name FROM testrooms_contact WHERE id = %s)", maria.pk)

    assert Contact.objects.get(pk=maria.pk).name == "María"
    with pytest.raises(SealBroken):
        Contact.objects.get(pk=thief.pk).name  # noqa: B018


def test_a_value_moved_to_another_row_of_the_same_person_does_not_open(maria):
    other = Contact.objects.create(person=maria.person, name="other", note="-")
    sql("UPDATE testrooms_contact SET note = (SELECT note FROM testrooms_contact WHERE id = %s)", maria.pk)

    with pytest.raises(SealBroken, match="it was changed, or moved from where it was written"):
        Contact.objects.get(pk=other.pk).note  # noqa: B018


def test_a_value_moved_to_another_column_does_not_open(maria):
    sql("UPDATE testrooms_contact SET name = note")

    with pytest.raises(SealBroken, match="it was changed, or moved from where it was written"):
        Contact.objects.get().name  # noqa: B018


def test_a_secret_moved_to_a_column_that_more_people_may_read_does_not_open(maria):
    sql("UPDATE testrooms_contact SET name = hiding_place")

    with pytest.raises(SealBroken, match="not sealed with the key of its record"):
        Contact.objects.get().name  # noqa: B018


def test_a_row_given_to_another_subject_does_not_open(maria, thief):
    sql("UPDATE testrooms_contact SET person = %s", thief.person)

    with pytest.raises(SealBroken, match="not sealed with the key of its record"):
        Contact.objects.get(pk=maria.pk).name  # noqa: B018


def test_a_row_given_to_a_subject_without_a_key_does_not_open(maria):
    sql("UPDATE testrooms_contact SET person = gen_random_uuid()")

    with pytest.raises(KeyLost, match="its key is not in the database"):
        Contact.objects.get().name  # noqa: B018


def test_a_value_moved_to_another_table_does_not_open(maria):
    shelter = Shelter.objects.create(address="-")
    sql("UPDATE testrooms_shelter SET address = (SELECT hiding_place FROM testrooms_contact)")

    with pytest.raises(SealBroken):
        Shelter.objects.get(pk=shelter.pk).address  # noqa: B018


def test_a_data_key_moved_to_another_subject_does_not_open(maria, thief):
    theirs = SubjectKey.objects.get(subject=maria.person, ring="identity")
    SubjectKey.objects.filter(subject=thief.person, ring="identity").update(wrapped=theirs.wrapped)

    with pytest.raises(SealBroken):
        Contact.objects.get(pk=thief.pk).name  # noqa: B018


def test_a_key_row_given_to_another_subject_does_not_open(maria, thief):
    SubjectKey.objects.filter(subject=thief.person).delete()
    SubjectKey.objects.filter(subject=maria.person).update(subject=thief.person)
    sql("UPDATE testrooms_contact SET person = %s", thief.person)

    with pytest.raises(SealBroken):
        Contact.objects.get(pk=maria.pk).name  # noqa: B018


@pytest.mark.parametrize("changed", [{"kind": "shelter"}, {"ring": "secret"}])
def test_a_key_row_given_to_another_kind_or_ring_does_not_open(maria, changed):
    SubjectKey.objects.filter(ring="secret").delete()
    SubjectKey.objects.update(**changed)
    row = SubjectKey.objects.get()

    with pytest.raises(SealBroken):
        data_key(Subject(row.kind, row.subject), row.ring)


def test_an_older_value_of_the_same_place_opens(maria):
    """No seal tells that a value was put back; the trail and the revisions do."""
    [before] = Contact.objects.values_list("name", flat=True)
    maria.name = "María Ixchel"
    maria.save(update_fields=["name"])

    sql("UPDATE testrooms_contact SET name = %s", bytes(before.envelope))

    assert Contact.objects.get().name == "María"


def test_the_place_a_value_is_bound_to_names_table_column_and_row_and_never_changes(maria):
    """What was sealed opens as long as this line stays: who renames a table or column keeps the old name."""
    subject, place = Contact._meta.get_field("hiding_place").place(maria)

    assert subject == Subject("person", maria.person)
    assert place == f"v1:testrooms.testrooms_contact.hiding_place:{maria.pk}"
