"""Keeps web server, worker and beat running, and stops them in order."""

import contextlib
import http.client
import os
import select
import signal
import sys
import time

from demo import Refused
from demo.children import Child, end_leftovers, write_down

READY_SECONDS = 180
TRIES_BEFORE_GIVING_UP = 3


class Stopped(Exception):
    """The user asked to stop, by Ctrl-C or a signal."""


def plainly(story):
    """Run a story; whatever stands in its way is said in one sentence, without a traceback."""
    os.umask(0o077)
    try:
        story()
    except Stopped:
        say("Amparo has stopped.")
    except KeyboardInterrupt:
        sys.exit(130)
    except Refused as refused:
        sys.exit(str(refused))
    except OSError as error:
        sys.exit(f"{error.strerror}: {error.filename}")


def say(line):
    """One line to the terminal, which may be gone already."""
    with contextlib.suppress(OSError):
        print(line, flush=True)


class Supervisor:
    """Runs steps to their end and children for as long as the user likes."""

    def __init__(self, directory):
        self.directory, self.server = directory, None
        self.children, self.asked_to_stop = [], False
        self.has_terminal = os.isatty(0)

    def __enter__(self):
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._ask)
        if end_leftovers(self.directory / "children.json"):
            say("Ended what an earlier start had left running.")
        return self

    def __exit__(self, *_):
        for child in self.children:
            child.stop()
        if self.server:
            self.server.stop()
        (self.directory / "children.json").unlink(missing_ok=True)

    def pause(self, seconds=0.1):
        """Wait a moment, unless the user has asked to stop."""
        if self.asked_to_stop or (self.has_terminal and is_hung_up(0)):
            raise Stopped
        time.sleep(seconds)

    def step(self, command, environment, log="setup"):
        """Run a program to its end, or refuse with its last words; without a log it says them itself."""
        child = Child("setup", command, environment=environment, log=log and self._log(log))
        self._start(child)
        while child.process.poll() is None:
            self.pause(0.05)
        self.children.remove(child)
        if child.process.returncode:
            raise Refused(
                f"{child.last_line()} (The whole story is in {child.log}.)" if log else "It has failed."
            )

    def keep(self, name, command, environment, patience=5):
        """Start a program that stays; the order of keeping is the order of stopping."""
        child = Child(name, command, environment=environment, log=self._log(name), patience=patience)
        self._start(child)
        return child

    def wait_until_ready(self, port):
        """Return once the web server answers that everything behind it is there."""
        until, deaths = time.monotonic() + READY_SECONDS, 0
        while not answers(port):
            deaths += self.look_after()
            if deaths >= TRIES_BEFORE_GIVING_UP or time.monotonic() > until:
                raise Refused(
                    f"Amparo did not get ready; what its programs said is in {self.directory / 'log'}."
                )
            self.pause()

    def stay(self):
        """Look after the children until the user stops them."""
        while True:
            self.look_after()
            self.pause()

    def look_after(self):
        """Say which child has died and start again those that are due; answers how many died."""
        deaths = 0
        if self.server and self.server.process.poll() is not None:
            say("PostgreSQL stopped by itself and is started again.")
            self.server.start()
        for child in self.children:
            if child.has_died():
                deaths += 1
                say(child.obituary())
            elif child.is_due():
                self._start(child)
        return deaths

    def _start(self, child):
        child.start()
        if child not in self.children:
            self.children.append(child)
        write_down(self.children, self.directory / "children.json")

    def _log(self, name):
        directory = self.directory / "log"
        directory.mkdir(exist_ok=True)
        log = directory / f"{name.split()[0]}.log"
        log.write_bytes(b"")
        return log

    def _ask(self, *_):
        self.asked_to_stop = True


def is_hung_up(terminal):
    """A terminal that is closed tells only the leader of its session, and make does not pass it on."""
    poll = select.poll()
    poll.register(terminal, select.POLLHUP)
    return any(event & select.POLLHUP for _, event in poll.poll(0))


def answers(port):
    """True when /readyz says that the database and the indexes in memory are there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
