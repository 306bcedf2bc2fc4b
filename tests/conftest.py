"""What every test may ask for: a database that is rolled back or one of its own, and a browser."""

import fcntl
import gc
import os
import shutil
import sys
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connections, transaction
from django.test import override_settings

from tests import brokers, database, template

DEMONSTRATION = "amparo_demonstration"
OWN_DATABASE = {"committed_db", "transactional_db", "live_server"}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = (
    "--no-sandbox",  # root has no sandbox, and these pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# An answer goes out in several pieces: the second waited 40 ms for somebody to acknowledge the first.
WSGIRequestHandler.disable_nagle_algorithm = True


def pytest_collection_finish(session):
    """What is loaded by now stays for the whole run: to look through it for rubbish took a seventh of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment):
    """The database of this process."""
    database.copy(connections.settings["default"]["NAME"])


@contextmanager
def own_database(blocker, of=template.TEMPLATE):
    """A database for those who commit: their threads and programs find it, and then it is dropped."""
    own = f"{connections.settings['default']['NAME']}_{uuid4().hex[:8]}"
    database.copy(own, of)
    try:
        with in_database(own, blocker):
            yield own
    finally:
        database.drop(own)


@contextmanager
def in_database(name, blocker):
    """Work in another database for a while, with the threads and programs that are started meanwhile."""
    settings = connections.settings["default"]  # one dict for the connections of all threads
    usual = settings["NAME"]
    with pytest.MonkeyPatch.context() as patch, blocker.unblock():
        for variable in ("DATABASE_URL", "AMPARO_OWNER_DATABASE_URL"):
            patch.setenv(variable, os.environ[variable])
        connections.close_all()
        database.use(name)
        settings["NAME"] = name
        try:
            yield
        finally:
            connections.close_all()
            settings["NAME"] = usual


@pytest.fixture(scope="session")
def demonstration(django_db_setup, django_db_blocker):
    """The name of a database with the demonstration in it, to be copied; whoever asks first loads it."""
    home = Path(os.environ["AMPARO_TEST_DIRECTORY"])
    done = home / "demonstration-is-loaded"
    with (home / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            database.drop(DEMONSTRATION)
            database.copy(DEMONSTRATION)
            with in_database(DEMONSTRATION, django_db_blocker), override_settings(DEMO=True):
                call_command("demo")
            done.touch()
    return DEMONSTRATION


@pytest.fixture(scope="session")
def furnished(django_db_setup, django_db_blocker):
    """The name of a database of this process with the matrix's world in it, and that world; made once."""
    from tests.matrix.actors import World

    name = f"{connections.settings['default']['NAME']}_world"
    database.copy(name)
    with in_database(name, django_db_blocker):
        made = World()
        made.furnish()
    yield name, made
    database.drop(name)


@pytest.fixture
def world(furnished, django_db_blocker):
    """Everybody who may knock and everything that may stand in an address; what a test does is undone."""
    name, made = furnished
    with in_database(name, django_db_blocker), transaction.atomic():
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def committed_db(request, django_db_setup, django_db_blocker):
    """A database for one test that commits: an empty one, or what the demonstration holds."""
    of = template.TEMPLATE
    if request.node.get_closest_marker("on_the_demonstration"):
        of = request.getfixturevalue("demonstration")
    with own_database(django_db_blocker, of) as own:
        yield own


@pytest.fixture
def transactional_db(committed_db):
    """What pytest-django would empty after the test, here a database of its own."""


@pytest.fixture
def _django_db_helper(request):
    """The one door of pytest-django to the database: tests that commit never come near the shared one."""
    if OWN_DATABASE & set(request.fixturenames):
        return request.getfixturevalue("committed_db")
    return request.getfixturevalue("_django_db_helper")


@pytest.fixture(autouse=True)
def names_are_read_anew():
    """Names that one test made are held for no other one."""
    yield
    if held := sys.modules.get("cases.named"):
        held.directory.cache_clear()


@pytest.fixture
def owner(db):
    """A connection of the role that owns the tables, to the database of this test."""
    with psycopg.connect(os.environ["AMPARO_OWNER_DATABASE_URL"], autocommit=True) as connection:
        yield connection


@pytest.fixture
def redis():
    """A Redis of the test's own."""
    if not brokers.PROGRAM:
        pytest.skip("Redis is not installed (package redis-server)")
    server = brokers.Redis()
    server.start()
    yield server
    server.kill()


@pytest.fixture(params=["filesystem", "redis"])
def broker(request, monkeypatch, tmp_path):
    """Each broker in turn, where programs started by the test find it: the demo's folder, then Redis."""
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))
    if request.param == "redis":
        monkeypatch.setenv("CELERY_BROKER_URL", request.getfixturevalue("redis").url)
    return request.param


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Emptying tables would need the trail's trigger switched off, so nothing here empties tables."""
    mark = item.get_closest_marker("django_db")
    if mark and (mark.args or mark.kwargs.get("transaction") or mark.kwargs.get("reset_sequences")):
        pytest.fail(
            "A test that commits asks for `committed_db`, not for django_db(transaction=True).", False
        )


def pytest_addoption(parser):
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


def pytest_sessionfinish(session):
    """Where everything is installed, a test that did not run is a test that failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and session.config.getoption("no_skips") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(items):
    """A test that asks for a page is a browser test, without having to say so; the long ones come first."""
    items[:] = long_ones_first(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (package chromium)"))


def long_ones_first(items, processes):
    """The order in which each process begins with its share of the long tests, and none ends alone with one.

    pytest-xdist gives every process an equal stretch of the list, before they take from each other's end.
    Those that wait for a clock stand together: they fall to one process, and the others have the cores.
    """
    long = [item for item in items if item.get_closest_marker("long")]
    rest = iter([item for item in items if not item.get_closest_marker("long")])
    order = []
    for process in range(processes):
        stretch = (len(items) - len(order)) // (processes - process)
        share = long[len(long) * process // processes : len(long) * (process + 1) // processes]
        order += [*share, *islice(rest, max(0, stretch - len(share)))]
    return order


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(SWITCHES)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "es-GT", "timezone_id": "America/Guatemala"}
