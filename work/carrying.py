"""One outbox row is taken, done with its receipt in one transaction, or its failure is noted."""

import logging
import os
import socket
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from audit.actions import outliving_refusal, record, request_id
from vault.keys import held_keys
from work import effects
from work.models import LEASE, OutboxRow, Receipt
from work.pulse import Pulse

MOST_ATTEMPTS = 10
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)

logger = logging.getLogger(__name__)


def carry_out(pk):
    """Carry out the row's effect unless it has happened, its time has not come, or somebody else is at it."""
    worker = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
    named = request_id.set(uuid.uuid4())
    try:
        with outliving_refusal(), held_keys():
            if row := take(pk, worker):
                attempt(row, worker)
    finally:
        request_id.reset(named)


@transaction.atomic
def take(pk, worker):
    """The row, from now on leased to this worker; None when there is nothing to do for it.

    An attempt counts from its beginning, so that a row which kills its workers is given up too.
    """
    row = OutboxRow.objects.free_to_take().select_for_update(skip_locked=True).filter(pk=pk).first()
    if row is None:
        return None
    if row.attempts >= MOST_ATTEMPTS:
        give_up(row, "WorkerLost")
        return None
    row.attempts, row.leased_by, row.leased_until = row.attempts + 1, worker, Now() + LEASE
    row.save(update_fields=["attempts", "leased_by", "leased_until"])
    return row


def attempt(row, worker):
    """Try the effect, showing signs of life meanwhile; what fails is noted and tried again later."""
    try:
        with Pulse(worker, row.pk):
            perform(row, worker)
    except Exception as error:
        logger.exception("An effect failed.", extra={"outbox": row.pk, "task": row.effect})
        fail(row, worker, code_of(error))


def perform(row, worker):
    """The effect and its receipt, in one transaction; nothing when the lease was lost meanwhile."""
    function, prepare = effects.named(row.effect)
    prepared = [prepare(row.keys)] if prepare else []
    with transaction.atomic(durable=True):
        if held := lock(row, worker):
            function(row.keys, *prepared)
            Receipt.objects.create(row=held, worker=worker)
            held.done_at, held.last_error = Now(), ""
            held.save(update_fields=["done_at", "last_error"])


def lock(row, worker):
    """The row, locked, while it is open and still leased to this worker."""
    held = OutboxRow.objects.open().filter(pk=row.pk, leased_by=worker)
    return held.select_for_update(skip_locked=True).first()


@transaction.atomic
def fail(row, worker, code):
    """Note what failed, by class and place only, and when to try again; after MOST_ATTEMPTS give up."""
    if (held := lock(row, worker)) is None:
        return
    if held.attempts >= MOST_ATTEMPTS:
        give_up(held, code)
        return
    held.last_error, held.leased_by, held.leased_until = code, "", None
    held.not_before = Now() + min(FIRST_PAUSE * 2 ** (held.attempts - 1), LONGEST_PAUSE)
    held.save(update_fields=["last_error", "leased_by", "leased_until", "not_before"])


def give_up(row, code):
    """Leave the row to a person: it is shown to administrators and stands in the trail."""
    row.given_up_at, row.last_error, row.leased_by, row.leased_until = Now(), code, "", None
    row.save(update_fields=["given_up_at", "last_error", "leased_by", "leased_until"])
    subjects = [row.subject] if row.subject else []
    record("outbox.given_up", *subjects, kind="work.outboxrow", detail=[row.pk, row.effect, code[:80]])


def code_of(error):
    """Class of an error and the line that raised it; never its text, which may quote what somebody typed."""
    place = error.__traceback__
    while place.tb_next:
        place = place.tb_next
    return f"{type(error).__name__}:{place.tb_frame.f_globals.get('__name__', '')}:{place.tb_lineno}"[:200]
