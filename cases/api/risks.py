"""Assessments of the risk, and what was passed on of a danger to relatives."""

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
from cases.forms import AskedRiskForm, AskedRiskNoticeForm, RiskAnswerForm, RiskForm, WithdrawRiskForm
from cases.models import READERS, TEAM, Case, Level, RiskAssessment, RiskNotice
from vault.keys import open_keys
from work.api import Resource, Row, changes, creates
from work.door_by_door import ids_among

PAIRS = {"type": ["array", "null"], "items": {"type": "string", "examples": ["family_threat:high"]}}
TEXT = {"type": ["string", "null"]}
# Told to who reads the case in full; to whoever only looks after her null.
OF_THE_TEAM = ("domains", "lower_reason", "basis", "entered_from", "withdrawn_reason")


class RiskRow(RowOfCase, Row):
    """How great her danger was judged to be on a day, what keeps her safe, and when it is looked at again.

    The domains, each as `domain:level`, and the reasons are told to those who read the case in full; to
    others they are null. So is who of another shelter wrote it.
    """

    case = serializers.CharField(source="case.number", read_only=True)
    safety_plan = serializers.CharField(read_only=True, allow_null=True)
    domains = serializers.SerializerMethodField()
    lower_reason = serializers.CharField(read_only=True, allow_null=True)
    basis = serializers.CharField(read_only=True, allow_null=True)
    entered_from = serializers.SerializerMethodField()
    assessed_by = Writer(source="assessed_by_id")
    withdrawn_reason = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = RiskAssessment
        fields = [
            "id", "version", "case", "on", "level", "safety_plan", "review_on", "domains", "lower_reason",
            "basis", "assessed_by", "entered_from", "withdrawn_at", "withdrawn_reason",
        ]  # fmt: skip

    @extend_schema_field(PAIRS)
    def get_domains(self, risk):
        return risk.domains or []

    @extend_schema_field(TEXT)
    def get_entered_from(self, risk):
        return risk.entered_from

    def to_representation(self, risk):
        told = super().to_representation(risk)
        return told if risk.case_id in self.read_in_full() else told | dict.fromkeys(OF_THE_TEAM)

    def read_in_full(self):
        """Ids of the cases that she reads in full, asked once for all the rows of an answer."""
        if "read_in_full" not in self.context:
            known = Case.objects.visible_to(self.context["request"].user, Level.FULL)
            self.context["read_in_full"] = ids_among(known, {row.case_id for row in self.rows})
        return self.context["read_in_full"]


class RiskNoticeRow(RowOfCase, Row):
    """To whom a danger to relatives was passed on, in which words and on which ground, and their answer."""

    case = serializers.CharField(source="case.number", read_only=True)
    receiver = serializers.CharField(read_only=True)
    what = serializers.CharField(read_only=True)
    ground = serializers.UUIDField(source="ground_id", read_only=True, allow_null=True)
    passed_by = Writer(source="passed_by_id")
    answer = serializers.CharField(read_only=True, allow_null=True)
    withdrawn_reason = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = RiskNotice
        fields = [
            "id", "version", "case", "on", "receiver", "country", "what", "ground", "receiver_named",
            "passed_by", "answered_on", "answer", "entered_from", "withdrawn_at", "withdrawn_reason",
        ]  # fmt: skip


class RiskFilters(django_filters.FilterSet):
    case = CaseNumberFilter()
    since = django_filters.DateFilter("on", "gte", label=_("On this day or later"))
    until = django_filters.DateFilter("on", "lte", label=_("On this day or earlier"))

    class Meta:
        model = RiskAssessment
        fields = []
        form = forms.Form


class RiskNoticeFilters(RiskFilters):
    class Meta(RiskFilters.Meta):
        model = RiskNotice


class OfRisk(Looking, Resource):
    """What both have in common: rows of cases, the latest first, each look kept in the trail."""

    order = ("-on", "id")

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        open_keys(rows)
        return rows


class RiskResource(OfRisk):
    """The risk of those whom one looks after; why it is so great is told to the team of the case."""

    title = _("Risk")
    part = "risks"
    roles = READERS
    serializer_class = RiskRow
    filterset_class = RiskFilters
    lookup_url_kwarg = "risk"

    def get_queryset(self):
        seen = RiskAssessment.objects.visible_to(self.request.user)
        return seen.select_related("case__office", "case__person")

    @creates(AskedRiskForm, says=_("Assesses the risk; the day of the next review follows from the level."))
    def create(self, request):
        return self.make(actions.assess_risk, user=request.user)

    @changes(RiskForm, says=_("Corrects the assessment that stands last; what it said stays readable."))
    def partial_update(self, request, risk):
        found = self.get_object()
        require(rules.can_change_risk, request.user, found)
        return self.change(found, actions.change_risk, instance=found)

    @action(detail=True, methods=["post"])
    @changes(WithdrawRiskForm, says=_("Takes back an assessment that was written by mistake."))
    def withdraw(self, request, risk):
        found = self.get_object()
        require(rules.can_change_risk, request.user, found)
        return self.change(found, actions.withdraw_risk)


class RiskNoticeResource(OfRisk):
    """Dangers to relatives that were passed on, of the cases that one reads in full."""

    title = _("Dangers passed on")
    part = "risk_notices"
    roles = TEAM
    serializer_class = RiskNoticeRow
    filterset_class = RiskNoticeFilters
    lookup_url_kwarg = "risk_notice"

    def get_queryset(self):
        seen = RiskNotice.objects.visible_to(self.request.user)
        return seen.select_related("case__office", "case__person")

    @creates(
        AskedRiskNoticeForm, says=_("Keeps that a danger to relatives was passed on; it needs a ground.")
    )
    def create(self, request):
        return self.make(actions.pass_risk_on, user=request.user)

    @action(detail=True, methods=["post"], url_path="answer", url_name="answer")
    @changes(RiskAnswerForm, says=_("Writes what they answered, or corrects it."))
    def write_answer(self, request, risk_notice):
        return self.change(self.get_object(), actions.answer_risk_notice)

    @action(detail=True, methods=["post"])
    @changes(WithdrawRiskForm, says=_("Takes back that something was passed on."))
    def withdraw(self, request, risk_notice):
        return self.change(self.get_object(), actions.withdraw_risk_notice)
