"""Keys are unwrapped for one request, in one query for a list, and forgotten with work that is undone."""

import uuid
from contextlib import nullcontext

import pytest
from django.db import transaction

from tests.testrooms.models import Contact, Shelter
from vault.actions import Subject, make_keys, open_keys
from vault.keys import data_key, held_keys
from vault.middleware import ForgetKeysMiddleware

pytestmark = pytest.mark.django_db


class Undone(Exception):
    """Work that fails after it wrote something."""


def contact_of(person=None, **fields):
    return Contact.objects.create(person=person or uuid.uuid4(), **{"name": "María", **fields})


def undo(work):
    with pytest.raises(Undone), transaction.atomic():
        work()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_opens_its_keys_in_one_query(rows, django_assert_num_queries):
    for number in range(rows):
        contact_of(name=f"María {number}", hiding_place="Zona 3")

    with held_keys(), django_assert_num_queries(2):
        page = list(Contact.objects.all())
        open_keys(page)

        assert sorted(row.name for row in page) == [f"María {number}" for number in range(rows)]
        assert {row.hiding_place for row in page} == {"Zona 3"}


def test_keys_of_several_kinds_are_opened_together(django_assert_num_queries):
    contact, shelter = contact_of(), Shelter.objects.create(address="Zona 3")

    with held_keys(), django_assert_num_queries(1):
        open_keys([contact, shelter, Subject("person", uuid.uuid4())])

        data_key(Subject.of(contact), "identity")
        data_key(Subject.of(shelter), "secret")


def test_no_key_outlives_its_request(django_assert_num_queries):
    contact = contact_of()
    answer = ForgetKeysMiddleware(lambda request: data_key(Subject.of(contact), "identity"))

    for _request in range(2):
        with django_assert_num_queries(1):
            answer(None)


def test_no_key_outlives_a_request_that_failed(django_assert_num_queries):
    contact = contact_of()

    def fails(request):
        data_key(Subject.of(contact), "identity")
        raise Undone

    with pytest.raises(Undone):
        ForgetKeysMiddleware(fails)(None)

    with django_assert_num_queries(1):
        data_key(Subject.of(contact), "identity")


def test_a_key_made_in_work_that_was_undone_is_not_used_again():
    """It would go on sealing for the rest of the request, and nobody could ever open that."""
    person = uuid.uuid4()

    def undone():
        contact = contact_of(person)
        assert Contact.objects.get(pk=contact.pk).name == "María"
        raise Undone

    with held_keys():
        contact_of()  # what was done before stays
        undo(undone)
        contact_of(person, name="María, written again")

    assert Contact.objects.get(person=person).name == "María, written again"


def test_a_key_read_after_it_was_made_in_undone_work_is_not_used_again_either():
    person = uuid.uuid4()

    def undone():
        with held_keys(), transaction.atomic():
            contact_of(person)
        assert Contact.objects.get().name == "María"
        raise Undone

    with held_keys():
        undo(undone)
        contact_of(person, name="María, written again")

    assert Contact.objects.get().name == "María, written again"


@pytest.mark.parametrize("holding", [held_keys, nullcontext])
def test_a_row_whose_first_saving_was_undone_is_saved_again(holding):
    """As when its number was taken: the key that sealed it the first time was undone with the saving."""
    contact = Contact(name="María", hiding_place="Zona 3")

    def undone():
        contact.save(force_insert=True)
        raise Undone

    with holding():
        undo(undone)
        contact.save(force_insert=True)

    assert (Contact.objects.get().name, Contact.objects.get().hiding_place) == ("María", "Zona 3")


def test_a_change_that_was_undone_is_saved_again():
    contact = contact_of()
    contact.hiding_place = "Zona 3"

    def undone():
        contact.save(update_fields=["hiding_place"])
        raise Undone

    with held_keys():
        undo(undone)
        contact.save(update_fields=["hiding_place"])

    assert Contact.objects.get().hiding_place == "Zona 3"


def test_a_key_made_in_work_that_was_kept_is_held(django_assert_num_queries):
    with held_keys():
        with transaction.atomic():
            first = contact_of()
        contact_of()

        with django_assert_num_queries(1):
            assert Contact.objects.get(pk=first.pk).name == "María"


def test_keys_for_many_are_made_in_one_statement(django_assert_num_queries):
    subjects = [Subject("person", uuid.uuid4()) for _ in range(50)]

    with django_assert_num_queries(2):
        made = make_keys(subjects, "identity")

    assert {Subject(row.kind, row.subject) for row in made} == set(subjects)
    with held_keys():
        open_keys(subjects)
        with django_assert_num_queries(1):
            Contact.objects.bulk_create([Contact(person=subject.id, name="María") for subject in subjects])


def test_a_key_is_held_past_the_end_of_the_work_that_made_it(committed_db, django_assert_num_queries):
    with held_keys():
        with transaction.atomic():
            contact = contact_of()

        with django_assert_num_queries(0):
            assert data_key(Subject.of(contact), "identity")
