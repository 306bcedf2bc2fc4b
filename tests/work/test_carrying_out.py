"""An effect happens once, with its receipt, however often it is delivered and whoever dies."""

import time
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from audit.models import Event
from tests.testrooms import effects
from tests.testrooms.models import Mark
from tests.work.crowd import together
from work import carrying
from work.actions import queue
from work.carrying import MOST_ATTEMPTS, carry_out
from work.models import LEASE, Heartbeat, OutboxRow, Progress, Receipt
from work.pulse import Pulse


def marks():
    return list(Mark.objects.values_list("job", flat=True))


def let_pauses_pass():
    OutboxRow.objects.update(not_before=timezone.now())


@pytest.mark.django_db
def test_an_effect_happens_with_its_receipt():
    row = queue("tests.mark", job=7)
    carry_out(row.pk)

    row.refresh_from_db()
    assert marks() == [7]
    assert row.receipt.worker == row.leased_by
    assert row.done_at is not None


@pytest.mark.django_db
def test_a_message_delivered_twice_has_one_effect():
    row = queue("tests.mark", job=7)
    carry_out(row.pk)
    carry_out(row.pk)

    assert marks() == [7]


def test_a_message_delivered_to_many_at_once_has_one_effect(committed_db):
    row = queue("tests.prepared", job=4)
    effects.readings.clear()

    assert together(*[lambda: carry_out(row.pk)] * 10) == [None] * 10
    assert marks() == [8]
    assert effects.readings == [4]
    assert OutboxRow.objects.get().attempts == 1


@pytest.mark.django_db
def test_what_is_prepared_is_prepared_before(django_db_blocker, committed_db):
    carry_out(queue("tests.prepared", job=4).pk)

    assert marks() == [8]


@pytest.mark.django_db
def test_a_message_that_comes_too_early_does_nothing():
    row = queue("tests.mark", not_before=timezone.now() + LEASE, job=7)
    carry_out(row.pk)

    assert marks() == []


def test_of_what_was_refused_the_refusal_stays_in_the_trail_once(committed_db):
    row = queue("tests.refused", job=7)
    carry_out(row.pk)

    [event] = Event.objects.all()
    assert (event.verb, event.detail) == ("refused", ["can_leave_such_a_mark"])
    assert event.request_id is not None
    assert marks() == []


@pytest.mark.django_db
def test_of_what_failed_nothing_stays_but_where_and_when_to_try_again():
    row = queue("tests.fail", job=7)
    carry_out(row.pk)

    row.refresh_from_db()
    assert marks() == []
    assert row.last_error.startswith("ValueError:tests.testrooms.effects:")
    assert "María" not in str(vars(row))
    assert (row.attempts, row.leased_by, row.leased_until, row.done_at) == (1, "", None, None)
    assert 4 < (row.not_before - timezone.now()).total_seconds() < 6


@pytest.mark.django_db
def test_work_that_fails_always_is_given_up_shown_and_never_dropped():
    person = uuid4()
    poison, good = queue("tests.fail", subject=person, job=1), queue("tests.mark", job=2)
    for _ in range(MOST_ATTEMPTS + 2):
        carry_out(poison.pk)
        let_pauses_pass()
    carry_out(good.pk)

    assert list(OutboxRow.objects.given_up()) == [poison]
    row = OutboxRow.objects.given_up().get()
    assert (row.attempts, row.last_error.partition(":")[0]) == (MOST_ATTEMPTS, "ValueError")
    assert marks() == [2]
    event = Event.objects.get(verb="outbox.given_up")
    assert event.subjects == [person]
    assert event.detail[:2] == [str(poison.pk), "tests.fail"]


@pytest.mark.django_db
def test_work_that_kills_its_workers_is_given_up_too():
    row = queue("tests.mark", job=1)
    OutboxRow.objects.update(attempts=MOST_ATTEMPTS, leased_by="dead", leased_until=timezone.now())
    carry_out(row.pk)

    assert OutboxRow.objects.given_up().get().last_error == "WorkerLost"
    assert marks() == []


@pytest.mark.django_db
def test_an_effect_this_version_does_not_know_waits_for_one_that_does():
    OutboxRow.objects.create(effect="tests.of_tomorrow")
    carry_out(OutboxRow.objects.get().pk)

    row = OutboxRow.objects.get()
    assert row.last_error.startswith("UnknownEffectError:work.effects:")
    assert row in OutboxRow.objects.open()


@pytest.mark.django_db
def test_another_worker_waits_for_the_end_of_a_lease():
    row = queue("tests.mark", job=7)
    carrying.take(row.pk, "silent")
    carry_out(row.pk)
    assert marks() == []

    OutboxRow.objects.update(leased_until=timezone.now())
    carry_out(row.pk)
    assert marks() == [7]


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_leaves_the_row_to_the_next():
    row = queue("tests.mark", job=7)
    slow = carrying.take(row.pk, "slow")
    OutboxRow.objects.update(leased_by="quick")

    carrying.attempt(slow, "slow")

    assert marks() == []
    assert OutboxRow.objects.get().leased_by == "quick"


@pytest.mark.django_db
def test_a_second_receipt_is_refused_by_the_data_base():
    row = queue("tests.mark", job=7)
    Receipt.objects.create(row=row, worker="one")

    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.create(row=row, worker="two")


def test_progress_is_seen_while_the_work_is_still_going_on(committed_db):
    effects.may_go_on.clear()
    row = queue("tests.long", job=7)

    def look():
        shown = wait_for(Progress.objects.filter(row_id=row.pk))
        seen = (shown.done, shown.total, shown.code, shown.percent), marks(), Heartbeat.objects.count()
        effects.may_go_on.set()
        return seen

    _done, seen = together(lambda: carry_out(row.pk), look)

    assert seen == ((3, 12, "reading", 25), [], 1)
    assert marks() == [7]
    assert Progress.objects.get().percent == 100


def test_heartbeats_go_on_while_the_data_base_comes_and_goes(committed_db, monkeypatch):
    monkeypatch.setattr("work.pulse.BEAT_SECONDS", 0.05)
    monkeypatch.setattr("work.pulse.PACE_SECONDS", 0.01)
    with Pulse("w", 1):
        first = wait_for(Heartbeat.objects.all()).at
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert wait_for(Heartbeat.objects.filter(at__gt=first + 3 * (timezone.now() - first)))


def wait_for(rows, seconds=10):
    """The first of the rows, as soon as there is one."""
    until = time.monotonic() + seconds
    while (row := rows.first()) is None and time.monotonic() < until:
        time.sleep(0.02)
    assert row, "Nothing was seen in time."
    return row
