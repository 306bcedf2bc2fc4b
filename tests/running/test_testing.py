"""`make test` itself: one server for a run, none left after it, and no test that silently did not run."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from demo import CHECKOUT
from tests import conftest, template

OURS = ("AMPARO_DATA", "AMPARO_TEST_", "DATABASE_URL", "PYTEST_")
START = """
import os
from tests import database
database.set_environment("main")
database.start()
print(os.environ["AMPARO_TEST_DIRECTORY"], flush=True)
input()
"""


@pytest.fixture
def another_run(monkeypatch):
    """The environment of a run of its own, which knows nothing of this one."""
    for name in list(os.environ):
        if name.startswith(OURS):
            monkeypatch.delenv(name)


def servers_of(directory):
    return [
        p for p in psutil.process_iter(["cmdline"]) if str(directory / "cluster") in (p.info["cmdline"] or ())
    ]


def start_and_kill_a_run():
    """A run that is killed once its server stands; answers its directory."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", START], cwd=CHECKOUT, text=True, **pipes) as run:
        home = run.stdout.readline().strip()
        run.kill()
    return Path(home)


def test_the_next_run_ends_the_server_of_a_run_that_was_killed(another_run):
    dead = start_and_kill_a_run()
    assert len(servers_of(dead)) == 1

    next_one, alive = template.new_server()

    try:
        assert servers_of(dead) == []
        assert not dead.exists()
    finally:
        template.shutil.rmtree(next_one.home)
        alive.close()


def test_a_run_that_is_going_on_is_left_alone(another_run):
    one, alive = template.new_server()
    other, also_alive = template.new_server()

    assert one.home.exists()
    for server, lock in ((one, alive), (other, also_alive)):
        template.shutil.rmtree(server.home)
        lock.close()


def test_a_new_migration_makes_a_new_template(tmp_path, monkeypatch):
    programs = template.programs_to_test(Path(os.environ["AMPARO_DATA"]))
    (tmp_path / "cases" / "migrations").mkdir(parents=True)
    monkeypatch.setattr(template, "CHECKOUT", tmp_path)
    before = template.fingerprint(programs)

    (tmp_path / "cases" / "migrations" / "0002_more.py").write_text("# more")

    assert template.fingerprint(programs) != before


def a_test_with_a_browser(page):
    """Asks for a page, and so for Chromium."""


@pytest.mark.parametrize(("chromium", "skipped"), [("/usr/bin/chromium", False), (None, True)])
def test_a_test_with_a_page_is_skipped_by_name_without_chromium(request, monkeypatch, chromium, skipped):
    monkeypatch.setattr(conftest, "CHROMIUM", chromium)
    parent = request.node.parent
    item = pytest.Function.from_parent(parent, name="a_test_with_a_browser", callobj=a_test_with_a_browser)

    conftest.pytest_collection_modifyitems([item])

    assert item.get_closest_marker("browser")
    assert bool(item.get_closest_marker("skip")) is skipped


class Item:
    """A test that was collected."""

    def __init__(self, number, is_long):
        self.number, self.is_long = number, is_long

    def get_closest_marker(self, name):
        return name == "long" and self.is_long


def test_each_process_begins_with_its_share_of_the_long_tests_and_none_is_left_out():
    items = [Item(number, number in {1, 8, 9, 11}) for number in range(12)]

    ordered = [item.number for item in conftest.long_ones_first(items, 3)]

    assert ordered == [1, 0, 2, 3, 8, 4, 5, 6, 9, 11, 7, 10]


@pytest.mark.parametrize("processes", [1, 2, 3, 8])
def test_no_test_is_left_out_when_long_ones_come_first(processes):
    items = [Item(number, number > 1) for number in range(6)]

    ordered = [item.number for item in conftest.long_ones_first(items, processes)]

    assert sorted(ordered) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(("option", "code"), [((), 0), (("--no-skips",), 1)])
def test_where_everything_is_installed_a_skipped_test_fails_the_run(another_run, tmp_path, option, code):
    (tmp_path / "test_x.py").write_text("import pytest\ndef test_x(): pytest.skip('not here')\n")
    command = [sys.executable, "-m", "pytest", "-c", CHECKOUT / "pyproject.toml", "-p", "tests.conftest"]

    done = subprocess.run([*command, *option, tmp_path], cwd=CHECKOUT, capture_output=True, text=True)

    assert "1 skipped" in done.stdout
    assert done.returncode == code
