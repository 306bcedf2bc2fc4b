from django.db import models

from cases.models.cases import Case, Status
from work.models import known


class CaseCounter(models.Model):
    """The last running number given in a year; its row is locked while the next is taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)


# The code of a line that says that the case went to another office, and to no other status.
TRANSFERRED = "transferred"


class StatusChange(models.Model):
    """A case went from one status to another on a day, or to another office; rows are only added."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="status_changes")
    before = models.CharField(max_length=20, choices=Status, blank=True)
    after = models.CharField(max_length=20, choices=Status)
    reason = models.CharField(max_length=40, blank=True)
    # The line of work to which the case belongs since, where that is not the one under which it was opened.
    component = models.ForeignKey("programmes.Component", models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.UUIDField(null=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [known("before", Status.values, or_empty=True), known("after", Status.values)]
        indexes = [models.Index(fields=["case", "on"], name="status_change_of_case")]

    @property
    def is_transfer(self):
        """Did the case stay in its status, and go to another office?"""
        return self.reason == TRANSFERRED
