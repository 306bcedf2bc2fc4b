"""A worker that has gone deaf ends itself, and whoever looks after it starts it again.

When Redis dies under a busy worker, Celery may go on without ever reading from it again (seen with Celery 5.7
and kombu 5.7). Beat asks for something every two seconds: messages that wait while a worker hears nothing for
long, though it has hands free, mean that it is deaf. Where `WORKER_SIGN` names a file, the time of that file
says when it was last found well: containers look at it, for a worker takes no commands from outside.
"""

import logging
import os
import signal
import threading
import time
from pathlib import Path

from celery.signals import task_received
from celery.worker import state
from django.conf import settings

QUIET_SECONDS, BETWEEN_LOOKS = 20, 5

logger = logging.getLogger(__name__)


class Watch(threading.Thread):
    """Looks now and then, and asks the worker to end when it was deaf twice in a row."""

    def __init__(self, app, hands):
        super().__init__(name="watch", daemon=True)
        self.app, self.hands, self.heard = app, hands, time.monotonic()
        task_received.connect(self.hear)

    def hear(self, **kwargs):
        self.heard = time.monotonic()

    def run(self):
        deaf = 0
        while deaf < 2:
            time.sleep(BETWEEN_LOOKS)
            deaf = 0 if self.is_well() else deaf + 1
        logger.critical("Messages wait and this worker hears none of them: it ends, to be started again.")
        os.kill(os.getpid(), signal.SIGTERM)

    def is_well(self):
        """Not deaf; the file says when that was found last."""
        if self.is_deaf():
            return False
        if settings.WORKER_SIGN:
            Path(settings.WORKER_SIGN).touch()
        return True

    def is_deaf(self):
        """Quiet for long, hands free, and messages waiting."""
        quiet = time.monotonic() - self.heard > QUIET_SECONDS
        return quiet and len(state.reserved_requests) < self.hands and self.messages_wait()

    def messages_wait(self):
        """Whether the broker holds messages; False while it cannot be asked."""
        with self.app.connection_for_read() as broker:
            try:
                name = self.app.conf.task_default_queue
                return broker.default_channel.queue_declare(name, passive=True).message_count > 0
            except (*broker.connection_errors, *broker.channel_errors):
                return False


def begin(sender, **kwargs):
    """Watch over the worker that has just begun to listen."""
    Watch(sender.app, sender.pool.num_processes).start()
