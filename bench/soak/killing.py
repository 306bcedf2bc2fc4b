"""Programs that are killed with -9 and started again."""

import os
import signal
import threading

import psycopg

from demo import programs
from demo.children import Child
from demo.databases import NAME
from demo.postgres import SUPERUSER


class House(threading.Thread):
    """A worker and a beat with the broker they share; whichever dies is started again."""

    def __init__(self, directory, broker):
        super().__init__(daemon=True)
        self.closing, self.restarts = threading.Event(), 0
        environment = os.environ | {"CELERY_BROKER_URL": broker, "AMPARO_DATA": str(directory)}
        self.worker = Child("worker", programs.WORKER, environment=environment, log=directory / "worker.log")
        self.beat = Child(
            "beat", programs.beat(directory), environment=environment, log=directory / "beat.log"
        )

    def __enter__(self):
        self.beat.start()
        self.worker.start()
        self.start()
        return self

    def __exit__(self, *error):
        self.closing.set()
        self.join()
        self.beat.stop()
        self.worker.stop()

    def run(self):
        while not self.closing.wait(0.2):
            for child in (self.beat, self.worker):
                if child.process.poll() is not None:
                    self.restarts += 1
                    child.start()

    def kill(self, child):
        """Kill a program with all it started."""
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def terminate_connections(server):
    """End every connection of the application, whatever it is doing; answer how many."""
    terminate = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(server.url(SUPERUSER, "postgres")) as superuser:
        return superuser.execute(terminate, [NAME]).fetchone()[0]
