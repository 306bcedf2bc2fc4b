import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

KEPT = timedelta(days=30)


class IdempotencyKeyQuerySet(models.QuerySet):
    def outdated(self):
        """Keys so old that nobody sends them again."""
        return self.filter(created_at__lt=Now() - KEPT)


class IdempotencyKey(models.Model):
    """A form or a request sent before is known by its key: what it made is answered, not made again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.UUIDField(null=True)
    key = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    fingerprint = models.BinaryField(null=True)
    made = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = IdempotencyKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], nulls_distinct=False, name="idempotency_key_once_for_a_user"
            )
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_age")]
