"""Programs in sessions of their own, which Ctrl-C does not reach; and those that a killed supervisor left."""

import contextlib
import json
import os
import signal
import subprocess
import time

import psutil

from demo import CHECKOUT
from demo.places import write_private

FIRST_DELAY, LONGEST_DELAY, LIVED_WELL = 1, 30, 60


class Child:
    """One program: started, watched, started again after a while, stopped with all it started."""

    def __init__(self, name, command, *, environment, log, patience=5):
        self.name, self.command, self.environment = name, [str(word) for word in command], environment
        self.log, self.patience = log, patience
        self.process, self.exit_code, self.started, self.due, self.delay = None, None, 0, 0, 0

    def start(self):
        """Start in a new session; what it says goes to its log, or to the terminal if it has none."""
        with self.log.open("ab") if self.log else contextlib.nullcontext() as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=CHECKOUT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.started = time.monotonic()

    def has_died(self):
        """True once for each death; it is due again after a delay, which doubles while it keeps dying."""
        if self.process is None or self.process.poll() is None:
            return False
        self._end_session()
        lived_well = time.monotonic() - self.started > LIVED_WELL
        self.delay = FIRST_DELAY if lived_well or not self.delay else min(self.delay * 2, LONGEST_DELAY)
        self.due = time.monotonic() + self.delay
        self.exit_code, self.process = self.process.returncode, None
        return True

    def obituary(self):
        """How it ended, for the terminal."""
        code = self.exit_code
        how = f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"
        return f"The {self.name} {how} and is started again in {self.delay} s; {self.log} may say why."

    def is_due(self):
        return self.process is None and time.monotonic() >= self.due

    def stop(self):
        """Ask it to finish; after `patience` seconds end it and whatever it started."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._end_session()
        self.process = None

    def last_line(self):
        """The last thing it said, which is mostly why it stopped."""
        lines = self.log.read_text(errors="replace").strip().splitlines() if self.log.exists() else []
        return lines[-1] if lines else "it said nothing."

    def _end_session(self):
        with contextlib.suppress(ProcessLookupError):  # nobody is left in it
            os.killpg(self.process.pid, signal.SIGKILL)


def write_down(children, file):
    """Note which processes are ours, for the start after a kill."""
    running = [(child.process.pid, child.command) for child in children if child.process is not None]
    notes = [
        {"session": pid, "command": command, "since": psutil.Process(pid).create_time()}
        for pid, command in running
    ]
    write_private(file, json.dumps(notes))


def end_leftovers(file):
    """End what a killed supervisor left running and say how many processes that were."""
    try:
        notes = {note["session"]: note for note in json.loads(file.read_text())}
    except FileNotFoundError:
        return 0
    left = [process for process in psutil.process_iter() if was_left(process, notes)]
    for process in left:
        process.terminate()
    stubborn = psutil.wait_procs(left, timeout=5)[1]
    for process in stubborn:
        process.kill()
    psutil.wait_procs(stubborn, timeout=5)
    file.unlink()
    return len(left)


def was_left(process, notes):
    """A number alone proves nothing after a restart: session, command and time must be those we noted."""
    try:
        note = notes.get(os.getsid(process.pid))
        return note and process.cmdline() == note["command"] and process.create_time() > note["since"] - 1
    except (psutil.Error, ProcessLookupError):
        return False
