"""From the outbox to the broker: due rows are leased and a message is sent for each."""

from django.db import transaction
from django.db.models.functions import Now

from work.models import UNTAKEN, OutboxRow

IN_FLIGHT = 50


def relay(send, now=None):
    """Lease due rows and send a message for each; what could not be sent is given back at once.

    Whoever dies in between loses nothing: the row is sent again when its lease runs out.
    """
    rows, sent = lease(now), 0
    try:
        for pk in rows:
            send(pk)
            sent += 1
    finally:
        give_back(rows[sent:])
    return sent


@transaction.atomic
def lease(now=None):
    """Lease due rows, oldest first, while fewer than IN_FLIGHT are being worked on; answer their ids."""
    room = max(IN_FLIGHT - OutboxRow.objects.in_flight(now).count(), 0)
    due = OutboxRow.objects.due(now).select_for_update(skip_locked=True).order_by("not_before", "id")
    rows = list(due.values_list("pk", flat=True)[:room])
    until = (Now() if now is None else now) + UNTAKEN
    OutboxRow.objects.filter(pk__in=rows).update(leased_until=until, leased_by="")
    return rows


def give_back(rows):
    """End the leases of rows that were not sent."""
    if rows:
        OutboxRow.objects.open().filter(pk__in=rows, leased_by="").update(leased_until=None)
