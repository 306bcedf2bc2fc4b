"""The ledger of why data may be kept; lines are added under their case, and end."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from cases import actions, rules
from cases.api.filters import CaseNumberFilter
from cases.api.intake_rows import GroundRow
from cases.api.looking import Looking
from cases.forms import EndGroundForm
from cases.grounds import holds
from cases.models import Ground
from cases.resting import resting_on, sentences
from work.api import Resource, changes


class GroundOfCase(GroundRow):
    """A line of the ledger and its case."""

    case = serializers.CharField(source="case.number", read_only=True)

    class Meta(GroundRow.Meta):
        fields = [*GroundRow.Meta.fields, "case"]


class GroundDetail(GroundOfCase):
    """The same, with what rests on it and would stop with it, in words."""

    resting = serializers.SerializerMethodField()

    class Meta(GroundOfCase.Meta):
        fields = [*GroundOfCase.Meta.fields, "resting"]

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_resting(self, ground):
        return sentences(resting_on(ground)) if holds(ground) else []


class GroundFilters(django_filters.FilterSet):
    case = CaseNumberFilter()

    class Meta:
        model = Ground
        fields = []
        form = forms.Form


class GroundResource(Looking, Resource):
    """Grounds of the cases that one reads in full, without who gave them."""

    title = _("Grounds")
    roles = rules.TEAM
    serializer_class = GroundOfCase
    filterset_class = GroundFilters
    lookup_url_kwarg = "ground"
    order = ("-since", "id")
    part = "intake_ground"

    def get_queryset(self):
        related = ("case__office", "case__person", "relative")
        return Ground.objects.visible_to(self.request.user).select_related(*related)

    def get_serializer_class(self):
        return GroundOfCase if self.action == "list" else GroundDetail

    @action(detail=True, methods=["post"])
    @changes(EndGroundForm, says=_("Ends a ground on a day; what rests on it stops, and is named."))
    def end(self, request, ground):
        found = self.get_object()
        require(rules.can_change_case, request.user, found.case)
        return self.change(found, actions.end_ground)
