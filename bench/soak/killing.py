"""Programs that are killed with -9 and started again."""

import os
import signal
import subprocess

import psycopg

from demo import programs
from demo.children import Child
from demo.databases import NAME
from demo.places import make_directory
from demo.postgres import SUPERUSER, free_port


class House:
    """A worker and a beat with the broker they share."""

    def __init__(self, directory, broker):
        environment = os.environ | {"CELERY_BROKER_URL": broker, "AMPARO_DATA": str(directory)}
        self.worker = Child("worker", programs.WORKER, environment=environment, log=directory / "worker.log")
        self.beat = Child(
            "beat", programs.beat(directory), environment=environment, log=directory / "beat.log"
        )

    def __enter__(self):
        self.beat.start()
        self.worker.start()
        return self

    def __exit__(self, *error):
        self.beat.stop()
        self.worker.stop()

    def kill(self, child):
        """Kill a program with all it started, then start it again, as whoever looks after it would."""
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        child.start()


class Redis:
    """A Redis server that keeps nothing, on a port of its own."""

    def __init__(self, directory):
        self.directory, self.port = make_directory(directory), free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.kill()

    def start(self):
        place = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.directory)]
        nothing_kept = ["--save", "", "--appendonly", "no"]
        with (self.directory / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(
                ["redis-server", *place, *nothing_kept], stdout=log, start_new_session=True
            )

    def kill(self):
        self.process.kill()
        self.process.wait()


def terminate_connections(server):
    """End every connection of the application, whatever it is doing; answer how many."""
    terminate = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(server.url(SUPERUSER, "postgres")) as superuser:
        return superuser.execute(terminate, [NAME]).fetchone()[0]
