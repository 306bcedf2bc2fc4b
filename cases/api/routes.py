"""The way of an event from place to place, for programs that act for the team of somebody in it."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from cases import actions, rules
from cases.api.looking import Looking
from cases.forms import (
    AskedMoveStageForm,
    AskedNewRouteStageForm,
    AskedRemoveStageForm,
    AskedRouteStageForm,
)
from cases.models import Exploitation, RouteStage
from vault.keys import open_keys
from work.api import PartialDate, Resource, Row, changes, creates
from work.door_by_door import for_one


class RouteStageRow(Row):
    """A place on the way; `case` names whose alone it is, among those whose cases one reads in full."""

    case = serializers.CharField(source="case.number", read_only=True, allow_null=True)
    place = serializers.CharField(read_only=True, allow_null=True)
    began = PartialDate("began", "began_precision")
    ended = PartialDate("ended", "ended_precision")

    class Meta:
        model = RouteStage
        fields = [
            "id", "version", "case", "country", "department", "place", "transport", "happened", "began",
            "ended",
        ]  # fmt: skip

    def to_representation(self, stage):
        told = super().to_representation(stage)
        return {"case": None} | told


class RouteStageResource(Looking, Resource):
    """Stages of one event in their order, under its address; each look is kept in the trail."""

    title = _("Route of an event")
    part = "exploitation"
    roles = rules.TEAM
    serializer_class = RouteStageRow
    lookup_url_kwarg = "route_stage"
    order = ("position", "id")

    @cached_property
    def event(self):
        """The event of cases that she reads in full; foreign equals absent."""
        known = for_one(Exploitation.objects.read_by(self.request.user))
        return get_object_or_404(known, pk=self.kwargs["exploitation"])

    def get_queryset(self):
        cases = [link.case_id for link in self.event.links_read]
        rows = RouteStage.objects.told_to(cases).filter(exploitation=self.event.pk)
        return rows.select_related("case__office", "exploitation")

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        open_keys(rows)
        return rows

    def cases_of(self, rows):
        return {link.case for link in self.event.links_read}

    def list(self, request, exploitation):
        return super().list(request)

    def retrieve(self, request, exploitation, route_stage):
        return super().retrieve(request)

    @creates(AskedNewRouteStageForm, says=_("Adds the next place on the way."))
    def create(self, request, exploitation):
        return self.make(actions.add_route_stage, self.event, user=request.user)

    @changes(AskedRouteStageForm, says=_("Corrects a place on the way, through a case that is named."))
    def partial_update(self, request, exploitation, route_stage):
        stage = self.get_object()
        return self.change(stage, actions.change_route_stage, instance=stage, user=request.user)

    @action(detail=True, methods=["post"])
    @changes(AskedMoveStageForm, says=_("Puts a place before the one before it, or after the one after it."))
    def move(self, request, exploitation, route_stage):
        return self.change(self.get_object(), actions.move_route_stage, user=request.user)

    @action(detail=True, methods=["post"])
    @changes(AskedRemoveStageForm, says=_("Takes out a place that was written by mistake."))
    def remove(self, request, exploitation, route_stage):
        return self.change(self.get_object(), actions.remove_route_stage, user=request.user)
