from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from codebook.fields import CodeField
from vault.fields import SealedText

# Results of the legal test by which somebody is recognised or presumed to be a victim (VIC-*).
RECOGNISED = ("presumed", "identified_programme", "confirmed_authority", "confirmed_court")
# Results that say that no elements of trafficking were found.
OUTSIDE_RESULTS = ("at_risk", "vulnerable_migrant", "not_victim")


class PointedTo(models.TextChoices):
    """Where somebody was pointed to of whom no elements of trafficking were found."""

    VULNERABLE_MIGRANT = "vulnerable_migrant", _("Help for vulnerable migrants")
    VIOLENCE = "gender_violence", _("Help against gender-based violence")
    LABOUR = "labour", _("Labour inspection or labour rights")
    ASYLUM = "asylum", _("Asylum or refugee protection")
    OTHER = "other", pgettext_lazy("where somebody is pointed to", "Elsewhere")
    DECLINED = "declined", _("It was offered, and the person does not want it")


class Identified(models.Model):
    """What the legal test said, and who decided; empty until then."""

    trafficking_status = CodeField(
        _("result"), code_list="trafficking_status", null=True, blank=True, editable=False
    )
    status_decider = CodeField(
        _("who decided"), code_list="trafficking_status_decider", null=True, blank=True, editable=False
    )
    identified_on = models.DateField(_("identified on"), null=True, blank=True, editable=False)
    # The first day of the decisions by which she is recognised: what confirms them later moves no figure.
    recognised_on = models.DateField(null=True, blank=True, editable=False)
    # By the days of that country she has time to think, wherever her case goes afterwards.
    decided_in = models.CharField(max_length=2, blank=True, editable=False)
    legal_test = models.JSONField(null=True, blank=True, editable=False)
    decision_reason = SealedText(_("why"), max_length=2000, null=True, blank=True, editable=False)
    # The interview on which our own decision rests, and who looked at it as a second person.
    screening = models.ForeignKey(
        "cases.Screening", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    # Where she was pointed to, of whom no elements were found.
    pointed_to = ArrayField(
        models.CharField(max_length=20, choices=PointedTo), default=list, blank=True, editable=False
    )

    class Meta:
        abstract = True
