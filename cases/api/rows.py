"""How cases go out: number and code name, never a name."""

from rest_framework import serializers

from cases.models import Case
from work.api import Row


class CaseRow(Row):
    """A case as its lists and its own address answer it."""

    office = serializers.UUIDField(source="office_id", read_only=True)
    worker = serializers.UUIDField(source="worker_id", read_only=True, allow_null=True)
    component = serializers.UUIDField(source="component_id", read_only=True)
    mother_case = serializers.CharField(source="mother_case.number", read_only=True, default=None)

    class Meta:
        model = Case
        fields = [
            "number",
            "code_name",
            "version",
            "status",
            "role",
            "population",
            "danger",
            "office",
            "component",
            "worker",
            "mother_case",
            "opened_on",
            "closed_on",
            "entered_from",
        ]
