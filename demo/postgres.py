"""PostgreSQL started and stopped by us: on loopback only, on a free port, every role with its password."""

import json
import os
import re
import signal
import socket
import subprocess
import time

import psutil

from demo import Refused
from demo.places import account

SUPERUSER, OWNER, APPLICATION = "postgres", "amparo_owner", "amparo_app"
START_SECONDS, STOP_SECONDS, FORCE_SECONDS = 60, 20, 5
KNOWN_REASONS = {
    "No space left on device": "The disk is full: PostgreSQL could not write in {home}.",
    "are incompatible with server": (
        "The data in {home} was written by another version of PostgreSQL: start afresh with RESET=1."
    ),
}


def plain_environment():
    """What PostgreSQL's programs see: none of the PG… variables the user may have set for another server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def reason(what, output, home):
    """One sentence out of what a program of PostgreSQL said before it gave up."""
    for sign, sentence in KNOWN_REASONS.items():
        if sign in output:
            return sentence.format(home=home)
    complaints = re.findall(r"(?:FATAL|PANIC|ERROR|error):\s+(.*)", output)
    return f"{what}: {(complaints or output.splitlines() or ['it gave no reason.'])[-1]}"


def free_port():
    """A port of the loopback address on which nothing listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One PostgreSQL server over the cluster in one directory (demo.cluster makes it)."""

    def __init__(self, home, programs, **settings):
        self.home, self.programs, self.settings = home, programs, settings
        self.cluster, self.log, self.passwords_file = home / "cluster", home / "log", home / "passwords"
        self.process = self.port = None

    def start(self):
        """Start on a free port, or on the same one again, and return once connections are taken."""
        self.end_leftover()
        for port in [self.port] if self.port else [free_port() for _ in range(5)]:
            self._launch(port)
            if self._becomes_ready():
                self.port = port
                return
            if "could not bind" not in self.last_words():
                break
        raise Refused(reason("PostgreSQL did not start", self.last_words(), self.home))

    def stop(self):
        """Stop in order; what does not listen within STOP_SECONDS is made to."""
        if self.process is not None:
            end(self.process)
        self.process = None

    def end_leftover(self):
        """End a server whose supervisor was killed, and forget the pid file of one that is long gone."""
        note = self.cluster / "postmaster.pid"
        try:
            process = psutil.Process(int(note.read_text().splitlines()[0]))
            if str(self.cluster) in process.cmdline():
                end(process)
        except (FileNotFoundError, IndexError, psutil.Error):
            pass  # nobody is there
        note.unlink(missing_ok=True)

    def url(self, role, database):
        """The address of a database for one role."""
        password = json.loads(self.passwords_file.read_text())[role]
        return f"postgres://{role}:{password}@127.0.0.1:{self.port}/{database}"

    def last_words(self):
        return self.log.read_text(errors="replace")

    def _launch(self, port):
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.cluster, "-p", str(port), *options],
                env=plain_environment(),
                cwd=self.cluster,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **account(),
            )

    def _becomes_ready(self):
        note, until = self.cluster / "postmaster.pid", time.monotonic() + START_SECONDS
        while self.process.poll() is None:
            if note.exists() and note.read_text().rstrip().endswith("ready"):
                return True
            if time.monotonic() > until:
                self.stop()
                return False
            time.sleep(0.02)
        return False


def end(process):
    """End a postmaster: first with its transactions rolled back, then at once, then by force."""
    steps = ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, FORCE_SECONDS), (signal.SIGKILL, FORCE_SECONDS))
    for sign, patience in steps:
        process.send_signal(sign)
        try:
            process.wait(patience)
        except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
            continue
        return
