"""Signs of life while a row is worked on."""

import logging
import threading

from django.db import DatabaseError, connection
from django.db.models.functions import Now

from work import effects
from work.models import Heartbeat, Progress

BEAT_SECONDS = 15
PACE_SECONDS = 0.5
END_SECONDS = 10

logger = logging.getLogger(__name__)


class Pulse(threading.Thread):
    """Beats while one attempt lasts and writes its progress, over a connection of its own.

    So the lease of long work does not run out, and a page sees progress while the transaction is open.
    """

    def __init__(self, worker, row_id):
        super().__init__(name="pulse", daemon=True)
        self.worker, self.row_id = worker, row_id
        self.latest, self.ended, self.woken = None, threading.Event(), threading.Event()

    def __enter__(self):
        self.token = effects.reporting.set(self)
        self.start()
        return self

    def __exit__(self, *error):
        effects.reporting.reset(self.token)
        self.ended.set()
        self.woken.set()
        self.join(END_SECONDS)

    def report(self, done, total, code):
        """Remember how far the work is; the thread writes the latest word."""
        self.latest = {"done": done, "total": total, "code": code}
        self.woken.set()

    def run(self):
        try:
            while not self.ended.is_set():
                self.woken.wait(BEAT_SECONDS)
                self.woken.clear()
                self.show_life()
                self.ended.wait(PACE_SECONDS)
            self.show_life()
        finally:
            connection.close()

    def show_life(self):
        """Write what there is to write; a data base that is away now is asked again at the next beat."""
        try:
            if not self.ended.is_set():
                self.beat()
            if self.latest:
                self.write_progress()
        except DatabaseError:
            logger.warning("A heartbeat was missed.", extra={"outbox": self.row_id})
            connection.close()

    def beat(self):
        signs = [Heartbeat(worker=self.worker, at=Now())]
        Heartbeat.objects.bulk_create(
            signs, update_conflicts=True, unique_fields=["worker"], update_fields=["at"]
        )

    def write_progress(self):
        latest, self.latest = self.latest, None
        signs = [Progress(row_id=self.row_id, at=Now(), **latest)]
        Progress.objects.bulk_create(
            signs,
            update_conflicts=True,
            unique_fields=["row_id"],
            update_fields=["done", "total", "code", "at"],
        )
