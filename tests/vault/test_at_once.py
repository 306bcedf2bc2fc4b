"""Two people write about the same person at the same moment."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, transaction

from tests.testrooms.models import Contact
from vault.actions import Subject, destroy_keys
from vault.errors import Erased
from vault.models import SubjectKey


def at_once(*works):
    """Run each work on a connection of its own, starting together; what each answered or raised."""
    start = Barrier(len(works))

    def run(work):
        try:
            start.wait()
            return work()
        except Erased as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_two_who_seal_the_first_value_of_a_person_at_once_share_one_key(committed_db):
    for _round in range(10):
        person = uuid.uuid4()

        def write(person=person):
            with transaction.atomic():
                return Contact.objects.create(person=person, name="María")

        written = at_once(write, write, write)

        assert [Contact.objects.get(pk=row.pk).name for row in written] == ["María"] * 3
        assert SubjectKey.objects.filter(subject=person).count() == 1


def test_whoever_seals_while_a_person_is_erased_leaves_nothing_that_opens(committed_db):
    for _round in range(10):
        subject = Subject("person", uuid.uuid4())

        def write(subject=subject):
            with transaction.atomic():
                return Contact.objects.create(person=subject.id, name="María")

        def erase(subject=subject):
            destroy_keys(subject, by=None)

        at_once(write, erase, write)

        assert [row.destroyed for row in SubjectKey.objects.filter(subject=subject.id)] == [True, True]
