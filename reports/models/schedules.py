from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from work.models import Record


class OfManagedAward(models.QuerySet):
    def visible_to(self, user):
        """Those of awards of the organisations whose programme she manages."""
        return self.filter(award__organisation__in=user.organisation_ids(Role.PROGRAMME_MANAGER))


class ScheduleQuerySet(OfManagedAward):
    def live(self):
        """Schedules that go on."""
        return self.filter(ended_on=None)


class Schedule(Record):
    """A report of this kind is made for each period of the award, the morning after the period ends."""

    award = models.ForeignKey(
        "programmes.Award", models.PROTECT, related_name="schedules", verbose_name=_("award")
    )
    template = models.CharField(_("kind of report"), max_length=40)
    ended_on = models.DateField(_("made no more since"), null=True, blank=True, editable=False)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["award__number", "template"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "template"],
                condition=models.Q(ended_on=None),
                name="one_schedule_of_a_kind_for_an_award",
                violation_error_message=_("This report is already made for every period of the award."),
            )
        ]

    def __str__(self):
        return f"{self.award_id} {self.template}"
