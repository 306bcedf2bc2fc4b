from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.models.awards import Award
from programmes.models.donors import OfAwardQuerySet
from programmes.models.objectives import Objective
from work.models import Record


class ActivityStatus(models.TextChoices):
    """Follows from the dates of an activity; nothing is stored."""

    PLANNED = "planned", pgettext_lazy("activity", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("activity", "Under way")
    DONE = "done", pgettext_lazy("activity", "Done")
    CANCELLED = "cancelled", pgettext_lazy("activity", "Cancelled")


STATUS_ROWS = {
    ActivityStatus.PLANNED: Q(started_on=None, cancelled_on=None),
    ActivityStatus.UNDER_WAY: Q(started_on__isnull=False, finished_on=None, cancelled_on=None),
    ActivityStatus.DONE: Q(finished_on__isnull=False),
    ActivityStatus.CANCELLED: Q(cancelled_on__isnull=False),
}


class ActivityQuerySet(OfAwardQuerySet):
    def with_status(self, status):
        return self.filter(STATUS_ROWS[status])

    def late(self, day):
        """Not begun by the day it should have begun, or not finished by the day it should have been."""
        open_rows = self.filter(finished_on=None, cancelled_on=None)
        return open_rows.filter(Q(planned_end__lt=day) | Q(started_on=None, planned_start__lt=day))

    def by_award(self):
        """(award's id, its number, how many of these rows) for each award that has any."""
        counted = self.order_by("award__number").values_list("award", "award__number")
        return counted.annotate(rows=Count("pk"))


class Activity(Record):
    """A line of the work plan: when it should be done, when it was, what came of it and what shows it."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="activities")
    objective = models.ForeignKey(
        Objective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("objective"),
    )
    component = models.ForeignKey(
        "programmes.Component",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("component"),
    )
    title = models.CharField(_("activity"), max_length=300)
    place = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("Never a shelter's address.")
    )
    responsible = models.CharField(_("who answers for it (post, not name)"), max_length=120, blank=True)
    planned_start = models.DateField(_("planned from"))
    planned_end = models.DateField(_("planned until"))
    started_on = models.DateField(_("begun on"), null=True, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    product = models.CharField(
        _("product"), max_length=300, blank=True, help_text=_("What it should leave behind.")
    )
    evidence = models.CharField(
        _("evidence"),
        max_length=300,
        blank=True,
        help_text=_("Where it is kept: file number, minutes, list."),
    )
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    cancelled_on = models.DateField(_("cancelled on"), null=True, blank=True)
    cancelled_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["planned_start", "id"]
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_end__gte=F("planned_start")),
                name="activity_planned_in_order",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(finished_on=None) | Q(started_on__isnull=False, finished_on__gte=F("started_on")),
                name="activity_finished_after_begun",
                violation_error_message=_("What was finished was begun before, or on the same day."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None, cancelled_reason="")
                | Q(cancelled_on__isnull=False, finished_on=None) & ~Q(cancelled_reason=""),
                name="activity_cancelled_with_reason",
                violation_error_message=_("A cancelled activity needs the reason, and cannot be finished."),
            ),
        ]
        indexes = [models.Index(fields=["award", "planned_start", "id"], name="activity_of_award")]

    def __str__(self):
        return self.title

    @property
    def status(self):
        if self.cancelled_on:
            return ActivityStatus.CANCELLED
        if self.finished_on:
            return ActivityStatus.DONE
        return ActivityStatus.UNDER_WAY if self.started_on else ActivityStatus.PLANNED

    def is_late(self, day):
        """The same answer as `ActivityQuerySet.late`, for a row already read."""
        if self.cancelled_on or self.finished_on:
            return False
        return self.planned_end < day or (self.started_on is None and self.planned_start < day)
