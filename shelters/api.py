"""What programs may ask of shelters and stays; where a shelter stands is told by none of it."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from cases.api.filters import CaseNumberFilter
from cases.api.looking import Looking
from cases.models import READERS
from shelters import actions, rules
from shelters.api_rooms import RoomRow
from shelters.fit import waiting_misfits
from shelters.forms import (
    ExitForm,
    LeftStayForm,
    MoveForm,
    NewPastStayForm,
    NewShelterForm,
    NewStayForm,
    RoomForm,
    ShelterForm,
    WithdrawForm,
)
from shelters.models import SEERS, Room, Shelter, Stay
from shelters.occupancy import occupancy_of
from shelters.sleeping import bed_on
from work.api import Resource, Row, changes, creates


class ShelterRow(Row):
    """A shelter and how full it is tonight."""

    name = serializers.CharField(source="office.name", read_only=True)
    office = serializers.UUIDField(source="office_id", read_only=True)
    component = serializers.UUIDField(source="component_id", read_only=True)
    beds = serializers.SerializerMethodField()
    residents = serializers.SerializerMethodField()
    without_bed = serializers.SerializerMethodField()

    class Meta:
        model = Shelter
        fields = [
            "id",
            "version",
            "name",
            "office",
            "component",
            "genders",
            "youngest",
            "oldest",
            "takes_children",
            "takes_pregnant",
            "takes_disabled",
            "expected_months",
            "longest_months",
            "closed_on",
            "beds",
            "residents",
            "without_bed",
        ]

    def tonight(self, shelter):
        """Read once for all the rows of an answer."""
        if "tonight" not in self.context:
            rows = self.parent.instance if self.parent else [self.instance]
            self.context["tonight"] = occupancy_of(rows, timezone.localdate())
        return self.context["tonight"][shelter.pk]

    def get_beds(self, shelter) -> int:
        return self.tonight(shelter).beds

    def get_residents(self, shelter) -> int:
        return self.tonight(shelter).residents

    def get_without_bed(self, shelter) -> int:
        return self.tonight(shelter).without_bed


class ShelterResource(Resource):
    """Shelters of one's organisations, with tonight's occupancy."""

    title = _("Shelters")
    roles = SEERS
    serializer_class = ShelterRow
    lookup_url_kwarg = "shelter"
    order = ("office__name", "id")

    def get_queryset(self):
        return Shelter.objects.visible_to(self.request.user).select_related("office")

    @creates(NewShelterForm, says=_("Sets up the shelter of an office; rooms and beds follow."))
    def create(self, request):
        require(rules.can_set_up, request.user)
        return self.make(actions.create_shelter, user=request.user)

    @changes(ShelterForm, says=_("Changes whom a shelter admits and for how long."))
    def partial_update(self, request, shelter):
        shelter = self.allowed()
        return self.change(shelter, actions.change_shelter, instance=shelter)

    @action(detail=True, methods=["post"])
    @creates(RoomForm, says=_("Adds a room with its beds."), answers=RoomRow)
    def rooms(self, request, shelter):
        rooms = Room.objects.visible_to(request.user)
        return self.make(actions.add_room, self.allowed(), among=rooms)

    def allowed(self):
        """The shelter, when it is hers to change."""
        shelter = self.get_object()
        require(rules.can_change_shelter, self.request.user, shelter)
        return shelter


class StayRow(Row):
    """A stay by number and code name; what was written of it stays on the page."""

    shelter = serializers.UUIDField(source="shelter_id", read_only=True)
    case = serializers.CharField(source="case.number", read_only=True)
    code_name = serializers.CharField(source="case.code_name", read_only=True)
    bed = serializers.SerializerMethodField()
    withdrawn = serializers.SerializerMethodField()

    class Meta:
        model = Stay
        fields = [
            "id",
            "version",
            "shelter",
            "case",
            "code_name",
            "admitted_on",
            "admission_reason",
            "expected_exit_on",
            "bed",
            "left_on",
            "exit_reason",
            "exit_decided_by",
            "withdrawn",
            "entered_from",
        ]

    @extend_schema_field({"type": ["string", "null"], "format": "uuid"})
    def get_bed(self, stay):
        """The bed of tonight; read with the list, or for one row alone."""
        if hasattr(stay, "tonight"):
            return str(stay.tonight[0].bed_id) if stay.tonight else None
        found = bed_on(stay, timezone.localdate())
        return str(found.bed_id) if found else None

    def get_withdrawn(self, stay) -> bool:
        return stay.withdrawn_at is not None


class StayDetail(StayRow):
    """One stay, with what did not fit when she came and the coordinator has not looked at yet."""

    misfits = serializers.SerializerMethodField()

    class Meta(StayRow.Meta):
        fields = [*StayRow.Meta.fields, "misfits"]

    def get_misfits(self, stay) -> list[str]:
        reads = rules.can_read_stay(self.context["request"].user, stay)
        return waiting_misfits(stay) if reads else []


class StayFilters(django_filters.FilterSet):
    shelter = django_filters.UUIDFilter(field_name="shelter", label=_("Shelter"))
    case = CaseNumberFilter()
    open_on = django_filters.DateFilter(method="held", label=_("Stays that include the night of this day"))

    class Meta:
        model = Stay
        fields = []
        form = forms.Form

    def held(self, stays, name, day):
        return stays.on(day)


class StayResource(Looking, Resource):
    """Stays in one's shelters and of the cases that one may open."""

    title = _("Stays")
    part = "stay"
    roles = READERS
    serializer_class = StayRow
    filterset_class = StayFilters
    lookup_url_kwarg = "stay"
    order = ("-admitted_on", "id")

    def get_serializer_class(self):
        return self.serializer_class if self.action == "list" else StayDetail

    def get_queryset(self):
        stays = Stay.objects.visible_to(self.request.user).with_tonight(timezone.localdate())
        return stays.select_related("case__person", "case__office", "shelter__office")

    @creates(NewStayForm, says=_("Admits somebody to a shelter, with a bed or without."))
    def create(self, request):
        require(rules.can_admit, request.user)
        return self.make(actions.admit_person, user=request.user)

    @action(detail=False, methods=["post"])
    @creates(NewPastStayForm, says=_("Enters a stay that was over already, from her coming to her leaving."))
    def enter(self, request):
        require(rules.can_admit, request.user)
        return self.make(actions.admit_person, user=request.user)

    @changes(LeftStayForm, says=_("Corrects what was written of a stay."))
    def partial_update(self, request, stay):
        stay = self.allowed(rules.can_correct_stay)
        reads = rules.can_read_stay(request.user, stay)
        return self.change(stay, actions.change_stay, instance=stay, reads=reads)

    @action(detail=True, methods=["post"], url_path="exit", url_name="exit")
    @changes(ExitForm, says=_("Records that she left: when, where to, who decided."))
    def leave(self, request, stay):
        return self.change(self.allowed(rules.can_record_exit), actions.record_exit)

    @action(detail=True, methods=["post"], url_path="move-bed", url_name="move-bed")
    @changes(MoveForm, says=_("Gives her a bed, another one, or none."))
    def move_bed(self, request, stay):
        stay = self.allowed(rules.can_give_bed)
        return self.change(stay, actions.move_bed, stay=stay)

    @action(detail=True, methods=["post"], url_path="take-back-exit", url_name="take-back-exit")
    @changes(says=_("Takes back an exit that was recorded by mistake."))
    def take_back_exit(self, request, stay):
        return self.change(self.allowed(rules.can_take_back_exit), actions.take_back_exit)

    @action(detail=True, methods=["post"])
    @changes(WithdrawForm, says=_("Withdraws a stay that never was."))
    def withdraw(self, request, stay):
        return self.change(self.allowed(rules.can_correct_stay), actions.withdraw_stay)

    def allowed(self, rule):
        """The stay, when this may be done with it."""
        stay = self.get_object()
        require(rule, self.request.user, stay)
        return stay
