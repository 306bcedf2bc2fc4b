"""A Redis for one test, which may kill it; it keeps nothing on disk."""

import shutil
import signal
import socket
import subprocess
import time

from demo.postgres import free_port

PROGRAM = shutil.which("redis-server")


class Redis:
    """redis-server on a free port of the loopback address."""

    def __init__(self):
        self.port, self.process = free_port(), None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        """Start empty, on the same port each time, and return once it answers."""
        options = f"--bind 127.0.0.1 --port {self.port} --appendonly no --dir /".split()
        self.process = subprocess.Popen(
            [PROGRAM, *options, "--save", ""],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except ConnectionRefusedError:
                time.sleep(0.02)
            else:
                return
        raise TimeoutError("redis-server did not answer within 10 seconds.")

    def kill(self):
        """End it at once, with everything it held."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
