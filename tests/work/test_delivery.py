"""Beat, worker and each broker together, as they run behind the pages."""

import os
import signal
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from config.celery import app
from demo import programs
from demo.children import Child
from tests.testrooms.models import Mark
from work.actions import queue
from work.models import OutboxRow

PATIENCE = 120


@pytest.fixture
def worker(broker, committed_db, tmp_path):
    children = [
        Child(name, command, environment=os.environ.copy(), log=tmp_path / f"{name}.log")
        for name, command in (("beat", programs.beat(tmp_path)), ("worker", programs.WORKER))
    ]
    for child in children:
        child.start()
    yield children[1]
    for child in children:
        child.stop()


@pytest.mark.services
def test_a_worker_killed_at_work_loses_nothing_and_nothing_is_done_twice(worker):
    for job in range(4):
        queue("tests.dawdle", job=job)
    wait_until(lambda: OutboxRow.objects.open().exclude(leased_by="").exists())

    os.killpg(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    worker.start()
    let_leases_run_out()

    wait_until(lambda: not OutboxRow.objects.open().exists())
    assert sorted(Mark.objects.values_list("job", flat=True)) == [0, 1, 2, 3]
    assert sum(OutboxRow.objects.values_list("attempts", flat=True)) > 4


def let_leases_run_out():
    """What was leased before this moment is taken for lost, as it is after a minute."""
    OutboxRow.objects.open().filter(leased_until__isnull=False).update(
        leased_until=timezone.now() - timedelta(seconds=1)
    )


def wait_until(true):
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, "It did not happen in time."
        time.sleep(0.05)


def test_beat_asks_for_nothing_that_no_worker_knows():
    app.loader.import_default_modules()

    asked = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert asked <= set(app.tasks)
