"""How reports, their figures, checks and deviations go out."""

from decimal import Decimal

from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from reports.api.deviations import DeviationRow
from reports.checks import shown_as
from reports.models import Figure, Report
from reports.pages import progress_of
from reports.restating import restated
from reports.tracking.notes import check_words
from reports.tracking.restatements import restated_words
from work.api import Row
from work.api.rows import Amount, Moment


def plain(value):
    """A whole number as one, anything else to four places; nothing where there is nothing to say."""
    if value is None:
        return None
    value = Decimal(value)
    return int(value) if value == value.to_integral_value() else float(round(value, 4))


class Number(Amount):
    """A figure: a whole number as one, or nothing where nothing can be said of nothing."""

    def __init__(self, **kwargs):
        super().__init__(15, 4, allow_null=True, read_only=True, **kwargs)

    def to_representation(self, value):
        return plain(value)


class FigureRow(Row):
    """A figure as it was counted, with its definition, and the address of the rows behind it."""

    definition = serializers.IntegerField(source="indicator.version", read_only=True)
    definition_digest = serializers.CharField(source="indicator.digest", read_only=True)
    value, numerator, denominator = Number(), Number(), Number()
    low, high, target = Number(), Number(), Number()
    reported_before = serializers.SerializerMethodField()
    rows = serializers.SerializerMethodField()

    class Meta:
        model = Figure
        fields = [
            "id", "code", "stretch", "period", "start", "end", "dimension", "category", "value", "n",
            "numerator", "denominator", "low", "high", "target", "definition", "definition_digest",
            "reported_before", "rows",
        ]  # fmt: skip

    @extend_schema_field({"type": ["number", "null"]})
    def get_reported_before(self, figure):
        """What an approved report said of this figure, where that was another number."""
        key = (figure.code, figure.stretch, figure.period, figure.dimension, figure.category)
        found = self.context["restated"].get(key)
        return plain(found.reported) if found else None

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_rows(self, figure):
        return f"{self.context['address']}figures/{figure.pk}/rows/"


class CheckRow(serializers.Serializer):
    """What a check found: one that does not hold stops the approval, or must be confirmed as it was read."""

    check = serializers.CharField()
    confirm = serializers.SerializerMethodField()
    holds = serializers.BooleanField()
    stops = serializers.BooleanField()
    title = serializers.SerializerMethodField()
    words = serializers.SerializerMethodField()
    facts = serializers.DictField()

    def get_confirm(self, one) -> str | None:
        """What to send among `confirmed`; null where there is nothing to confirm."""
        return None if one["holds"] or one["stops"] else shown_as(one)

    def get_title(self, one) -> str:
        return check_words(one)[0]

    def get_words(self, one) -> str:
        return check_words(one)[1]


class RestatedRow(serializers.Serializer):
    """A total or a category that an approved report said otherwise; a category without a row is nothing."""

    code = serializers.CharField()
    stretch = serializers.CharField()
    period = serializers.CharField()
    dimension = serializers.CharField()
    category = serializers.CharField()
    reported = Number()
    now = Number()
    approved_at = Moment()
    words = serializers.SerializerMethodField()

    def get_words(self, one) -> str:
        return restated_words(one)


class FileRow(serializers.Serializer):
    """A file of the report as it is handed out now."""

    language = serializers.CharField()
    format = serializers.CharField()
    size = serializers.IntegerField(source="file.size")
    digest = serializers.CharField()
    made_at = Moment()


class ProgressRow(serializers.Serializer):
    """How far a worker is with it."""

    state = serializers.CharField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()


class ReportRow(Row):
    """A report, without its figures."""

    award = serializers.CharField(source="award.number", read_only=True)
    checks = CheckRow(many=True, read_only=True)
    confirmed = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Report
        fields = [
            "id", "version", "award", "kind", "period", "start", "end", "status", "counted_at", "approved_at",
            "digest", "checks", "confirmed",
        ]  # fmt: skip


class WholeReportRow(ReportRow):
    """A report with its figures, what earlier reports said otherwise, its files, and how far a worker is."""

    figures = serializers.SerializerMethodField()
    restated = serializers.SerializerMethodField()
    files = FileRow(source="latest_files", many=True, read_only=True)
    progress = serializers.SerializerMethodField()

    class Meta(ReportRow.Meta):
        fields = [*ReportRow.Meta.fields, "restated", "files", "progress", "figures"]

    @cached_property
    def told_otherwise(self):
        return restated(self.instance)

    @extend_schema_field(RestatedRow(many=True))
    def get_restated(self, report):
        return RestatedRow(self.told_otherwise, many=True).data

    @extend_schema_field(FigureRow(many=True))
    def get_figures(self, report):
        address = reverse("api-report-detail", args=[report.pk], request=self.context["request"])
        about = {
            "address": address,
            "restated": {one.key: one for one in self.told_otherwise},
        }
        return FigureRow(report.figures.select_related("indicator"), many=True, context=about).data

    @extend_schema_field(ProgressRow(allow_null=True))
    def get_progress(self, report):
        return progress_of(report)


class DeviatingRow(serializers.Serializer):
    """A total that is far from its target, with what was said about it, if anything."""

    code = serializers.CharField()
    period = serializers.CharField()
    target = Number()
    actual = Number()
    said = DeviationRow(allow_null=True)
