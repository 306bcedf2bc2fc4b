"""What programs may ask of placements; where somebody lives is told by none of it."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from cases.api.filters import CaseNumberFilter
from cases.api.looking import Looking
from reintegration import actions, rules
from reintegration.forms import EndPlacementForm, FollowerForm, PlacementForm
from reintegration.models import FOLLOWERS, Placement, PlacementKind
from work.api import Resource, Row, changes


class PlacementRow(Row):
    """A placement by number and code name."""

    case = serializers.CharField(source="case.number", read_only=True)
    code_name = serializers.CharField(source="case.code_name", read_only=True)
    withdrawn = serializers.SerializerMethodField()

    class Meta:
        model = Placement
        fields = [
            "id",
            "version",
            "case",
            "code_name",
            "kind",
            "since",
            "until",
            "department",
            "country",
            "withdrawn",
            "entered_from",
        ]

    def get_withdrawn(self, placement) -> bool:
        return placement.withdrawn_at is not None


class PlacementFilters(django_filters.FilterSet):
    case = CaseNumberFilter()
    kind = django_filters.ChoiceFilter(choices=PlacementKind.choices)
    held_on = django_filters.DateFilter(method="held", label=_("Placements that hold on this day"))

    class Meta:
        model = Placement
        fields = []
        form = forms.Form

    def held(self, placements, name, day):
        return placements.on(day)


class PlacementResource(Looking, Resource):
    """Placements of the cases that one may open; an exit from a shelter begins them."""

    title = _("Placements")
    part = "placement"
    roles = FOLLOWERS
    serializer_class = PlacementRow
    filterset_class = PlacementFilters
    lookup_url_kwarg = "placement"
    order = ("-since", "id")

    def get_queryset(self):
        placements = Placement.objects.visible_to(self.request.user)
        placements = placements.lasting() if self.action == "list" else placements
        return placements.select_related("case__person", "case__office")

    @changes(PlacementForm, says=_("Changes how and where she lives."))
    def partial_update(self, request, placement):
        placement = self.allowed()
        return self.change(placement, actions.change_placement, instance=placement)

    @action(detail=True, methods=["post"])
    @changes(EndPlacementForm, says=_("Records that she lives so no more."))
    def end(self, request, placement):
        return self.change(self.allowed(), actions.end_placement)

    @action(detail=True, methods=["post"])
    @changes(FollowerForm, says=_("Says who follows her home; her case opens for that worker."))
    def assign(self, request, placement):
        placement = self.get_object()
        require(rules.can_assign_follower, request.user, placement)
        return self.change(placement, actions.assign_follower, placement=placement)

    def allowed(self):
        """The placement, when it is hers to change."""
        placement = self.get_object()
        require(rules.can_change_placement, self.request.user, placement)
        return placement
