"""`make demo` as a user meets it: it starts, stays, stops, and leaves nothing running."""

import os
import pty
import signal
import time

import psutil
import pytest
from django.db import connection

from demo.supervisor import is_hung_up
from tests.running.demos import Demo

EVERYTHING = {"postgres", "beat", "worker", "web", "demo"}


@pytest.fixture
def demo(home):
    demo = Demo(home)
    yield demo
    if demo.process and demo.process.poll() is None:
        demo.end()


@pytest.mark.long
def test_it_runs_is_killed_finds_its_keys_again_and_ends_with_ctrl_c_leaving_no_process(demo):
    """One story, for its first start loads the people of the demonstration."""
    demo.start()

    assert set(demo.processes().values()) == EVERYTHING
    assert "reviewer@demo.example" in demo.said.read_text()
    assert "Contraseña" in demo.page("/accounts/login/")
    only_migrations_know_the_owners_password(demo)
    what_dies_is_started_again(demo)
    after_a_kill_the_next_start_ends_what_was_left(demo)

    assert demo.end() == 0
    assert demo.processes() == {}
    assert "Amparo has stopped." in demo.said.read_text()


def only_migrations_know_the_owners_password(demo):
    for name in ("beat", "worker", "web"):
        (pid,) = demo.leaders(name)
        found = psutil.Process(pid).environ()
        assert found["DATABASE_URL"].startswith("postgres://amparo_app:")
        assert not [value for value in found.values() if "amparo_owner" in value]


def what_dies_is_started_again(demo):
    (worker,) = demo.leaders("worker")

    os.kill(worker, signal.SIGKILL)

    demo.wait_for("The worker was ended by signal 9 and is started again in 1 s")
    demo.wait_until(lambda: demo.leaders("worker") not in ([], [worker]))


def test_a_closed_terminal_is_noticed():
    master, terminal = pty.openpty()
    assert not is_hung_up(terminal)

    os.close(master)

    assert is_hung_up(terminal)
    os.close(terminal)


def after_a_kill_the_next_start_ends_what_was_left(demo):
    left = set(demo.processes())
    keys = (demo.directory / "secrets.json").read_text()
    demo.end(signal.SIGKILL)

    demo.start()

    assert "Ended what an earlier start had left running." in demo.said.read_text()
    assert left.isdisjoint(demo.processes())
    assert (demo.directory / "secrets.json").read_text() == keys


@pytest.mark.long
@pytest.mark.services
def test_it_runs_on_a_database_and_a_redis_of_ones_own(demo, committed_db, redis):
    for name in ("DATABASE_URL", "AMPARO_OWNER_DATABASE_URL"):
        demo.environment[name] = os.environ[name]
    demo.environment["CELERY_BROKER_URL"] = redis.url

    demo.start()

    assert set(demo.processes().values()) == EVERYTHING - {"postgres"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user WHERE email LIKE '%@demo.example'")
        assert cursor.fetchone() >= (10,)
    assert said(demo.directory / "log" / "worker.log", f"127.0.0.1:{redis.port}")
    assert demo.end(signal.SIGTERM) == 0
    assert demo.processes() == {}


def said(log, words, seconds=60):
    """Whether a program says these words within a minute; the page may be ready before its worker is."""
    deadline = time.monotonic() + seconds
    while words not in log.read_text():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True
