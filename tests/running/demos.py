"""`python -m demo` as a user starts it: nothing in the environment but what the test says."""

import os
import signal
import subprocess
import sys
import time
from urllib.request import urlopen

import psutil

from demo import CHECKOUT
from demo.postgres import free_port

SIGNS = {"beat": "beat", "worker": "worker", "config.wsgi": "web", "demo": "demo"}
PATIENCE = 300  # a machine that runs other tests beside this one


class Demo:
    """One demo in one directory, with all it says."""

    def __init__(self, directory, **environment):
        self.directory, self.port, self.process = directory, free_port(), None
        self.said = directory / "said"
        self.environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C",
            "AMPARO_DATA": str(directory),
            "PORT": str(self.port),
            **environment,
        }

    def start(self):
        """Start and return once the demo says where it is."""
        self.begin()
        self.wait_for(f"Amparo runs at http://127.0.0.1:{self.port}")

    def begin(self):
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "demo"],
                cwd=CHECKOUT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def wait_for(self, words):
        until = time.monotonic() + PATIENCE
        while words not in self.said.read_text():
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"It never said {words!r}: {self.said.read_text()}")
            time.sleep(0.1)

    def end(self, sign=signal.SIGINT):
        """Send a signal and answer the exit code."""
        self.process.send_signal(sign)
        return self.process.wait(PATIENCE)

    def refusal(self):
        """Start what cannot start; answer its exit code and what it said."""
        self.begin()
        return self.process.wait(PATIENCE), self.said.read_text()

    def page(self, path):
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def processes(self):
        """What runs for this demo: the number of each process and which program it is."""
        return {process.pid: name for process in psutil.process_iter() if (name := self.program(process))}

    def leaders(self, name):
        """The processes of one program that lead a session, which are those the supervisor started."""
        return [pid for pid, program in self.processes().items() if program == name and os.getsid(pid) == pid]

    def program(self, process):
        """The program that a process runs for this demo, or None."""
        try:
            words = process.cmdline()
            ours = process.environ().get("AMPARO_DATA") == str(self.directory)
        except (psutil.Error, FileNotFoundError):
            return None
        if str(self.directory / "demo" / "postgres" / "cluster") in words:
            return "postgres"
        return next((name for sign, name in SIGNS.items() if sign in words), "unknown") if ours else None

    def wait_until(self, true):
        until = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < until
            time.sleep(0.1)
