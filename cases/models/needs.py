from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.cases import Case
from codebook.fields import CodesField
from vault.fields import SealedDate, SealedText
from vault.models import Sealed
from work.models import Record


class Pregnancy(models.TextChoices):
    """Whether she expects a child, as she says it."""

    YES = "yes", pgettext_lazy("pregnant", "Yes")
    NO = "no", pgettext_lazy("pregnant", "No")
    UNKNOWN = "unknown", pgettext_lazy("pregnant", "Not known or not asked")


class Needs(Sealed, Record):
    """What somebody needs now, as it was asked on a day; the latest is the one that counts."""

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey(Case, models.PROTECT, related_name="needs")
    on = models.DateField(_("asked on"))
    needs = CodesField(verbose_name=_("what she needs now"), code_list="service_type", blank=True)
    wishes = SealedText(_("what she herself wants, in her words"), null=True, blank=True)
    health_alert = SealedText(
        _("what whoever looks after her must know"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_("Allergies, pregnancy, medicines, a diet: no diagnosis that is not needed at night."),
    )
    # Health data: no figure asks for it, so it is sealed; a shelter's fit opens it (`shelters.fit`).
    pregnant = SealedText(_("is she pregnant?"), max_length=10, choices=Pregnancy, null=True, blank=True)
    pregnant_said_on = SealedDate(_("said on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "on"],
                name="needs_asked_once_a_day",
                violation_error_message=_(
                    "Somebody wrote down her needs of this day already. Open the page again to change them."
                ),
            )
        ]

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)
