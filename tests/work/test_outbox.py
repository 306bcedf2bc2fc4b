"""What is promised in a change stands in the outbox with that change, or not at all."""

import datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from audit.models import Event
from tests.testrooms.models import Leaflet
from tests.work.crowd import together
from work.actions import create, due_once, queue, try_again
from work.carrying import MOST_ATTEMPTS, carry_out
from work.effects import UnknownEffectError, effect
from work.models import DueOnce, OutboxRow

AN_HOUR = datetime.timedelta(hours=1)


@pytest.mark.django_db
def test_a_promise_is_undone_with_the_change_it_belongs_to():
    with transaction.atomic():
        create(Leaflet(title="Rights"), by=None, verb="leaflet.created")
        queue("tests.mark", job=1)
        transaction.set_rollback(True)

    assert not OutboxRow.objects.exists()


@pytest.mark.django_db
def test_the_outbox_takes_ids_and_codes():
    report, person = uuid4(), uuid4()
    keys = {"job": 1, "report": report, "period": "FY2011-Q1", "on": datetime.date(2026, 3, 1)}
    row = queue("tests.mark", subject=person, **keys)

    row.refresh_from_db()
    assert row.keys == {"job": 1, "report": str(report), "period": "FY2011-Q1", "on": "2026-03-01"}
    assert row.subject == person
    assert list(OutboxRow.objects.due()) == [row]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["María López", "she hides", "x" * 61, 1.5, {"name": "x"}, ["x"]])
def test_the_outbox_refuses_names_and_stories(words):
    with pytest.raises(ValueError, match="ids and short codes"):
        queue("tests.mark", job=words)


@pytest.mark.django_db
def test_nothing_is_promised_that_no_room_can_do():
    with pytest.raises(UnknownEffectError):
        queue("tests.unheard_of")


def test_two_effects_never_share_a_name():
    with pytest.raises(ValueError, match=r"Two effects are called tests\.mark"):
        effect("tests.mark")(print)


@pytest.mark.django_db
def test_what_is_promised_for_later_is_not_due_before():
    row = queue("tests.mark", not_before=timezone.now() + AN_HOUR, job=1)

    assert not OutboxRow.objects.due().exists()
    assert list(OutboxRow.objects.due(timezone.now() + AN_HOUR)) == [row]


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"effect": "tests.fail"}, {"keys": {"job": 2}}, {"subject": uuid4()}])
def test_what_was_asked_is_never_changed(change):
    queue("tests.mark", job=1)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        OutboxRow.objects.update(**change)


@pytest.mark.django_db
def test_what_was_done_is_never_opened_again():
    row = queue("tests.mark", job=1)
    carry_out(row.pk)

    with pytest.raises(DatabaseError, match="never done again"), transaction.atomic():
        OutboxRow.objects.update(done_at=None)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        row.receipt.delete()


@pytest.mark.django_db
def test_work_left_lying_is_seen():
    queue("tests.mark", not_before=timezone.now() - AN_HOUR, job=1)
    queue("tests.mark", job=2)

    assert OutboxRow.objects.waiting_longer_than(15 * 60).count() == 1


@pytest.mark.django_db
def test_a_person_may_give_given_up_work_another_try():
    row, ana = queue("tests.mark", job=1), uuid4()
    OutboxRow.objects.update(given_up_at=timezone.now(), attempts=MOST_ATTEMPTS)
    assert not OutboxRow.objects.due().exists()

    try_again(row, by=ana)
    try_again(row, by=ana)

    assert list(OutboxRow.objects.due().values_list("attempts")) == [(0,)]
    event = Event.objects.get()
    assert (event.verb, event.actor, event.detail) == ("outbox.tried_again", ana, [str(row.pk), "tests.mark"])


@pytest.mark.django_db
def test_a_period_of_a_schedule_is_queued_once():
    first = due_once("monthly", "2026-03", "tests.mark", job=1)

    assert first.keys == {"job": 1}
    assert due_once("monthly", "2026-03", "tests.mark", job=1) is None
    assert due_once("monthly", "2026-04", "tests.mark", job=1)
    assert due_once("weekly", "2026-03", "tests.mark", job=1)


def test_two_beats_queue_each_period_of_a_day_once(committed_db):
    periods = [f"2026-03-01T{hour:02}" for hour in range(24)]

    def beat():
        return sum(due_once("hourly", period, "tests.mark", job=1) is not None for period in periods)

    assert sum(together(beat, beat, beat, beat)) == 24
    assert OutboxRow.objects.count() == DueOnce.objects.count() == 24


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "waiting"),
        ({"leased_until": timezone.now()}, "waiting"),
        ({"leased_until": timezone.now(), "leased_by": "w"}, "running"),
        ({"leased_by": "w", "done_at": timezone.now()}, "done"),
        ({"given_up_at": timezone.now()}, "failed"),
    ],
)
def test_a_page_says_how_it_stands(facts, state):
    assert OutboxRow(**facts).state == state
