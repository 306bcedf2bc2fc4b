"""Among many people one process holds the names for all the web processes of a machine."""

import os
import stat
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from django.urls import reverse

from cases import named
from tests.cases.test_finding_by_name import case_of, named_so, signed_in
from tests.factories.cases import caseworker
from vault.errors import NamesAway


@pytest.fixture
def holder(committed_db, tmp_path, settings):
    """The process, which reads what the test has written by the time it is asked for."""
    settings.NAMES_SOCKET = str(tmp_path / "names")
    running = []

    def start():
        program = subprocess.Popen(
            [sys.executable, "manage.py", "search_index"],
            env=os.environ | {"NAMES_SOCKET": settings.NAMES_SOCKET},
            start_new_session=True,
        )
        running.append(program)
        wait_until(has_read)
        return program

    named.directory.cache_clear()
    yield start
    for program in running:
        program.kill()
        program.wait()


def has_read():
    with suppress(NamesAway):
        return named.asked().built
    return False


def wait_until(holds, seconds=60):
    """Give the other process time; it is another thing than how long it takes."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_process_of_its_own_finds_what_is_seen_follows_and_may_be_started_again(client, holder):
    worker = caseworker()
    case = case_of(worker, "Ixchel", "Tzoc", "Ceiba")
    case_of(caseworker(), "Ixchel", "Coc", "Jade")
    signed_in(client, worker)
    assert client.get("/readyz").status_code == 200, "a process that is away holds up nobody"
    away = client.post(reverse("cases:find"), {"known": "Ixchel"}).context["found"]

    program = holder()
    found = named_so(client, "Ishchel")
    case_of(worker, "Rosario", "Luna", "Nance")
    wait_until(lambda: named_so(client, "Rosario") == ["Nance"])
    program.kill()
    program.wait()
    gone = client.post(reverse("cases:find"), {"known": "Ixchel"}).context["found"]
    holder()

    assert (away.sentence, gone.sentence, found) == (named.AWAY, named.AWAY, ["Ceiba"])
    assert named_so(client, "Ixchel") == [case.code_name]


def test_nobody_but_its_own_user_may_ask_it(holder, settings):
    holder()

    assert stat.S_IMODE(os.stat(settings.NAMES_SOCKET).st_mode) == 0o600
