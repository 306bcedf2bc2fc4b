"""Rooms and beds, as a shelter's coordinator or an administrator sets them up."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from shelters import actions, rules
from shelters.forms import BedForm, BedsForm, RoomNameForm
from shelters.models import SETTERS, Bed, Room
from work.api import Resource, Row, changes, creates


class BedRow(Row):
    """A bed, and from when until when it is in use."""

    room = serializers.UUIDField(source="room_id", read_only=True)

    class Meta:
        model = Bed
        fields = ["id", "version", "room", "place", "cot", "since", "until"]


class RoomRow(Row):
    """A room and its beds."""

    shelter = serializers.UUIDField(source="shelter_id", read_only=True)
    beds = BedRow(many=True, read_only=True)

    class Meta:
        model = Room
        fields = ["id", "version", "shelter", "name", "beds"]


class RoomResource(Resource):
    """Rooms of one's shelters; one is added under its shelter."""

    title = _("Rooms")
    roles = SETTERS
    serializer_class = RoomRow
    lookup_url_kwarg = "room"
    order = ("name", "id")

    def get_queryset(self):
        rooms = Room.objects.visible_to(self.request.user)
        rooms = rooms.changed_by(self.request.user) if self.action == "list" else rooms
        return rooms.select_related("shelter__office").prefetch_related("beds")

    def retrieve(self, request, room):
        return self.answer(self.allowed())

    @changes(RoomNameForm, says=_("Calls a room otherwise."))
    def partial_update(self, request, room):
        room = self.allowed()
        return self.change(room, actions.rename_room, instance=room)

    @action(detail=True, methods=["post"])
    @creates(BedsForm, says=_("Puts more beds into a room."), answers=RoomRow)
    def beds(self, request, room):
        return self.make(actions.add_beds, self.allowed(), among=self.get_queryset())

    def allowed(self):
        """The room, when it is hers to change."""
        room = self.get_object()
        require(rules.can_change_shelter, self.request.user, room.shelter)
        return room


class BedResource(Resource):
    """Beds of one's shelters; who sleeps in them is told by the stays."""

    title = _("Beds")
    roles = SETTERS
    serializer_class = BedRow
    lookup_url_kwarg = "bed"
    order = ("room_id", "place", "id")

    def get_queryset(self):
        beds = Bed.objects.visible_to(self.request.user).select_related("room__shelter__office")
        return beds.changed_by(self.request.user) if self.action == "list" else beds

    def retrieve(self, request, bed):
        return self.answer(self.allowed())

    @changes(BedForm, says=_("Says from when until when a bed is in use."))
    def partial_update(self, request, bed):
        bed = self.allowed()
        return self.change(bed, actions.change_bed, instance=bed)

    def allowed(self):
        """The bed, when it is hers to change."""
        bed = self.get_object()
        require(rules.can_change_shelter, self.request.user, bed.room.shelter)
        return bed
