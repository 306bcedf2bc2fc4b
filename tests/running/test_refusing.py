"""What stands in the way of a start is said in one sentence, and nothing is left running."""

import json
import os
import runpy
import shutil
import socket
import subprocess
import sys

import pytest

from demo import CHECKOUT, Refused
from demo.postgres import free_port
from demo.state import State
from tests.factories.accounts import UserFactory
from tests.running.demos import Demo

VENV = CHECKOUT / "scripts" / "venv.py"


@pytest.fixture
def demo(home):
    return Demo(home)


def sentence(demo, **environment):
    """What a start that fails says, which is one line and no traceback."""
    demo.environment |= environment
    code, said = demo.refusal()
    assert code == 1
    assert demo.processes() == {}
    assert len(said.splitlines()) == 1
    return said.strip()


def test_a_port_that_is_taken(demo):
    with socket.create_server(("127.0.0.1", demo.port)):
        assert sentence(demo) == (
            f"Port {demo.port} cannot be used (Address already in use): try another, as in PORT=8001."
        )


@pytest.mark.parametrize("port", ["eight", "-1", "99999"])
def test_a_port_that_is_none(demo, port):
    assert sentence(demo, PORT=port) == f"PORT={port} is not the number of a port: try PORT=8001."


def test_a_database_that_does_not_answer(demo):
    url = f"postgres://somebody@127.0.0.1:{free_port()}/amparo"

    assert sentence(demo, DATABASE_URL=url) == (
        "PostgreSQL at 127.0.0.1, database amparo, refused: Connection refused "
        "(DATABASE_URL says where it is.)"
    )


def test_a_database_that_does_not_know_us(demo):
    assert sentence(
        demo, DATABASE_URL=os.environ["DATABASE_URL"].replace("amparo_app:", "amparo_app:not")
    ) == (
        f"PostgreSQL at 127.0.0.1, database {os.environ['DATABASE_URL'].rpartition('/')[2]}, refused: "
        'FATAL:  password authentication failed for user "amparo_app" (DATABASE_URL says where it is.)'
    )


def test_a_database_with_data_that_the_demo_did_not_invent(demo, committed_db):
    UserFactory(email="somebody@programme.example")

    assert sentence(demo, DATABASE_URL=os.environ["DATABASE_URL"]) == (
        f"PostgreSQL at 127.0.0.1, database {committed_db}, holds data that the demo did not invent: "
        "nothing in it was changed."
    )


def test_reset_over_a_database_that_is_not_the_demos(demo, committed_db):
    assert sentence(demo, RESET="1", DATABASE_URL=os.environ["DATABASE_URL"]) == (
        "RESET=1 does not empty the database that DATABASE_URL names: unset one of the two."
    )


def test_a_second_start_from_the_same_directory(demo, monkeypatch):
    monkeypatch.setenv("AMPARO_DATA", str(demo.directory))
    running = State()
    running.hold()

    assert sentence(demo) == (
        f"Amparo already runs from {demo.directory} (process {os.getpid()}): stop that one with Ctrl-C, "
        "or set AMPARO_DATA to another directory for a second one."
    )


def test_a_directory_that_cannot_be_written(demo):
    assert sentence(demo, AMPARO_DATA="/proc/amparo").startswith("/proc/amparo cannot be written")


def test_data_whose_keys_are_gone(home, monkeypatch):
    monkeypatch.setenv("AMPARO_DATA", str(home))
    state = State()
    state.database.mkdir(parents=True)
    (state.database / "passwords").write_text("{}")

    with pytest.raises(Refused, match="cannot be read without its keys: start afresh with RESET=1"):
        state.make_secrets()


def test_starting_afresh_takes_away_only_what_the_demo_made(home, monkeypatch):
    monkeypatch.setenv("AMPARO_DATA", str(home))
    state = State()
    state.make_secrets()
    before = state.secrets_file.read_text()
    (home / "a letter").write_text("of the user's own")
    (home / "broker").mkdir()

    state.reset()
    state.make_secrets()

    assert state.secrets_file.read_text() != before
    assert sorted(path.name for path in home.iterdir()) == ["a letter", "secrets.json"]


def run_venv(*lines):
    script = "\n".join(["import runpy, sys", *lines, f"runpy.run_path({str(VENV)!r}, run_name='__main__')"])
    done = subprocess.run([sys.executable, "-c", script, "demo", "true"], capture_output=True, text=True)
    return done.returncode, done.stderr.strip()


def test_a_python_that_is_too_old():
    code, said = run_venv("sys.version_info = (3, 9, 2)", "sys.version = '3.9.2 (main)'")

    assert code == 1
    assert said == (
        "Amparo needs Python 3.11 or newer and this is 3.9.2: "
        "name another one, as in `make demo PYTHON=python3.12`."
    )


def test_a_python_without_venv():
    assert run_venv("sys.modules['ensurepip'] = None") == (
        1,
        "Python's module venv is missing: install the package python3-venv, then run this again.",
    )


@pytest.mark.parametrize("asked", ["demo", "test"])
def test_a_venv_that_serves_both_is_not_made_again_for_either(tmp_path, asked):
    for name in ("requirements", "scripts"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    venv = runpy.run_path(str(tmp_path / "scripts" / "venv.py"))
    venv["VENV"].mkdir()
    venv["STAMP"].write_text(json.dumps(venv["wanted_stamp"](["runtime", "demo", "test"])))

    done = subprocess.run([sys.executable, venv["__file__"], asked, "echo", "started"], capture_output=True)

    assert (done.returncode, done.stdout, done.stderr) == (0, b"started\n", b"")
