from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from programmes.currencies import check_currency
from programmes.models.donors import ManagedQuerySet, OfAwardQuerySet
from programmes.periods import DAY, Calendar
from work.models import Record, known

LOOSEST_THRESHOLD_WITHOUT_DECISION = 5


def money(label, **options):
    """A column for an amount; its currency stands beside it or is the award's."""
    return models.DecimalField(
        label, max_digits=14, decimal_places=2, validators=[MinValueValidator(0)], **options
    )


def currency(**options):
    """A column for an ISO 4217 code."""
    return models.CharField(_("currency"), max_length=3, validators=[check_currency], **options)


class AwardQuerySet(ManagedQuerySet):
    def running(self, day):
        """Awards whose term holds this day, suspended or not."""
        return self.filter(starts__lte=day, ends__gte=day)

    def for_api(self):
        """With all that the API says of an award, read by a fixed number of queries."""
        windows = self.model._meta.get_field("fundings").related_model.objects.live()
        changes = self.model._meta.get_field("changes").related_model.objects.live().in_order()
        return self.select_related("donor").prefetch_related(
            models.Prefetch("fundings", windows.select_related("component"), to_attr="live_fundings"),
            models.Prefetch("changes", changes, to_attr="live_changes"),
        )

    def ending_between(self, start, end):
        """Awards whose last day in force lies between these two."""
        return self.filter(ends__range=(start, end)).order_by("ends", "id")

    def funding(self, component, day):
        """Awards with a funding window for this component on this day."""
        windows = self.model._meta.get_field("fundings").related_model.objects.live().on(day)
        return self.filter(pk__in=windows.filter(component=component).values("award"))


class ReportingTerms(models.Model):
    """How the donor of an award counts time, when it wants its reports, and how small a number it may see."""

    reporting_calendar = models.CharField(_("reporting calendar"), max_length=20, choices=Calendar)
    financial_calendar = models.CharField(
        _("calendar of the financial report"),
        max_length=20,
        choices=Calendar,
        blank=True,
        default=Calendar.CALENDAR_QUARTER,
    )
    report_due_days = models.PositiveSmallIntegerField(
        _("days to send a programme report"), blank=True, default=30, validators=[MaxValueValidator(366)]
    )
    financial_due_days = models.PositiveSmallIntegerField(
        _("days to send a financial report"), blank=True, default=30, validators=[MaxValueValidator(366)]
    )
    final_due_days = models.PositiveSmallIntegerField(
        _("days to send the final report"), blank=True, default=120, validators=[MaxValueValidator(366)]
    )
    small_cell_threshold = models.PositiveSmallIntegerField(
        _("smallest number shown in breakdowns"),
        blank=True,
        default=LOOSEST_THRESHOLD_WITHOUT_DECISION,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_(
            "Smaller numbers are hidden in what this donor receives. Below 5 only by a dated decision."
        ),
    )
    threshold_decided_on = models.DateField(_("decision on the smaller number, dated"), null=True, blank=True)
    threshold_decision = models.CharField(_("decision on the smaller number"), max_length=200, blank=True)
    deviation_percent = models.PositiveSmallIntegerField(
        _("explain differences from a target above (%)"),
        blank=True,
        default=10,
        validators=[MaxValueValidator(100)],
    )

    class Meta:
        abstract = True


class Award(ReportingTerms, Record):
    """A grant or agreement: who pays, from when until when, how it counts its periods and what it asks for.

    `signed_ends` is the last day of the agreement as signed; `ends` the last day now in force, which only a
    dated AwardChange moves.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="awards", verbose_name=_("organisation")
    )
    donor = models.ForeignKey(
        "programmes.Donor", models.PROTECT, related_name="awards", verbose_name=_("donor")
    )
    number = models.CharField(
        _("award number"),
        max_length=60,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
                _("Write letters, digits, dots and dashes; write a dash for a space or a stroke."),
            )
        ],
        help_text=_("As in the agreement, for example SPRMCO24CA0123."),
    )
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    starts = models.DateField(_("first day"))
    signed_ends = models.DateField(_("last day, as signed"))
    ends = models.DateField(_("last day in force"), editable=False)
    amount = money(_("amount"))
    currency = currency()
    counterpart = money(_("own contribution agreed"), null=True, blank=True)
    country = models.CharField(_("country"), max_length=2)
    internal_code = models.CharField(_("internal code"), max_length=40, blank=True)
    donor_office = models.CharField(_("office of the donor"), max_length=120, blank=True)
    contact_name = models.CharField(_("contact at the donor"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "id"]
        constraints = [
            known("reporting_calendar", Calendar.values),
            known("financial_calendar", Calendar.values, or_empty=True),
            models.UniqueConstraint(
                Upper("number"),
                name="award_number_once",
                violation_error_message=_("This award number is already in use."),
            ),
            models.UniqueConstraint(fields=["id", "starts", "ends"], name="award_with_dates"),
            models.CheckConstraint(
                condition=Q(signed_ends__gte=F("starts"), ends__gte=F("starts")),
                name="award_ends_after_start",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & (Q(counterpart=None) | Q(counterpart__gte=0)),
                name="award_amount_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$", country__regex=r"^[A-Z]{2}$"),
                name="award_codes",
                violation_error_message=_("Currency and country are written as codes, such as USD and GT."),
            ),
            models.CheckConstraint(
                condition=Q(small_cell_threshold__gte=LOOSEST_THRESHOLD_WITHOUT_DECISION)
                | Q(threshold_decided_on__isnull=False) & ~Q(threshold_decision=""),
                name="small_threshold_by_dated_decision",
                violation_error_message=_(
                    "A threshold below 5 needs the decision and its date; reports print them."
                ),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-starts", "id"], name="award_of_organisation")]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("programmes:award", args=[self.pk])

    @property
    def until(self):
        """The first day after the award."""
        return self.ends + DAY

    def may_pay_for(self, component, day):
        """Is this work of the award's own organisation, or of one whose sub-award stands until that day?"""
        owner = component.organisation_id
        return owner == self.organisation_id or self.sub_awards.standing(day).filter(recipient=owner).exists()

    def end_on(self, day=None, *, signed_ends=None):
        """The last day agreed by this day, or by now: as signed, unless a change that stands moved it."""
        moves = self.changes.live().filter(kind="new_end").in_order()
        latest = (moves.filter(dated_on__lte=day) if day else moves).last()
        return latest.new_end if latest else signed_ends or self.signed_ends


class ExchangeRate(Record):
    """How many units of a currency make one unit of the award's, from a day on until the next rate."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="rates")
    currency = currency()
    since = models.DateField(_("since"), default=timezone.localdate)
    rate = models.DecimalField(
        _("units for one unit of the award's currency"), max_digits=18, decimal_places=8
    )

    objects = OfAwardQuerySet.as_manager()

    class Meta:
        ordering = ["currency", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "currency", "since"],
                name="rate_once_a_day",
                violation_error_message=_("There is already a rate of this currency from that day on."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="rate_above_zero",
                violation_error_message=_("A rate is greater than zero."),
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="rate_currency_code",
                violation_error_message=_("Currency is written as a code, such as GTQ."),
            ),
        ]

    def __str__(self):
        return f"{self.currency} {self.since:%Y-%m-%d}"

    @property
    def shown(self):
        """7.75 instead of 7.75000000."""
        return number_format(self.rate.normalize())
