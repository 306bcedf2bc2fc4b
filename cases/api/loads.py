"""How much each one of an office has to do, for its supervisors."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from accounts.roles import Role
from cases.loads import loads_of
from work.api import OnePage, Resource


class LoadRow(serializers.Serializer):
    """What waits for one person, and who covers while that person is away."""

    user = serializers.UUIDField(source="user.pk")
    here = serializers.BooleanField(help_text=_("Does this person work in one of the offices today?"))
    open_cases = serializers.IntegerField(source="cases")
    at_high_risk = serializers.IntegerField(source="at_risk")
    late_tasks = serializers.IntegerField(source="late")
    due_this_week = serializers.IntegerField(source="this_week")
    away_until = serializers.DateField(source="away.until", default=None, allow_null=True)
    covered_by = serializers.UUIDField(source="away.cover_id", default=None, allow_null=True)


class AllLoads(OnePage):
    """All at once, and what waits for nobody in particular."""

    results = LoadRow(many=True)
    unassigned_cases = serializers.IntegerField()
    unassigned_late_tasks = serializers.IntegerField()


class LoadResource(Resource):
    """What waits for each one of the offices that one supervises: numbers, and names of nobody."""

    title = _("Who has how much to do")
    roles = (Role.SUPERVISOR,)
    serializer_class = LoadRow
    pagination_class = None
    filter_backends = ()

    @extend_schema(responses=forced_singular_serializer(AllLoads))
    def list(self, request):
        found = loads_of(request.user)
        alone = {"unassigned_cases": found.unassigned, "unassigned_late_tasks": found.unassigned_tasks}
        return AllLoads.of(found.people, **alone)
