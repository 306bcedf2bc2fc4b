from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from codebook.fields import CodeField
from programmes.models.donors import ManagedQuerySet
from work.models import Record, known

# Answers to who identified somebody that name no institution.
NO_INSTITUTION = ("self", "family_friend", "unknown")


class SupportKind(models.TextChoices):
    """What the programme did for an institution."""

    TRAINING = "training", _("Its people were trained")
    AGREEMENT = "agreement", _("An agreement was signed with it")
    OTHER = "other", pgettext_lazy("support of an institution", "Other support")


class SupportedInstitutionQuerySet(ManagedQuerySet):
    def standing(self):
        """Entries that were not withdrawn as mistakes."""
        return self.filter(withdrawn_on=None)


class SupportedInstitution(Record):
    """Who of those that identify people was trained or supported by the programme, where and when.

    It is kept by hand and names institutions alone: no training, and nobody who was trained, is ever linked
    to a case. By it VIC-IDENT is counted.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="supported_institutions",
        verbose_name=_("organisation"),
    )
    source = CodeField(_("kind of institution"), code_list="identification_source")
    department = models.CharField(
        _("department"),
        max_length=6,
        blank=True,
        help_text=_("Where it works; empty is everywhere."),
    )
    kind = models.CharField(_("what was done"), max_length=20, choices=SupportKind)
    since = models.DateField(
        _("day of the training or agreement"),
        help_text=_("Whoever it identifies after this day counts."),
    )
    until = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("Empty as long as the support holds, as when people stay who were trained."),
    )
    evidence = models.CharField(
        _("how it is known"),
        max_length=300,
        help_text=_("Which institution, and which list of attendance or document. No names of people."),
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True, editable=False)

    objects = SupportedInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "id"]
        constraints = [
            known("kind", SupportKind.values),
            models.CheckConstraint(
                condition=~Q(source__in=NO_INSTITUTION),
                name="supported_institution_is_one",
                violation_error_message=_("Choose an institution: she herself or her family are none."),
            ),
            models.CheckConstraint(
                condition=Q(department="") | Q(department__regex=r"^[A-Z]{2}-[A-Z0-9]{1,3}$"),
                name="supported_institution_department",
                violation_error_message=_("Choose the department from the list."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="supported_institution_ends_after_start",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(evidence=""),
                name="supported_institution_is_known",
                violation_error_message=_("Write how it is known."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_reason="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason=""),
                name="supported_institution_withdrawn_with_reason",
                violation_error_message=_("Say why it is withdrawn."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "source"], name="supported_institution_of")]

    def __str__(self):
        return self.get_source_display()
