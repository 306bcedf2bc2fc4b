"""An intake over a slow line, 400 kbit/s and 400 ms, the pages served as an installation serves them.

With `-s` it says what each page weighed and how long it took; only weights are asserted, because they do not
depend on the machine.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from cases.models import Case
from demo import CHECKOUT
from demo.postgres import free_port
from tests.factories.cases import caseworker, working_office
from tests.journeys.looking import Visit

LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400 * 1024 / 8,
    "uploadThroughput": 400 * 1024 / 8,
}
FIRST, NEXT = 60 * 1024, 40 * 1024
WHOLE = 3 * 60  # seconds of her steps
GUNICORN = [sys.executable, "-m", "gunicorn", "--config=docker/gunicorn.py", "config.wsgi"]


@pytest.fixture
def address(committed_db, tmp_path):
    """The web program of an installation, its static files hashed and compressed; only HTTPS is left out."""
    environment = os.environ | {"STATIC_ROOT": str(tmp_path / "collected")}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, cwd=CHECKOUT, env=environment, check=True)
    port = free_port()
    web = subprocess.Popen([*GUNICORN, f"--bind=127.0.0.1:{port}"], cwd=CHECKOUT, env=environment)
    wait_for(port, web)
    yield f"http://localhost:{port}"
    web.send_signal(signal.SIGTERM)
    web.wait(60)


def wait_for(port, web):
    """Return once the program listens."""
    until = time.monotonic() + 60
    while time.monotonic() < until and web.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("gunicorn did not start.")


class Line:
    """A browser's slow line, and what came through it."""

    def __init__(self, page):
        self.page, self.bytes, self.pages = page, 0, []
        self.wire = page.context.new_cdp_session(page)
        self.wire.on("Network.loadingFinished", self._arrived)
        self.wire.send("Network.enable")
        self.wire.send("Network.emulateNetworkConditions", LINE)

    def _arrived(self, event):
        self.bytes += event["encodedDataLength"]

    @property
    def seconds(self):
        """How long all pages took together."""
        return sum(took for _name, _weight, took in self.pages)

    @contextmanager
    def opening(self, name):
        """What is done here ends on a page of this name, which is weighed with all that it fetched."""
        self.bytes, began = 0, time.monotonic()
        yield
        self.page.wait_for_load_state("networkidle")
        self.pages.append((name, self.bytes, time.monotonic() - began))


def take_in(visit, line):
    """The whole intake of a woman, page after page."""
    with line.opening("my day"):
        visit.go("/")
    with line.opening("new case"):
        visit.go("/cases/new/")
    visit.choose("who brought or sent her", "police")
    for name, value in {"danger": "no", "sex": "F", "majority": "adult"}.items():
        visit.tick(name, value)
    with line.opening("intake"):
        visit.press("Save and go on")
    with line.opening("grounds"):
        visit.follow("Ground or consent")
    with line.opening("consent"):
        visit.follow("Consent")
    visit.tick("answer", "given")
    visit.tick("giver", "self_adult")
    visit.tick("purposes", "data_processing")
    with line.opening("person"):
        visit.press("Save and go on")
    visit.fill("given names", "Marta Lidia")
    visit.fill("Birth date", "03/2001")
    with line.opening("exploitation"):
        visit.press("Save and go on")
    visit.tick("acts", "recruitment")
    visit.tick("purposes", "forced_labour")
    with line.opening("needs"):
        visit.press("Save and go on")
    visit.tick("needs", "food")
    with line.opening("intake, done"):
        visit.press("Save and go on")
    with line.opening("the case"):
        visit.follow("To the case")
    with line.opening("new service"):
        visit.follow("New service")


def test_an_intake_over_a_slow_line_fetches_little(address, page):
    visit = Visit.signed_in(caseworker(working_office(), user__language="es"), page, address)
    line = Line(page)

    take_in(visit, line)

    for name, weight, took in [*line.pages, ("in all", sum(row[1] for row in line.pages), line.seconds)]:
        sys.stdout.write(f"{name:14} {weight / 1024:6.1f} KB {took:6.1f} s\n")
    assert Case.objects.get().needs.count() == 1
    first, *others = [(name, weight) for name, weight, _took in line.pages]
    assert first[1] <= FIRST
    assert [row for row in others if row[1] > NEXT] == []
    assert line.seconds <= WHOLE
