"""Beat, worker and each broker together, as they run behind the pages."""

import os
import signal

import pytest

from config.celery import app
from tests.testrooms.models import Mark
from tests.workers import at_work, let_leases_run_out, wait_until
from work.actions import queue
from work.models import OutboxRow


@pytest.fixture
def worker(broker, committed_db, tmp_path):
    with at_work(tmp_path) as children:
        yield children["worker"]


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


def test_beat_asks_for_nothing_that_no_worker_knows():
    app.loader.import_default_modules()

    asked = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert asked <= set(app.tasks)
