from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vault.fields import SealedText
from vault.models import Sealed
from work.models import Record, known


class Purpose(models.TextChoices):
    """What a summary on paper is for."""

    PERSON = "person", _("For the person, who asked for it")
    MEETING = "meeting", _("For a meeting about the case")
    AUTHORITY = "authority", _("For a court, a prosecutor or another authority")
    REFERRAL = "referral", _("For another organisation that helps")
    HANDOVER = "handover", _("To hand the case over")
    AUDIT = "audit", _("For supervision or an audit")
    OTHER = "other", pgettext_lazy("purpose of a print", "Something else")


class Printout(Sealed, Record):
    """That a summary of a case went on paper: the how many-th copy, which sections, what for, and by whom."""

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="printouts")
    running = models.PositiveIntegerField(_("copy"), editable=False)
    sections = ArrayField(models.CharField(max_length=20))
    purpose = models.CharField(_("what it is for"), max_length=20, choices=Purpose)
    name_reason = SealedText(_("why the name stands on it"), max_length=300, null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering = ["-running", "id"]
        constraints = [
            known("purpose", Purpose.values),
            models.UniqueConstraint(fields=["case", "running"], name="printout_numbered_once"),
            models.CheckConstraint(condition=~Q(sections=[]), name="printout_of_something"),
        ]

    @property
    def names_the_person(self):
        """Does the name stand on it?"""
        return self.name_reason is not None

    def sealing_subject(self):
        return self.case.person_id
