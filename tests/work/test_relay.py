"""The relay sends a message for each due row, and again when nobody shows a sign of life."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from tests.work.crowd import together
from work.actions import queue
from work.models import LEASE, UNTAKEN, Heartbeat, OutboxRow
from work.relay import IN_FLIGHT, lease, relay

SECOND = datetime.timedelta(seconds=1)


def later(lapse):
    return timezone.now() + lapse


def queued(number):
    return [queue("tests.mark", job=job).pk for job in range(number)]


@pytest.mark.django_db
def test_due_rows_are_sent_once_the_oldest_first():
    rows, sent = queued(3), []
    relay(sent.append)
    relay(sent.append)

    assert sent == rows


def test_two_relays_never_send_the_same_row(committed_db):
    rows, sent = queued(IN_FLIGHT), []

    together(*[lambda: relay(sent.append)] * 4)

    assert sorted(sent) == rows


def test_a_relay_passes_over_rows_another_is_leasing(committed_db):
    first, second = queued(2)
    with transaction.atomic():
        OutboxRow.objects.select_for_update().get(pk=first)

        assert together(lease) == [[second]]


@pytest.mark.django_db
def test_only_so_many_are_in_flight():
    rows, sent = queued(IN_FLIGHT + 5), []

    relay(sent.append)
    assert sent == rows[:IN_FLIGHT]
    OutboxRow.objects.filter(pk__in=rows[:3]).update(done_at=timezone.now())
    relay(sent.append)
    assert sent == rows[: IN_FLIGHT + 3]


@pytest.mark.django_db
def test_a_message_that_nobody_took_is_sent_again():
    rows = queued(1)
    lease()

    assert lease(later(UNTAKEN - SECOND)) == []
    assert lease(later(UNTAKEN + SECOND)) == rows


@pytest.mark.django_db
def test_a_row_whose_worker_fell_silent_is_sent_again():
    rows = queued(1)
    OutboxRow.objects.update(leased_until=later(LEASE), leased_by="w")

    assert lease(later(LEASE - SECOND)) == []
    assert lease(later(LEASE + SECOND)) == rows


@pytest.mark.django_db
def test_a_row_whose_worker_lives_is_left_to_it_however_long_it_takes():
    rows = queued(1)
    OutboxRow.objects.update(leased_until=timezone.now() - 10 * LEASE, leased_by="w")
    Heartbeat.objects.create(worker="w", at=timezone.now())
    Heartbeat.objects.create(worker="another", at=later(LEASE))

    assert lease(later(LEASE - SECOND)) == []
    assert lease(later(LEASE + SECOND)) == rows


@pytest.mark.django_db
def test_what_the_broker_does_not_take_is_given_back_at_once():
    first, *others = queued(3)
    taken = []

    def broken(pk):
        if taken:
            raise OSError("the broker is away")
        taken.append(pk)

    with pytest.raises(OSError, match="away"):
        relay(broken)
    assert taken == [first]
    assert lease() == others
