from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.offices import Office
from accounts.models.users import User
from accounts.roles import Role
from work.models import Record, known


class Outcome(models.TextChoices):
    """What the outside reviewer says of a decision made alone."""

    AGREED = "agreed", _("Agreed")
    OBJECTED = "objected", _("Objected")


class Remark(models.TextChoices):
    """Why, by code: whatever else has to be said is said to the office, not written here."""

    NONE = "", _("No remark")
    TOO_SOON = "too_soon", _("It could have waited for a second person")
    SECOND_AVAILABLE = "second_available", _("A second person was available")
    NOT_DOCUMENTED = "not_documented", _("The reasons are not documented")
    RULE_BROKEN = "rule_broken", _("A rule of the programme was not followed")
    TO_BE_DISCUSSED = "to_be_discussed", _("To be discussed with the director")


class SoleDecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the offices she reviews, or of all offices of the organisations she reviews as a whole."""
        reviewing = [m for m in user.acting_memberships if m.role == Role.REVIEWER]
        offices = {m.office_id for m in reviewing if m.office_id}
        organisations = {m.organisation_id for m in reviewing if not m.office_id}
        reviewed = Office.objects.filter(Q(pk__in=offices) | Q(organisation__in=organisations))
        return self.filter(office__in=reviewed.order_by().values("pk"))

    def waiting(self):
        """Those that no reviewer has answered."""
        return self.filter(reviewed_at=None)

    def answered(self):
        """Those that a reviewer has answered."""
        return self.filter(reviewed_at__isnull=False)


class SoleDecision(Record):
    """What asks for two people and was decided by one, in a small office; a reviewer looks at it after."""

    office = models.ForeignKey(
        Office, models.PROTECT, related_name="sole_decisions", verbose_name=_("office")
    )
    verb = models.CharField(_("what was decided"), max_length=60)
    kind = models.CharField(_("kind of record"), max_length=60)
    subject = models.UUIDField(_("record"))
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="sole_decisions", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"))
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    outcome = models.CharField(_("answer"), max_length=20, choices=Outcome, blank=True)
    remark = models.CharField(_("remark"), max_length=40, choices=Remark, blank=True)

    objects = SoleDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["decided_at", "id"]
        indexes = [models.Index(fields=["office", "-decided_at", "-id"], name="sole_decision_office")]
        constraints = [
            known("outcome", Outcome.values, or_empty=True),
            known("remark", Remark.values),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, outcome="", remark="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(outcome="")),
                name="sole_decision_answered_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("decided_by")),
                name="sole_decision_reviewed_by_another",
                violation_error_message=_("Nobody reviews her own decision."),
            ),
        ]
