from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Role
from programmes.periods import Period, words_of
from reports.models.schedules import OfManagedAward
from reports.models.versions import IndicatorVersion, TemplateVersion
from work.models import Record, SealedFile, known


class ReportStatus(models.TextChoices):
    ASKED = "asked", _("Being made")
    DRAFT = "draft", pgettext_lazy("report", "Draft")
    APPROVED = "approved", pgettext_lazy("report", "Approved")


class ReportQuerySet(OfManagedAward):
    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("award__donor", "template").defer("agreed")

    def approved_before(self, report):
        """Approved reports of the same award and kind, of whatever period, the one approved last at the end.

        Of an approved report, those that were approved before it: what came later was not said then.
        """
        same = self.filter(award=report.award_id, kind=report.kind, status=ReportStatus.APPROVED)
        same = same.order_by("approved_at", "pk")
        return same.filter(approved_at__lt=report.approved_at) if report.is_approved else same


class Report(Record):
    """What is told a donor of a period: figures counted by a worker, frozen when somebody approves them.

    `checks` is what the checks found when it was counted, `confirmed` what whoever approved it had read.
    `counted_at` is the moment of the data base that the figures show, `agreed` what was promised then
    (`reports.agreed`); `digest` the fingerprint of all of them together with their definitions, taken on
    approval. `files_asked_of` is whoever makes its files anew after something else in them was changed.
    """

    award = models.ForeignKey("programmes.Award", models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=40, editable=False)
    template = models.ForeignKey(TemplateVersion, models.PROTECT, null=True, related_name="+", editable=False)
    period = models.CharField(_("period"), max_length=22)
    start = models.DateField()
    end = models.DateField()
    status = models.CharField(_("state"), max_length=20, choices=ReportStatus, default=ReportStatus.ASKED)
    asked_of = models.ForeignKey(
        "work.OutboxRow", models.PROTECT, null=True, related_name="+", editable=False
    )
    files_asked_of = models.ForeignKey(
        "work.OutboxRow", models.PROTECT, null=True, related_name="+", editable=False
    )
    counted_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    digest = models.CharField(max_length=64, blank=True, editable=False)
    agreed = models.JSONField(default=dict, blank=True, editable=False)
    checks = models.JSONField(default=list, blank=True, editable=False)
    confirmed = models.JSONField(default=list, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-end", "award__number", "id"]
        constraints = [
            known("status", ReportStatus.values),
            models.UniqueConstraint(
                fields=["award", "kind", "period"],
                name="report_of_a_period_once",
                violation_error_message=_("There is already such a report of this period."),
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="report_period_in_order"),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.APPROVED)
                | Q(approved_at__isnull=False, approved_by__isnull=False, counted_at__isnull=False)
                & ~Q(digest=""),
                name="report_approved_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["award", "-end", "id"], name="report_of_award")]

    def __str__(self):
        return f"{self.award_id} {self.period}"

    def get_absolute_url(self):
        return reverse("reports:report", args=[self.pk])

    @property
    def period_words(self):
        """The period as people read it."""
        return words_of(self.period)

    @property
    def stretch(self):
        """The period as days."""
        return Period(self.period, self.start, self.end)

    @property
    def is_approved(self):
        return self.status == ReportStatus.APPROVED

    @property
    def deviation_percent(self):
        """How far a figure could be from its target without a word, when this was counted."""
        return self.agreed.get("deviation_percent", self.award.deviation_percent)

    @property
    def awaits_files(self):
        """Does it say something that its files do not say yet?"""
        return self.files_asked_of is not None and self.files_asked_of.done_at is None

    @property
    def latest_files(self):
        """The newest file of each language, none that says what is changed; older ones are only kept."""
        if self.awaits_files:
            return []
        found = {}
        for one in self.files.select_related("file"):
            found.setdefault(one.language, one)
        return [found[language] for language in sorted(found, reverse=True)]


class Stretch(models.TextChoices):
    """Which column of the table a figure stands in; those to date end with the report's period."""

    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year to date")
    LIFE = "life", _("Award to date")


class FigureQuerySet(models.QuerySet):
    def totals(self):
        """Figures that are not of a category."""
        return self.filter(dimension="")

    def of_period(self, report):
        """Figures of the report's own period."""
        return self.filter(stretch=Stretch.QUARTER, period=report.period)


class Figure(models.Model):
    """One number of a report with all that it was counted from; once approved the database lets none move.

    A median has its quartiles in `low` and `high`; a share has both parts; `value` is None where there is
    nothing of which anything could be said.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="figures")
    indicator = models.ForeignKey(IndicatorVersion, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    stretch = models.CharField(max_length=10, choices=Stretch)
    period = models.CharField(max_length=22)
    start = models.DateField()
    end = models.DateField()
    dimension = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    n = models.PositiveIntegerField(default=0)
    latest = models.DateField(null=True)
    numerator = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    low = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    high = models.DecimalField(max_digits=15, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            known("stretch", Stretch.values),
            models.UniqueConstraint(
                fields=["report", "code", "stretch", "period", "dimension", "category"], name="figure_once"
            ),
            models.CheckConstraint(
                condition=Q(dimension="", category="") | ~Q(dimension="") & ~Q(category=""),
                name="figure_category_with_dimension",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.period} {self.dimension}={self.category}"

    @property
    def days(self):
        """The days of the figure under its label."""
        return Period(self.period, self.start, self.end)

    @property
    def where(self):
        """{breakdown: category} of a category; of a total, nothing."""
        return {self.dimension: self.category} if self.dimension else {}

    @property
    def trail_words(self):
        """Which figure it is, in codes."""
        return [self.code, self.period, *([self.dimension, self.category] if self.dimension else [])]


class Cause(models.TextChoices):
    """Why a figure is far from its target."""

    CONTEXT = "context", _("What happens around the programme")
    ACCESS = "access", _("People or places could not be reached")
    LATE_START = "late_start", _("It began late")
    DEFINITION = "definition_change", _("What is counted was changed")
    DEMAND = "over_demand", _("More was asked of the programme than planned")
    CORRECTION = "data_correction", _("Figures were corrected")


class DeviationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of reports of the organisations whose programme she manages."""
        managed = user.organisation_ids(Role.PROGRAMME_MANAGER)
        return self.filter(report__award__organisation__in=managed)


class Deviation(Record):
    """Why a figure is far from its target, what is done about it, and who does it (by post, not name)."""

    told_with = ("report_id",)

    report = models.ForeignKey(Report, models.PROTECT, related_name="deviations")
    code = models.CharField(max_length=40, editable=False)

    cause = models.CharField(_("cause"), max_length=20, choices=Cause)
    explanation = models.TextField(
        _("explanation in Spanish"),
        max_length=2000,
        blank=True,
        help_text=_("Never a name, nor what would tell who somebody is."),
    )
    explanation_en = models.TextField(
        _("explanation in English"),
        max_length=2000,
        blank=True,
        help_text=_("Write one of the two at least: a file lacking its own shows the other, marked as such."),
    )
    action = models.CharField(_("what is done about it, in Spanish"), max_length=500, blank=True)
    action_en = models.CharField(_("what is done about it, in English"), max_length=500, blank=True)
    owner = models.CharField(_("who answers for it (post, not name)"), max_length=120, blank=True)
    due_on = models.DateField(_("until when"), null=True, blank=True)

    objects = DeviationQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            known("cause", Cause.values),
            models.UniqueConstraint(fields=["report", "code"], name="deviation_of_an_indicator_once"),
            models.CheckConstraint(
                condition=~Q(explanation="", explanation_en=""),
                name="deviation_explained_in_a_language",
                violation_error_message=_("Explain it in Spanish or in English."),
            ),
        ]

    def __str__(self):
        return self.code

    def clean(self):
        """Words in one of the two languages at least."""
        if not (self.explanation or self.explanation_en):
            raise ValidationError({"explanation": _("Explain it in Spanish or in English.")})

    def locked_after(self):
        return (self.report,)


class ReportFile(models.Model):
    """A file of a report in one language; the latest of each language is the one that is handed out."""

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="files")
    language = models.CharField(max_length=5)
    format = models.CharField(max_length=10)
    file = models.OneToOneField(SealedFile, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["report", "language", "-made_at"], name="file_of_report")]

    def __str__(self):
        return f"{self.report_id} {self.language} {self.format}"
