from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from work.models import Record


class ExcludedQuerySet(models.QuerySet):
    def standing(self):
        """Those that hold: nobody has taken them back."""
        return self.filter(ended_at=None)

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("user")


class Excluded(Record):
    """A case is shut to somebody who said that she knows the person: whatever else would open it to her."""

    told_with = ("case_id",)

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ExcludedQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ended_at=None), name="case_shut_to_somebody_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="case_opened_again_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "case"], condition=Q(ended_at=None), name="case_shut_to_user")
        ]


def shut_to(user):
    """Ids of the cases that are shut to her: read once for each user object, as her offices are.

    For nearly everybody there are none, and the doors stay as they are; conditions name these few ids.
    """
    if (held := getattr(user, "cases_shut", None)) is None:
        rows = Excluded.objects.standing().filter(user=user.pk)
        held = user.cases_shut = frozenset(rows.values_list("case", flat=True))
    return held


def doors_once(user, roles, what, make):
    """The doors that `make` answers to who acts in one of these roles, made once for each user object.

    They name the cases that are shut to her, and the moment at which an access is in force: each second they
    are made anew.
    """
    if not user.has_role(*roles):
        return []
    second = int(timezone.now().timestamp())
    return list(user.once((*what, shut_to(user)), make, moment=second))


def without_shut(rows, user, column="case"):
    """The same rows without those of cases that are shut to her."""
    shut = shut_to(user)
    return rows.exclude(**{f"{column}__in": sorted(shut)}) if shut else rows
