"""What other rooms build on: the base of every record, and the tables of work that must not be lost."""

from work.models.closed_lists import known
from work.models.files import SealedChunk, SealedFile
from work.models.idempotency import IdempotencyKey
from work.models.limits import RequestCount
from work.models.outbox import LEASE, UNTAKEN, DueOnce, Heartbeat, OutboxRow, Receipt
from work.models.progress import Progress
from work.models.records import Record
from work.models.revisions import Revision

__all__ = [
    "LEASE",
    "UNTAKEN",
    "DueOnce",
    "Heartbeat",
    "IdempotencyKey",
    "OutboxRow",
    "Progress",
    "Receipt",
    "Record",
    "RequestCount",
    "Revision",
    "SealedChunk",
    "SealedFile",
    "known",
]
