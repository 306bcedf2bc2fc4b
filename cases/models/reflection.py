from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from codebook.fields import CodeField
from work.models import Record


class ReflectionPeriodQuerySet(models.QuerySet):
    def visible_to(self, user):
        """They say nothing of anybody: who opens their page is said by role."""
        return self

    def latest_first(self):
        """Of each country the one that holds for the latest day first, what was written last before it."""
        return self.select_related("recorded_by").order_by("country", "-since", "-created_at", "id")


class ReflectionPeriod(Record):
    """For how many days somebody identified in a country may think, as the programme has it from a day on."""

    country = CodeField(_("country"), code_list="country")
    days = models.PositiveSmallIntegerField(_("days to reflect"))
    since = models.DateField(_("for who is identified since"))
    source = models.CharField(_("by which law or agreement"), max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )

    objects = ReflectionPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["country", "-since", "-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=365),
                name="reflection_of_some_days",
                violation_error_message=_("Write a number of days between 1 and 365."),
            ),
        ]
