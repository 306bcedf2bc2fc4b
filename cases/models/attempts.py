from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.access import Level
from cases.models.cases import EnteredFrom
from cases.models.risk import withdrawn_with_reason
from vault.fields import SealedText
from vault.models import Sealed
from work.door_by_door import behind
from work.models import Record, known


class HowTried(models.TextChoices):
    """How somebody tried to reach the person."""

    CALL = "call", _("By telephone")
    MESSAGE = "message", _("By a message that the person agreed to")
    VISIT = "visit", _("By a visit")
    RELATIVE = "relative", _("Through somebody who is safe to contact")
    PARTNER = "partner", _("Through another organisation")
    APPOINTMENT = "appointment", _("The person did not come to an appointment")
    OTHER = "other", pgettext_lazy("how it was tried", "In another way")


class FailedContactQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of whom she looks after."""
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.ASSISTANCE))

    def standing(self):
        """Those that count: not those that were withdrawn."""
        return self.filter(withdrawn_at=None)

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("tried_by")


class FailedContact(Sealed, Record):
    """Somebody tried on a day to reach the person, and did not."""

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="failed_contacts")
    on = models.DateField(_("tried on"))
    how = models.CharField(_("how"), max_length=20, choices=HowTried)
    words = SealedText(_("what was tried, and what came of it"), max_length=300, null=True, blank=True)
    tried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    entered_from = models.CharField(max_length=20, choices=EnteredFrom, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = SealedText(
        _("why it was withdrawn"), max_length=300, null=True, blank=True, editable=False
    )

    objects = FailedContactQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-created_at", "id"]
        constraints = [
            known("how", HowTried.values),
            known("entered_from", EnteredFrom.values, or_empty=True),
            withdrawn_with_reason("failed_contact_withdrawn_with_reason"),
        ]
        indexes = [
            models.Index(fields=["case", "on"], condition=Q(withdrawn_at=None), name="failed_contact_of_case")
        ]

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)
