"""While her name leaves the record others write of her: no word of theirs is lost, and none stays behind."""

import threading

import pytest
from django.db import connection, transaction

from cases import actions
from cases.models import Case, Note
from tests.cases.intake.conftest import TODAY
from tests.factories.cases import caseworker, opened_case, working_office

WRITTEN = "She slept well."


@pytest.fixture
def case(committed_db):
    return opened_case(caseworker(working_office()))


def beside(first, second):
    """`second` begins in a thread of its own while `first` has not been committed, and waits for it."""
    done = []

    def run():
        try:
            done.append(second())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(1)
        assert thread.is_alive()
    thread.join(30)
    assert len(done) == 1


def unnamed(case):
    return lambda: actions.keep_unnamed(Case.objects.get(pk=case.pk), by=case.worker)


def wrote(case):
    seen = Case.objects.select_related("person", "office").get(pk=case.pk)
    return lambda: actions.write_note(seen, by=case.worker, on=TODAY(), text=WRITTEN)


def test_a_note_that_was_being_written_loses_its_words_with_the_others(case):
    beside(wrote(case), unnamed(case))

    assert Note.objects.get().text == "—"


def test_a_note_that_comes_after_is_kept_under_her_new_row_and_can_be_read(case):
    beside(unnamed(case), wrote(case))

    assert Note.objects.get().text == WRITTEN


def test_two_who_do_it_at_once_do_it_once(case):
    beside(unnamed(case), unnamed(case))

    assert Case.objects.get().person.unnamed is True
