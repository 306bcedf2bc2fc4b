"""While her name leaves the record others write of her: no word of theirs is lost, and none stays behind."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from cases import actions
from cases.models import Case, Likeness, Note, Task
from tests.cases.intake.conftest import TODAY
from tests.factories.cases import caseworker, opened_case, working_office
from tests.work.crowd import Crossing

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


@pytest.mark.parametrize("seed", range(6))
def test_who_answers_about_a_pair_or_takes_it_back_waits_in_no_circle(case, seed):
    other = opened_case(case.worker)
    pair = actions.note_likeness(case.person, other.person, by=case.worker)
    calls = [lambda: actions.answer_likeness(pair, by=case.worker, answer="not_same")]
    if seed % 2:
        calls[0]()
        calls = [lambda: actions.take_back_likeness(pair, by=case.worker)]

    answers = Crossing(seed).together(*calls, unnamed(case))

    wrong = [one for one in answers if isinstance(one, Exception) and not isinstance(one, ValidationError)]
    assert wrong == []
    assert (Likeness.objects.count(), Task.objects.filter(subject=pair.pk).count()) == (0, 0)
    assert Case.objects.get(pk=case.pk).person.unnamed is True


@pytest.mark.parametrize("seed", range(6))
def test_who_finds_a_pair_meanwhile_waits_in_no_circle(case, seed):
    other = opened_case(case.worker)

    answers = Crossing(seed).together(
        lambda: actions.note_likeness(case.person, other.person, by=None), unnamed(case)
    )

    wrong = [one for one in answers if isinstance(one, Exception)]
    assert wrong == []
    assert (Likeness.objects.count(), Task.objects.exclude(subject=None).count()) == (0, 0)
    assert Case.objects.get(pk=case.pk).person.unnamed is True


def test_a_question_whose_pair_has_left_the_record_is_not_answered_but_nothing_fails(case):
    pair = actions.note_likeness(case.person, opened_case(case.worker).person, by=case.worker)
    unnamed(case)()

    for answer in (actions.answer_likeness, actions.take_back_likeness):
        given = {"answer": "same"} if answer is actions.answer_likeness else {}
        with pytest.raises(ValidationError, match="ya no se hace"):
            answer(pair, by=case.worker, **given)


@pytest.mark.parametrize("seed", range(4))
def test_a_service_that_is_mended_while_her_age_is_mended_waits_in_no_circle(case, seed):
    service = actions.record_service(case, by=case.worker, on=TODAY(), type="food")
    mended = {"majority": "minor"}

    answers = Crossing(seed).together(
        lambda: actions.change_service(service, by=case.worker, on=case.opened_on),
        lambda: actions.edit_basics(case.person, by=case.worker, case=case, **mended),
    )

    assert [one for one in answers if isinstance(one, Exception)] == []
    service.refresh_from_db()
    assert (service.on, service.child) == (case.opened_on, True)
