from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from work.models import Record

# So long what was joined can be taken apart again (design §2).
UNDONE_WITHIN = timedelta(days=30)


class Merge(Record):
    """Two people were found to be one: cases and papers of one hang on the other since.

    The row that was left keeps her names under her own key, so that it can be undone, and so that what was
    kept of earlier changes stays readable.
    """

    kept = models.ForeignKey("cases.Person", models.PROTECT, related_name="merges")
    left = models.ForeignKey("cases.Person", models.PROTECT, related_name="+")
    likeness = models.ForeignKey("cases.Likeness", models.PROTECT, related_name="merges")
    # What came from the row that was left: its cases, and other rows of hers by their table.
    cases = ArrayField(models.UUIDField())
    # The version of the kept row once it was filled in from the other one; null where nothing was missing.
    filled = models.PositiveIntegerField(null=True, blank=True, editable=False)
    rows = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left"], condition=Q(undone_at=None), name="person_joined_once"),
            models.CheckConstraint(condition=~Q(kept=F("left")), name="merge_of_two_people"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_somebody",
            ),
        ]

    @property
    def undone_until(self):
        """The moment until which it can be taken apart."""
        return self.created_at + UNDONE_WITHIN

    @property
    def may_be_undone(self):
        return self.undone_at is None and timezone.now() <= self.undone_until
