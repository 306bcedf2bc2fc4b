from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.models.awards import Award, currency, money
from programmes.models.donors import OfAwardQuerySet
from work.models import Record


class SubAwardQuerySet(OfAwardQuerySet):
    def to_organisations(self):
        """Sub-awards to organisations that work in this installation."""
        return self.exclude(recipient=None)

    def standing(self, day):
        """Sub-awards that were not closed before this day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=day))


class SubAward(Record):
    """Part of an award passed on to another organisation, one of this installation or one known by name."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="sub_awards")
    recipient = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sub_awards",
        verbose_name=_("organisation of this installation"),
    )
    recipient_name = models.CharField(_("name of another organisation"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=60)
    purpose = models.CharField(_("purpose"), max_length=300)
    amount = money(_("amount"))
    currency = currency()
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    closed_on = models.DateField(pgettext_lazy("sub-award", "closed on"), null=True, blank=True)

    objects = SubAwardQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "number"],
                name="sub_award_number_once",
                violation_error_message=_("The award already has a sub-award of this number."),
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, recipient_name="")
                | Q(recipient=None) & ~Q(recipient_name=""),
                name="sub_award_to_one_recipient",
                violation_error_message=_(
                    "Choose an organisation or write the name of another one, not both."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="sub_award_ends_after_start",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, currency__regex=r"^[A-Z]{3}$"),
                name="sub_award_amount",
                violation_error_message=_("An amount cannot be negative."),
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def recipient_label(self):
        return self.recipient_name or str(self.recipient)
