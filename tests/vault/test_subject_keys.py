"""Each person has a data key of her own: lost, it opens nothing; destroyed, it erases her."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from tests.testrooms.models import Contact
from vault.actions import Subject, destroy_keys, erase_again, open_keys, reseal
from vault.errors import Erased, KeyLost, SealBroken
from vault.keys import held_keys
from vault.models import ErasedSubject, SubjectKey

pytestmark = pytest.mark.django_db


def contact_of(person=None, **fields):
    return Contact.objects.create(person=person or uuid.uuid4(), **{"name": "María", **fields})


class TestLost:
    @pytest.mark.parametrize(
        ("ring", "lost", "kept"), [("identity", "name", "hiding_place"), ("secret", "hiding_place", "name")]
    )
    def test_nothing_opens_while_its_ring_key_is_missing(self, rings, ring, lost, kept):
        contact = contact_of(hiding_place="Zona 3")

        rings.lose(f"{ring}:2026a")

        with pytest.raises(KeyLost, match=f"the key {ring}:2026a is missing"):
            getattr(Contact.objects.get(), lost)
        assert getattr(Contact.objects.get(), kept) == getattr(contact, kept)

    def test_nothing_is_sealed_with_another_key_meanwhile(self, rings):
        contact = contact_of()
        rings.lose("identity:2026a")

        with pytest.raises(KeyLost), transaction.atomic():
            contact_of(contact.person)

        assert SubjectKey.objects.count() == Contact.objects.count() == 1

    def test_everything_opens_when_the_key_is_back(self, rings, settings):
        contact_of()
        before = settings.AMPARO_KEYS
        rings.lose("identity:2026a")

        settings.AMPARO_KEYS = before

        assert Contact.objects.get().name == "María"

    def test_another_key_under_the_same_id_opens_nothing(self, rings):
        contact_of()

        rings.entries.clear()
        rings.add("2026a")

        with pytest.raises(SealBroken):
            Contact.objects.get().name  # noqa: B018

    def test_a_list_is_loaded_although_one_of_its_keys_does_not_open(self, rings):
        lost, kept = contact_of(), contact_of()
        SubjectKey.objects.filter(subject=lost.person).update(key_id="2019")

        with held_keys():
            rows = {row.pk: row for row in Contact.objects.all()}
            open_keys(rows.values())

            assert rows[kept.pk].name == "María"
            with pytest.raises(KeyLost):
                rows[lost.pk].name  # noqa: B018


class TestErasing:
    def test_destroying_her_keys_erases_a_person_and_nobody_else(self):
        maria, other = contact_of(hiding_place="Zona 3"), contact_of()
        by = uuid.uuid4()

        destroy_keys(Subject("person", maria.person), by=by)

        for field in ("name", "hiding_place"):
            with pytest.raises(Erased, match="This was erased and its key destroyed"):
                getattr(Contact.objects.get(pk=maria.pk), field)
        assert Contact.objects.get(pk=other.pk).name == "María"
        event = Event.objects.get()
        assert (event.verb, event.kind, event.subjects, event.actor) == (
            "vault.erased", "person", [maria.person], by,
        )  # fmt: skip

    def test_no_key_of_hers_is_left_in_the_database(self):
        maria = contact_of(hiding_place="Zona 3")

        destroy_keys(Subject.of(maria), by=None)

        rows = SubjectKey.objects.filter(subject=maria.person)
        assert [(row.key_id, bytes(row.wrapped), row.destroyed) for row in rows] == [("", b"", True)] * 2

    def test_nothing_is_sealed_for_her_again(self):
        maria = contact_of()
        destroy_keys(Subject.of(maria), by=None)

        for fields in ({"name": "María"}, {"name": None, "hiding_place": "Zona 3"}):
            with pytest.raises(Erased), transaction.atomic():
                contact_of(maria.person, **fields)

    def test_a_person_of_whom_nothing_was_sealed_can_be_erased_too(self):
        person = uuid.uuid4()

        destroy_keys(Subject("person", person), by=None)

        with pytest.raises(Erased), transaction.atomic():
            contact_of(person)

    def test_keys_that_are_held_are_let_go(self):
        maria = contact_of()
        with held_keys():
            open_keys([maria])
            destroy_keys(Subject.of(maria), by=None)

            with pytest.raises(Erased):
                Contact.objects.get().name  # noqa: B018

    def test_erasing_twice_is_erasing_once(self):
        maria = contact_of()

        destroy_keys(Subject.of(maria), by=None)
        destroy_keys(Subject.of(maria), by=None)

        assert ErasedSubject.objects.values_list("kind", "subject").get() == ("person", maria.person)

    def test_a_restored_backup_follows_the_list_of_the_erased(self):
        """The list is kept apart; the backup is older than the erasure and brings her key back."""
        maria, other = contact_of(), contact_of()
        at = timezone.now()

        erase_again([("person", maria.person, at)])

        with pytest.raises(Erased):
            Contact.objects.get(pk=maria.pk).name  # noqa: B018
        assert Contact.objects.get(pk=other.pk).name == "María"
        assert ErasedSubject.objects.values_list("kind", "subject", "at").get() == (
            "person",
            maria.person,
            at,
        )

    def test_the_database_keeps_a_key_whole_or_destroyed(self):
        contact_of()

        with pytest.raises(IntegrityError, match="subject_key_whole_or_destroyed"):
            SubjectKey.objects.update(wrapped=b"")


class TestMerging:
    def test_a_row_moved_to_another_person_is_sealed_with_that_one_s_key(self):
        maria, twice = (
            contact_of(answers={"safe": True}, hiding_place="Zona 3", phone="5555 1234"),
            contact_of(),
        )
        row = Contact.objects.get(pk=maria.pk)

        reseal(row, person=twice.person)
        destroy_keys(Subject("person", maria.person), by=None)

        moved = Contact.objects.get(pk=maria.pk)
        assert (moved.person, moved.name, moved.answers) == (twice.person, "María", {"safe": True})
        assert moved.hiding_place == row.hiding_place == "Zona 3"
        assert Contact.objects.get(phone_lookup="55551234") == moved

    def test_what_somebody_else_wrote_meanwhile_is_moved_too(self):
        maria, person = contact_of(), uuid.uuid4()
        stale = Contact.objects.get()
        maria.name = "María Ixchel"
        maria.save(update_fields=["name"])

        reseal(stale, person=person)

        assert Contact.objects.get().name == "María Ixchel"

    def test_nothing_is_moved_to_somebody_erased(self):
        contact_of()
        erased = uuid.uuid4()
        destroy_keys(Subject("person", erased), by=None)

        with pytest.raises(Erased):
            reseal(Contact.objects.get(), person=erased)

        assert Contact.objects.get().name == "María"

    def test_an_opened_row_saved_under_another_person_is_sealed_again(self):
        contact_of()
        row, person = Contact.objects.get(), uuid.uuid4()
        assert row.name == "María"
        row.person = person

        row.save()

        assert (Contact.objects.get().person, Contact.objects.get().name) == (person, "María")
