from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programmes.models.awards import Award
from programmes.models.donors import OfAwardQuerySet
from programmes.periods import DAY
from work.models import Record, known


class ChangeKind(models.TextChoices):
    NEW_END = "new_end", _("New last day")
    SUSPENSION = "suspension", _("Suspension")
    RESUMPTION = "resumption", _("Resumption")
    DECISION = "decision", _("Decision on work during a suspension")
    TARGET = "target", _("Change of a target")


class SuspendedWork(models.TextChoices):
    """What the donor decided about work done while its award was suspended."""

    UNDECIDED = "", _("Not decided yet: not charged")
    CHARGED = "charged", _("The donor pays it: charged")
    NOT_CHARGED = "not_charged", _("The donor does not pay it: not charged")


SHAPES = {
    ChangeKind.NEW_END: Q(
        old_end__isnull=False,
        new_end__isnull=False,
        since=None,
        until=None,
        about=None,
        suspended_work="",
        target=None,
    ),
    ChangeKind.SUSPENSION: Q(since__isnull=False, new_end=None, about=None, suspended_work="", target=None),
    ChangeKind.RESUMPTION: Q(since__isnull=False, about__isnull=False, until=None, new_end=None, target=None),
    ChangeKind.DECISION: Q(about__isnull=False, since=None, until=None, new_end=None, target=None)
    & ~Q(suspended_work=""),
    ChangeKind.TARGET: Q(
        target__isnull=False, since=None, until=None, new_end=None, about=None, suspended_work=""
    ),
}


def fits_its_kind():
    """Each kind of change carries its own facts and no others."""
    condition = Q()
    for kind, shape in SHAPES.items():
        condition |= Q(kind=kind) & shape
    return condition


class ChangeQuerySet(OfAwardQuerySet):
    def live(self):
        """Changes that have not been withdrawn as mistakes."""
        return self.filter(withdrawn_on=None)

    def in_order(self):
        """As they were agreed, then as they were written."""
        return self.order_by("dated_on", "created_at", "id")


class AwardChange(Record):
    """Something agreed after the award was signed, with its date, reason and document.

    History is never edited: what is in force follows from these rows; one written by mistake is withdrawn
    with a reason and stays readable.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="changes")
    kind = models.CharField(_("kind of change"), max_length=20, choices=ChangeKind)
    dated_on = models.DateField(_("date of the document"))
    reason = models.CharField(_("reason"), max_length=500)
    document = models.CharField(
        _("document"), max_length=200, help_text=_("Number or name of the amendment or letter.")
    )
    old_end = models.DateField(_("last day before"), null=True, blank=True)
    new_end = models.DateField(_("new last day"), null=True, blank=True)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until before"), null=True, blank=True)
    about = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    suspended_work = models.CharField(
        _("work done meanwhile"),
        max_length=20,
        choices=SuspendedWork,
        blank=True,
        default=SuspendedWork.UNDECIDED,
    )
    target = models.ForeignKey(
        "programmes.Target", models.PROTECT, null=True, blank=True, related_name="changes"
    )
    old_value = models.DecimalField(_("value before"), max_digits=14, decimal_places=2, null=True, blank=True)
    new_value = models.DecimalField(_("new value"), max_digits=14, decimal_places=2, null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "-created_at", "-id"]
        constraints = [
            known("kind", ChangeKind.values),
            known("suspended_work", SuspendedWork.values, or_empty=True),
            models.CheckConstraint(condition=fits_its_kind(), name="change_fits_its_kind"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="suspension_ends_after_start",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(document=""),
                name="change_with_reason_and_document",
                violation_error_message=_("A change needs its reason and its document."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_reason="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason=""),
                name="change_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(new_value=None) | Q(new_value__gte=0),
                name="changed_target_not_negative",
                violation_error_message=_("A target cannot be negative."),
            ),
            models.UniqueConstraint(fields=["id", "award"], name="change_with_award"),
        ]
        indexes = [models.Index(fields=["award", "-dated_on", "-created_at", "-id"], name="change_of_award")]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.dated_on:%Y-%m-%d}"

    @property
    def last_day(self):
        """The last day of a suspension that has one."""
        return self.until - DAY if self.until else None
