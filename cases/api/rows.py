"""How cases go out: number and code name, never a name."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases import dependants, legal, levels, reflection, rules
from cases.endings import closed_on_told
from cases.models import Case, Level
from cases.proceedings import outings
from cases.retention import told_of
from cases.risks import present_risk
from cases.writers import name_writers, of_other_shelters
from work.api import Row

DAY = {"type": ["string", "null"], "format": "date"}
RISK = {
    "type": ["object", "null"],
    "properties": {"level": {"type": "string"}, "on": DAY, "review_on": DAY},
}
RETENTION = {
    "type": ["object", "null"],
    "properties": {"review_on": DAY, "held": {"type": "boolean"}},
}
OUTINGS = {
    "type": ["array", "null"],
    "items": {
        "type": "object",
        "properties": {
            "on": {"type": "string", "format": "date"},
            **{name: {"type": ["string", "null"]} for name in ("leaves_at", "at", "with", "for_shelter")},
        },
    },
}
CODES = {"type": ["array", "null"], "items": {"type": "string"}}


class RowOfCase:
    """Something written of a case; whoever of another shelter wrote it may be null (`cases.writers`)."""

    @property
    def rows(self):
        """All the rows of this answer, so that something is asked once for all of them."""
        return self.parent.instance if self.parent else [self.instance]

    def would_tell(self, row, who):
        """Would this name tell in which other shelter she lived?"""
        if "hidden" not in self.context:
            of_cases = [one for one in self.rows if one.case_id]
            writers = [one.source for one in self.fields.values() if isinstance(one, Writer)]
            pairs = {(one.case, getattr(one, name)) for one in of_cases for name in writers}
            self.context["hidden"] = of_other_shelters(self.context["request"].user, pairs)
        return (row.case_id, who) in self.context["hidden"]


class Writer(serializers.UUIDField):
    """The id of whoever wrote a row of a case, or null."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, allow_null=True, **kwargs)

    def get_attribute(self, row):
        who = super().get_attribute(row)
        return None if self.parent.would_tell(row, who) else who


class CaseRow(Row):
    """A case as its lists and its own address answer it."""

    office = serializers.UUIDField(source="office_id", read_only=True)
    worker = serializers.UUIDField(source="worker_id", read_only=True, allow_null=True)
    component = serializers.UUIDField(source="component_now_id", read_only=True)
    closed_on = serializers.SerializerMethodField()

    class Meta:
        model = Case
        fields = [*levels.TOLD[Level.REFERENCE]]

    @extend_schema_field(DAY)
    def get_closed_on(self, case):
        """A list tells what the lowest level tells, whoever reads it."""
        return day_told(case, Level.REFERENCE)


def day_told(case, level):
    """The day on which the case ended, as far as this level tells it."""
    day = closed_on_told(case, levels.told_at(level))
    return day.isoformat() if day else None


class Decided(serializers.Serializer):
    """What was decided of her, on what it rests, and what follows for a while."""

    legal_test = serializers.SerializerMethodField()
    decision_reason = serializers.SerializerMethodField()
    screening = serializers.SerializerMethodField()
    reviewed_by = serializers.UUIDField(source="reviewed_by_id", read_only=True, allow_null=True)
    pointed_to = serializers.SerializerMethodField()
    reflection_ends_on = serializers.SerializerMethodField()

    def _reads_account(self, case):
        return rules.can_read_account(self.context["request"].user, case)

    @extend_schema_field({"type": ["object", "null"]})
    def get_legal_test(self, case):
        """Both laws; without what was found where the account is closed."""
        kept = case.legal_test
        return legal.bare(kept) if kept and not self._reads_account(case) else kept

    @extend_schema_field({"type": ["string", "null"]})
    def get_decision_reason(self, case):
        return case.decision_reason if self._reads_account(case) else None

    @extend_schema_field({"type": ["string", "null"], "format": "uuid"})
    def get_screening(self, case):
        """The interview on which our decision rests, for whom the account is open."""
        return str(case.screening_id) if case.screening_id and self._reads_account(case) else None

    @extend_schema_field(CODES)
    def get_pointed_to(self, case):
        return case.pointed_to

    @extend_schema_field(DAY)
    def get_reflection_ends_on(self, case):
        """The last day of the time to think, while it runs."""
        found = reflection.going_on(case)
        return found.ends_on.isoformat() if found else None


class CaseDetail(Decided, CaseRow):
    """One case, as far as one may read it: what lies beyond is null. `level` says how far that is."""

    level = serializers.SerializerMethodField()
    needs = serializers.SerializerMethodField()
    risk = serializers.SerializerMethodField()
    stages = serializers.SerializerMethodField()
    outings = serializers.SerializerMethodField()
    role = serializers.CharField(read_only=True, allow_null=True)
    population = serializers.CharField(read_only=True, allow_null=True)
    danger = serializers.CharField(read_only=True, allow_null=True)
    mother_case = serializers.SerializerMethodField()
    entered_from = serializers.CharField(read_only=True, allow_null=True)
    source = serializers.CharField(read_only=True, allow_null=True)
    found_on = serializers.DateField(read_only=True, allow_null=True)
    trafficking_status = serializers.CharField(read_only=True, allow_null=True)
    status_decider = serializers.CharField(read_only=True, allow_null=True)
    identified_on = serializers.DateField(read_only=True, allow_null=True)
    closure_reason = serializers.CharField(read_only=True, allow_null=True)
    reintegration_outcome = serializers.CharField(read_only=True, allow_null=True)
    final_risk = serializers.CharField(read_only=True, allow_null=True)

    retention = serializers.SerializerMethodField()

    class Meta(CaseRow.Meta):
        fields = [
            *CaseRow.Meta.fields,
            "level",
            "needs",
            "risk",
            "stages",
            "outings",
            "mother_case",
            "role",
            "population",
            "danger",
            "source",
            "found_on",
            "entered_from",
            "trafficking_status",
            "status_decider",
            "identified_on",
            "legal_test",
            "decision_reason",
            "screening",
            "reviewed_by",
            "pointed_to",
            "reflection_ends_on",
            "closure_reason",
            "reintegration_outcome",
            "final_risk",
            "retention",
        ]

    def to_representation(self, case):
        told = levels.told_at(self.get_level(case)) | {"level"}
        hidden = [name for name in self.Meta.fields if name not in told]
        for name in hidden:
            self.fields.pop(name, None)
        return super().to_representation(case) | dict.fromkeys(hidden)

    @extend_schema_field(DAY)
    def get_closed_on(self, case):
        return day_told(case, self.get_level(case))

    @extend_schema_field({"type": "string", "enum": Level.values})
    def get_level(self, case):
        return rules.level_of(self.context["request"].user, case)

    @extend_schema_field({"type": ["string", "null"]})
    def get_mother_case(self, case):
        """The number of her mother's case, for who may open that one too."""
        if not case.mother_case_id:
            return None
        known = Case.objects.visible_to(self.context["request"].user)
        return known.filter(pk=case.mother_case_id).values_list("number", flat=True).first()

    @extend_schema_field(CODES)
    def get_needs(self, case):
        latest = case.needs.first()
        return latest.needs if latest else []

    @extend_schema_field(RISK)
    def get_risk(self, case):
        """The level as it was judged last, and when it is looked at again."""
        last = present_risk(case)
        return {name: getattr(last, name) for name in ("level", "on", "review_on")} if last else None

    @extend_schema_field(RETENTION)
    def get_retention(self, case):
        """When somebody looks whether a closed case is still needed, and whether it is held."""
        return told_of(case)

    @extend_schema_field(CODES)
    def get_stages(self, case):
        return dependants.stages_of([case.pk]).get(case.pk, [])

    @extend_schema_field(OUTINGS)
    def get_outings(self, case):
        """When the person has to be somewhere, and who takes her there; not for what."""
        found = name_writers(self.context["request"].user, case, outings(case), "accompanied_by")
        return [
            {
                "on": step.on,
                "leaves_at": step.leaves_at and step.leaves_at.strftime("%H:%M"),
                "at": step.at and step.at.strftime("%H:%M"),
                "with": ", ".join(filter(None, [step.written_by, step.companion])) or None,
                "for_shelter": step.for_shelter,
            }
            for step in found
        ]
