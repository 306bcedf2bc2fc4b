import os
import uuid

from django.db import models
from django.db.models import F, Q

from vault.fields import SealedBytes, SealedText
from vault.keyring import LENGTH, Key
from vault.models import Sealed

CHUNK = 1024 * 1024
LARGEST = 25 * CHUNK


def new_key():
    """The key of one file."""
    return os.urandom(LENGTH)


class SealedFile(Sealed, models.Model):
    """A file kept in the database in chunks, sealed with a key of its own that its subject's key seals.

    So a file moves to another subject, or is erased with its own, without its chunks being touched.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealing_kind = models.CharField(max_length=20)
    sealed_for = models.UUIDField()
    name = SealedText(max_length=200)
    key = SealedBytes(default=new_key)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    chunks = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0, size__lte=LARGEST), name="sealed_file_size"),
            models.CheckConstraint(
                condition=Q(size__lte=F("chunks") * CHUNK, size__gt=(F("chunks") - 1) * CHUNK),
                name="sealed_file_fills_its_chunks",
            ),
        ]
        indexes = [models.Index(fields=["sealed_for"], name="sealed_file_subject")]

    def sealing_subject(self):
        return self.sealed_for

    def opened_key(self):
        """The key that opens the chunks."""
        return Key(self.pk.bytes[:4], self.key)


class SealedChunk(models.Model):
    """One chunk of a file, sealed for its place: with one moved or left out the file does not open."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(SealedFile, models.CASCADE, related_name="+")
    index = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "index"], name="sealed_chunk_once")]
