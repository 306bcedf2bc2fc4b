"""Proceedings with their stages and steps, for programs: the legal file, for the team of each case."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from cases import actions
from cases.api.filters import CaseNumberFilter
from cases.api.looking import Looking
from cases.api.rows import RowOfCase, Writer
from cases.forms import (
    AskedProceedingForm,
    AskedProceedingStepForm,
    AskedStageForm,
    CancelForm,
    ChangeStepForm,
    HeldForm,
    PostponeForm,
    ProceedingForm,
    WithdrawProceedingForm,
)
from cases.models import TEAM, DateState, Proceeding, ProceedingStage, ProceedingStep
from vault.keys import open_keys
from work.api import Resource, Row, changes, creates


class ProceedingRow(RowOfCase, Row):
    """A matter before an authority in which somebody takes part."""

    case = serializers.CharField(source="case.number", read_only=True)
    authority_name = serializers.CharField(read_only=True, allow_null=True)
    file_number = serializers.CharField(read_only=True, allow_null=True)
    words = serializers.CharField(read_only=True, allow_null=True)
    recorded_by = Writer(source="recorded_by_id")
    withdrawn_reason = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Proceeding
        fields = [
            "id", "version", "case", "kind", "authority", "authority_name", "country", "file_number", "part",
            "words", "told_free_on", "recorded_by", "entered_from", "withdrawn_at", "withdrawn_reason",
        ]  # fmt: skip


class StageRow(RowOfCase, Row):
    """To which stage a proceeding came on a day; the latest that stands is where it is."""

    case = serializers.CharField(source="case.number", read_only=True)
    proceeding = serializers.UUIDField(source="proceeding_id", read_only=True)
    stage = serializers.CharField(read_only=True)
    words = serializers.CharField(read_only=True, allow_null=True)
    recorded_by = Writer(source="recorded_by_id")
    withdrawn_reason = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = ProceedingStage
        fields = [
            "id", "version", "case", "proceeding", "on", "stage", "words", "recorded_by", "entered_from",
            "withdrawn_at", "withdrawn_reason",
        ]  # fmt: skip


class ProceedingStepRow(RowOfCase, Row):
    """A step of a proceeding; postponed to a day, it stays, and a new one stands for that day."""

    case = serializers.CharField(source="case.number", read_only=True)
    proceeding = serializers.UUIDField(source="proceeding_id", read_only=True)
    at = serializers.TimeField(read_only=True, format="%H:%M", allow_null=True)
    leaves_at = serializers.TimeField(read_only=True, format="%H:%M", allow_null=True)
    place = serializers.CharField(read_only=True, allow_null=True)
    accompanied_by = Writer(source="accompanied_by_id")
    companion = serializers.CharField(read_only=True, allow_null=True)
    for_shelter = serializers.CharField(read_only=True, allow_null=True)
    state_words = serializers.CharField(read_only=True, allow_null=True)
    outcome = serializers.CharField(read_only=True, allow_null=True)
    ground = serializers.UUIDField(source="ground_id", read_only=True, allow_null=True)
    moved_from = serializers.UUIDField(source="moved_from_id", read_only=True, allow_null=True)
    service = serializers.UUIDField(source="service_id", read_only=True, allow_null=True)
    recorded_by = Writer(source="recorded_by_id")

    class Meta:
        model = ProceedingStep
        fields = [
            "id", "version", "case", "proceeding", "kind", "on", "at", "attends", "leaves_at", "place",
            "accompanied_by", "companion", "for_shelter", "state", "state_words", "outcome", "contact_by",
            "ground", "receiver_named", "without_ground", "moved_from", "service", "recorded_by",
            "entered_from",
        ]  # fmt: skip


class ProceedingFilters(django_filters.FilterSet):
    case = CaseNumberFilter()

    class Meta:
        model = Proceeding
        fields = []
        form = forms.Form


class OfOneFilters(ProceedingFilters):
    proceeding = django_filters.UUIDFilter("proceeding", label=_("Proceeding"))
    since = django_filters.DateFilter("on", "gte", label=_("On this day or later"))
    until = django_filters.DateFilter("on", "lte", label=_("On this day or earlier"))

    class Meta(ProceedingFilters.Meta):
        model = ProceedingStage


class StepFilters(OfOneFilters):
    state = django_filters.ChoiceFilter("state", choices=DateState.choices, label=_("What became of it"))

    class Meta(ProceedingFilters.Meta):
        model = ProceedingStep


class OfProceedings(Looking, Resource):
    """What all three have in common: rows of cases that one reads in full, each look kept in the trail."""

    roles = TEAM
    part = "proceedings"
    related = ("case__office", "case__person", "proceeding")

    def get_queryset(self):
        seen = self.serializer_class.Meta.model.objects.visible_to(self.request.user)
        return seen.select_related(*self.related)

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        open_keys(rows)
        return rows

    def with_its_case(self):
        """The row, whose proceeding knows its case."""
        found = self.get_object()
        found.proceeding.case = found.case
        return found


class ProceedingResource(OfProceedings):
    """Complaints, protection measures and other proceedings; stages and steps have their own addresses."""

    title = _("Proceedings")
    serializer_class = ProceedingRow
    filterset_class = ProceedingFilters
    lookup_url_kwarg = "proceeding"
    order = ("-created_at", "id")
    related = ("case__office", "case__person")

    @creates(AskedProceedingForm, says=_("Records a proceeding and the stage to which it has come."))
    def create(self, request):
        return self.make(actions.record_proceeding, user=request.user)

    @changes(ProceedingForm, says=_("Corrects or completes what is kept of a proceeding."))
    def partial_update(self, request, proceeding):
        found = self.get_object()
        return self.change(found, actions.change_proceeding, instance=found)

    @action(detail=True, methods=["post"])
    @changes(WithdrawProceedingForm, says=_("Takes back a proceeding that was written by mistake."))
    def withdraw(self, request, proceeding):
        return self.change(self.get_object(), actions.withdraw_proceeding)


class ProceedingStageResource(OfProceedings):
    """The stages of proceedings, each on its day."""

    title = _("Stages of proceedings")
    serializer_class = StageRow
    filterset_class = OfOneFilters
    lookup_url_kwarg = "proceeding_stage"
    order = ("-on", "id")

    @creates(AskedStageForm, says=_("Records to which stage a proceeding came."))
    def create(self, request):
        return self.make(actions.record_stage, user=request.user)

    @action(detail=True, methods=["post"])
    @changes(WithdrawProceedingForm, says=_("Takes back a stage that was written by mistake."))
    def withdraw(self, request, proceeding_stage):
        return self.change(self.with_its_case(), actions.withdraw_stage)


class ProceedingStepResource(OfProceedings):
    """Hearings, testimonies and other steps: what is to come, and what became of it."""

    title = _("Steps of proceedings")
    serializer_class = ProceedingStepRow
    filterset_class = StepFilters
    lookup_url_kwarg = "proceeding_step"
    order = ("-on", "id")

    @creates(
        AskedProceedingStepForm,
        says=_("Records a step that is to come or took place; contacting a consulate needs a ground."),
    )
    def create(self, request):
        return self.make(actions.add_proceeding_step, user=request.user)

    @changes(ChangeStepForm, says=_("Corrects where and when a step is, who accompanies, what came of it."))
    def partial_update(self, request, proceeding_step):
        found = self.with_its_case()
        about = {"instance": found, "user": request.user, "case": found.case}
        return self.change(found, actions.change_proceeding_step, **about)

    @action(detail=True, methods=["post"])
    @changes(HeldForm, says=_("Says that a step took place, and what came of it."))
    def held(self, request, proceeding_step):
        return self.change(self.with_its_case(), actions.hold_proceeding_step)

    @action(detail=True, methods=["post"])
    @changes(
        PostponeForm,
        says=_(
            "Postpones a step; with a new day another step stands for it, whose `moved_from` is this one."
        ),
    )
    def postpone(self, request, proceeding_step):
        return self.change(self.with_its_case(), actions.postpone_proceeding_step)

    @action(detail=True, methods=["post"])
    @changes(CancelForm, says=_("Says that a step does not take place."))
    def cancel(self, request, proceeding_step):
        return self.change(self.with_its_case(), actions.cancel_proceeding_step)

    @action(detail=True, methods=["post"])
    @changes(says=_("Records the accompaniment to a step that took place as a service."))
    def service(self, request, proceeding_step):
        return self.change(self.with_its_case(), actions.serve_proceeding_step)
