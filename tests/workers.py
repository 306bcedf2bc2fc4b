"""Beat and a worker as programs of their own, for one test."""

import os
import time
from contextlib import contextmanager
from datetime import timedelta

from celery.beat import PersistentScheduler
from django.db import connection
from django.utils import timezone

from config.celery import app
from demo import programs
from demo.children import Child
from work.models import OutboxRow

PATIENCE = 120


@contextmanager
def at_work(folder):
    """`{"beat": …, "worker": …}`, started, and stopped after the test."""
    commands = {"beat": programs.beat(folder), "worker": programs.WORKER}
    children = {
        name: Child(name, command, environment=os.environ.copy(), log=folder / f"{name}.log")
        for name, command in commands.items()
    }
    for child in children.values():
        child.start()
    try:
        yield children
    finally:
        for child in children.values():
            child.stop()


@contextmanager
def one_more_beat(folder):
    """Another beat beside that of `at_work`, as when somebody starts a second machine by mistake."""
    folder.mkdir(exist_ok=True)
    command = programs.beat(folder)
    beat = Child("second-beat", command, environment=os.environ.copy(), log=folder / "beat.log")
    beat.start()
    try:
        yield beat
    finally:
        beat.stop()


def stood_still(folder, since):
    """Leave the notes of a beat that asked for everything at this moment and has not run from then on."""
    folder.mkdir(exist_ok=True)
    notes = PersistentScheduler(app, schedule_filename=str(folder / "schedule"))
    for entry in notes.schedule.values():
        entry.last_run_at = since
    notes.close()


def let_leases_run_out():
    """What was leased before this moment is taken for lost, as it is after a minute."""
    OutboxRow.objects.open().filter(leased_until__isnull=False).update(
        leased_until=timezone.now() - timedelta(seconds=1)
    )


def somebody_waits_for_a_lock():
    """Does another connection to this data base wait for something that is locked?"""
    with connection.cursor() as cursor:
        # Inside a transaction PostgreSQL would go on answering what it saw first.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() != (0,)


def wait_until(true):
    """Wait for it, two minutes at most."""
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(0.05)
