from datetime import timedelta

from django.db import models
from django.db.models import Case, F, Value, When
from django.utils import timezone

KEPT = timedelta(days=1)


class RequestCountQuerySet(models.QuerySet):
    def in_minute(self, key, minute):
        """How many requests were counted for this key in this minute."""
        return self.filter(key=key, minute=minute).values_list("count", flat=True).first() or 0

    def add_one(self, key, minute):
        """Count one more; two that end at the same instant are both counted."""
        again = Case(When(minute=minute, then=F("count") + 1), default=Value(1))
        if not self.filter(key=key).update(count=again, minute=minute):
            self.bulk_create([self.model(key=key, minute=minute, count=1)], ignore_conflicts=True)

    def outdated(self):
        """Counts of minutes long past."""
        return self.filter(minute__lt=(timezone.now() - KEPT).timestamp() // 60)


class RequestCount(models.Model):
    """How many requests one token sent in its latest minute."""

    key = models.CharField(max_length=80, primary_key=True)
    minute = models.BigIntegerField()
    count = models.PositiveIntegerField()

    objects = RequestCountQuerySet.as_manager()
