"""A worker that hears nothing though messages wait is found out; one that is idle, busy or cut off is not."""

import time

import pytest
from celery import Celery
from celery.worker import state

from config.watch import QUIET_SECONDS, Watch


@pytest.fixture
def app(tmp_path):
    app = Celery("watched", broker="filesystem://localhost", set_as_current=False)
    app.conf.broker_transport_options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    return app


@pytest.fixture
def watch(app):
    watch = Watch(app, hands=1)
    watch.heard = time.monotonic() - QUIET_SECONDS - 1
    return watch


def test_messages_wait_and_the_worker_hears_nothing(app, watch):
    app.send_task("work.relay")

    assert watch.is_deaf()


def test_nothing_waits(watch):
    assert not watch.is_deaf()


def test_something_was_heard_lately(app, watch):
    app.send_task("work.relay")
    watch.hear()

    assert not watch.is_deaf()


def test_its_hands_are_full(app, watch):
    class Work:
        """Something the worker is doing."""

    work = Work()
    app.send_task("work.relay")
    state.reserved_requests.add(work)

    assert not watch.is_deaf()


@pytest.mark.services
def test_what_waited_is_gone_with_its_broker(redis):
    app = Celery("watched", broker=redis.url, set_as_current=False)
    watch = Watch(app, hands=1)
    watch.heard = time.monotonic() - QUIET_SECONDS - 1
    app.send_task("work.relay")
    assert watch.is_deaf()

    redis.kill()
    redis.start()

    assert not watch.is_deaf()


def test_a_worker_that_is_well_leaves_its_sign(watch, settings, tmp_path):
    settings.WORKER_SIGN = str(tmp_path / "worker")

    assert watch.is_well()
    assert (tmp_path / "worker").is_file()


def test_a_deaf_worker_leaves_none(app, watch, settings, tmp_path):
    settings.WORKER_SIGN = str(tmp_path / "worker")
    app.send_task("anything")

    assert not watch.is_well()
    assert not (tmp_path / "worker").exists()
