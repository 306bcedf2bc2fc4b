"""Which reports are made by themselves, for programs."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.roles import Role
from audit.doors import require
from reports import actions, rules
from reports.forms import ScheduleForm
from reports.models import Schedule
from work.api import Resource, Row, changes, creates


class ScheduleRow(Row):
    """A report of this kind is made for every period of the award, until `ended_on`."""

    award = serializers.CharField(source="award.number", read_only=True)

    class Meta:
        model = Schedule
        fields = ["id", "version", "award", "template", "ended_on"]


class ScheduleResource(Resource):
    """The reports that are made by themselves, of the awards that she manages."""

    title = _("Schedules of reports")
    roles = (Role.PROGRAMME_MANAGER,)
    serializer_class = ScheduleRow
    lookup_url_kwarg = "report_schedule"
    order = ("-created_at", "id")

    def get_queryset(self):
        return Schedule.objects.visible_to(self.request.user).select_related("award")

    @creates(ScheduleForm, says=_("Has a report made for every period of an award, once it is over."))
    def create(self, request):
        return self.make(actions.schedule_reports, user=request.user)

    @action(detail=True, methods=["post"])
    @changes(says=_("Has no more reports made by themselves; those that were made stay."))
    def end(self, request, report_schedule):
        found = self.get_object()
        require(rules.can_make_reports, request.user, found.award)
        return self.change(found, actions.end_schedule)
