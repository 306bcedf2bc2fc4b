from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

COUNTED_FOR = timedelta(hours=1)


class BadTryQuerySet(models.QuerySet):
    def counted(self):
        """Those of the last hour."""
        return self.filter(at__gt=Now() - COUNTED_FOR)

    def outdated(self):
        """Those that count no more."""
        return self.filter(at__lte=Now() - COUNTED_FOR)


class BadTry(models.Model):
    """One refused sign-in, by the keyed digest of where it came from; never by what was typed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())
    address = models.BinaryField(max_length=32)

    objects = BadTryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="bad_try_at"),
            models.Index(fields=["address", "at"], name="bad_try_address"),
        ]
