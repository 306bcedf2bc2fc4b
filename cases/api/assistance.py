import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from cases import actions, rules
from cases.api.filters import CaseNumberFilter
from cases.api.looking import Looking
from cases.api.rows import RowOfCase, Writer
from cases.forms import PROVIDER_ROWS, AskedServiceForm, ServiceForm, WithdrawServiceForm
from cases.models import READERS, Case, Level, Service
from codebook.forms.fields import CodeChoiceField
from vault.keys import open_keys
from work.api import MoneyPair, Resource, Row, changes, creates
from work.door_by_door import ids_among

TEXT = {"type": "string"}
TOGETHER = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "component": {"type": ["string", "null"], "format": "uuid"},
            "kind": TEXT,
            "name": TEXT,
        },
    },
}


class ServiceRow(RowOfCase, Row):
    """Something that was given to or done for somebody.

    From which old file it comes is told to those who read the case in full, and so are the details of what
    was done in her legal matters and why it was withdrawn; to others they are null. So is who of another
    shelter gave it, and, to whoever adds it to a case that is open to her no more, what would say how that
    case stands: its line of work, and whether it is closed.
    """

    case = serializers.CharField(source="case.number", read_only=True)
    component = serializers.SerializerMethodField()
    given_by = Writer(source="given_by_id")
    recorded_late = serializers.SerializerMethodField()
    value = MoneyPair("value", "currency")
    together_with = serializers.SerializerMethodField()
    goal = serializers.SerializerMethodField()
    detail = serializers.SerializerMethodField()
    withdrawn_reason = serializers.SerializerMethodField()
    entered_from = serializers.SerializerMethodField()

    class Meta:
        model = Service
        fields = [
            "id",
            "version",
            "case",
            "on",
            "type",
            "quantity",
            "value",
            "provider",
            "together_with",
            "detail",
            "goal",
            "component",
            "given_by",
            "recorded_late",
            "entered_from",
            "withdrawn_at",
            "withdrawn_reason",
        ]

    @extend_schema_field({"type": ["string", "null"], "format": "uuid"})
    def get_component(self, service):
        return str(service.component_id) if self.reads(service) else None

    @extend_schema_field(TOGETHER)
    def get_together_with(self, service):
        """Whoever gave it too; a line of work of ours by its id."""
        return [
            {"component": one.component_id and str(one.component_id), "kind": one.kind, "name": one.name}
            for one in service.together_with.all()
        ]

    def get_recorded_late(self, service) -> bool | None:
        return service.recorded_late if self.reads(service) else None

    @extend_schema_field({"type": ["string", "null"]})
    def get_entered_from(self, service):
        return service.entered_from if service.case_id in self.read_in_full() else None

    def get_detail(self, service) -> str | None:
        return None if self.hides(service) else service.detail

    def get_goal(self, service) -> str | None:
        """The goal of her plan that it serves; in her legal matters null to whoever does not read them."""
        goal = service.goal
        hidden = goal is None or (goal.is_legal and service.case_id not in self.read_in_full())
        return None if hidden or not self.reads(service) else str(goal.pk)

    def get_withdrawn_reason(self, service) -> str | None:
        return None if self.hides(service) else service.withdrawn_reason

    def hides(self, service):
        """Is what was written of it for those who read the case in full?"""
        return service.is_legal and service.case_id not in self.read_in_full()

    def reads(self, service):
        """Is the case open to her? What stands in a list is; of what was just added it is asked."""
        if self.parent:
            return True
        return rules.can_record_service(self.context["request"].user, service.case)

    def read_in_full(self):
        """Ids of the cases that she reads in full, asked once for all the rows of an answer."""
        if "read_in_full" not in self.context:
            known = Case.objects.visible_to(self.context["request"].user, Level.FULL)
            self.context["read_in_full"] = ids_among(known, {row.case_id for row in self.rows})
        return self.context["read_in_full"]


class CodeFilter(django_filters.Filter):
    """One code of a list."""

    field_class = CodeChoiceField


class ServiceFilters(django_filters.FilterSet):
    case = CaseNumberFilter()
    type = CodeFilter("type", code_list="service_type", label=_("Kind of service"))
    since = django_filters.DateFilter("on", "gte", label=_("On this day or later"))
    until = django_filters.DateFilter("on", "lte", label=_("On this day or earlier"))

    class Meta:
        model = Service
        fields = []
        form = forms.Form


class ServiceResource(Looking, Resource):
    """What was given to those whom one looks after; each look into it is kept in the trail."""

    title = _("Services")
    part = "services"
    roles = READERS
    serializer_class = ServiceRow
    filterset_class = ServiceFilters
    lookup_url_kwarg = "service"
    order = ("-on", "id")

    def get_queryset(self):
        return (
            Service.objects.visible_to(self.request.user)
            .select_related("case__office", "case__person", "goal")
            .with_providers()
        )

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        open_keys(rows)
        return rows

    @creates(
        AskedServiceForm, rows=PROVIDER_ROWS, says=_("Records something that was given to or done for her.")
    )
    def create(self, request):
        return self.make(actions.record_service, user=request.user)

    @changes(ServiceForm, rows=PROVIDER_ROWS, says=_("Corrects a service; what it was stays readable."))
    def partial_update(self, request, service):
        found = self.get_object()
        require(rules.can_change_service, request.user, found)
        return self.change(found, actions.change_service, instance=found, case=found.case, user=request.user)

    @action(detail=True, methods=["post"])
    @changes(WithdrawServiceForm, says=_("Takes back a service that was written by mistake."))
    def withdraw(self, request, service):
        return self.change(self.get_object(), actions.withdraw_service)
