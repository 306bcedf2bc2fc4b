"""Who is away, and who covers meanwhile."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.models import Absence
from audit.doors import require
from cases import actions, rules
from cases.forms import AbsenceForm
from cases.models import TEAM
from work.api import Resource, Row, changes, creates


class AbsenceRow(Row):
    """Who is away from which day to which, and who covers."""

    user = serializers.UUIDField(source="user_id", read_only=True)
    cover = serializers.UUIDField(source="cover_id", read_only=True)
    said_by = serializers.UUIDField(source="said_by_id", read_only=True, allow_null=True)

    class Meta:
        model = Absence
        fields = ["id", "version", "user", "cover", "since", "until", "said_by", "ended_at"]


class AbsenceResource(Resource):
    """One's own absences, those one covers, and those of people whom one supervises."""

    title = _("Who is away")
    roles = TEAM
    serializer_class = AbsenceRow
    lookup_url_kwarg = "absence"
    order = ("-since", "id")

    def get_queryset(self):
        return Absence.objects.visible_to(self.request.user).for_list()

    @creates(AbsenceForm, says=_("Says who covers while somebody is away; it ends by itself."))
    def create(self, request):
        return self.make(actions.say_absence, by=request.user)

    @action(detail=True, methods=["post"])
    @changes(says=_("Ends a cover before its day."))
    def end(self, request, absence):
        found = self.get_object()
        require(rules.can_end_absence, request.user, found)
        return self.change(found, actions.end_absence)
