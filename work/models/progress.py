from datetime import timedelta

from django.db import models
from django.db.models.functions import Now


class ProgressQuerySet(models.QuerySet):
    def outdated(self):
        """Progress of work that ended long ago."""
        return self.filter(at__lt=Now() - timedelta(days=30))


class Progress(models.Model):
    """How far long work is; written over a connection of its own, so that a page sees it meanwhile."""

    row_id = models.BigIntegerField(primary_key=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True, default="")
    at = models.DateTimeField(db_default=Now())

    objects = ProgressQuerySet.as_manager()

    @property
    def percent(self):
        """Whole hundredths, never 100 before all is done; None while the size is not known."""
        return min(self.done, self.total) * 100 // self.total if self.total else None
