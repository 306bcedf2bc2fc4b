"""How cases go out: number and code name, never a name."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases import dependants, rules
from cases.models import ORDER, Case, Level
from work.api import Row

CODES = {"type": ["array", "null"], "items": {"type": "string"}}


class CaseRow(Row):
    """A case as its lists and its own address answer it."""

    office = serializers.UUIDField(source="office_id", read_only=True)
    worker = serializers.UUIDField(source="worker_id", read_only=True, allow_null=True)
    component = serializers.UUIDField(source="component_id", read_only=True)

    class Meta:
        model = Case
        fields = [
            "number",
            "code_name",
            "version",
            "status",
            "office",
            "component",
            "worker",
            "opened_on",
            "closed_on",
            "entered_from",
        ]


class CaseDetail(CaseRow):
    """One case, as far as one may read it: what lies beyond is null. `level` says how far that is."""

    level = serializers.SerializerMethodField()
    needs = serializers.SerializerMethodField()
    stages = serializers.SerializerMethodField()
    role = serializers.CharField(read_only=True, allow_null=True)
    population = serializers.CharField(read_only=True, allow_null=True)
    danger = serializers.CharField(read_only=True, allow_null=True)
    mother_case = serializers.CharField(source="mother_case.number", read_only=True, allow_null=True)
    source = serializers.CharField(read_only=True, allow_null=True)
    found_on = serializers.DateField(read_only=True, allow_null=True)
    trafficking_status = serializers.CharField(read_only=True, allow_null=True)
    status_decider = serializers.CharField(read_only=True, allow_null=True)
    identified_on = serializers.DateField(read_only=True, allow_null=True)
    legal_test = serializers.JSONField(read_only=True, allow_null=True)
    closure_reason = serializers.CharField(read_only=True, allow_null=True)
    reintegration_outcome = serializers.CharField(read_only=True, allow_null=True)
    final_risk = serializers.CharField(read_only=True, allow_null=True)

    class Meta(CaseRow.Meta):
        by_level = {
            Level.ASSISTANCE: ["needs", "stages", "mother_case"],
            Level.FULL: [
                "role",
                "population",
                "danger",
                "source",
                "found_on",
                "trafficking_status",
                "status_decider",
                "identified_on",
                "legal_test",
                "closure_reason",
                "reintegration_outcome",
                "final_risk",
            ],
        }
        fields = [*CaseRow.Meta.fields, "level", *by_level[Level.ASSISTANCE], *by_level[Level.FULL]]

    def to_representation(self, case):
        level = self.get_level(case)
        hidden = [
            name
            for least, names in self.Meta.by_level.items()
            if level is None or ORDER[level] < ORDER[least]
            for name in names
        ]
        for name in hidden:
            self.fields.pop(name, None)
        told = super().to_representation(case)
        return told | dict.fromkeys(hidden)

    @extend_schema_field({"type": "string", "enum": Level.values})
    def get_level(self, case):
        return rules.level_of(self.context["request"].user, case)

    @extend_schema_field(CODES)
    def get_needs(self, case):
        latest = case.needs.first()
        return latest.needs if latest else []

    @extend_schema_field(CODES)
    def get_stages(self, case):
        return dependants.stages_of([case.pk]).get(case.pk, [])
