"""Why figures are far from their targets, for programs."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.roles import Role
from audit.doors import require
from reports import actions, rules
from reports.forms import DeviationForm
from reports.models import Deviation
from work.api import Resource, Row, changes


class DeviationRow(Row):
    """What was said of an indicator that is far from its target."""

    report = serializers.UUIDField(source="report_id", read_only=True)

    class Meta:
        model = Deviation
        fields = [
            "id", "version", "report", "code", "cause", "explanation", "explanation_en", "action",
            "action_en", "owner", "due_on",
        ]  # fmt: skip


class DeviationResource(Resource):
    """What was said of figures that are far from their targets."""

    title = _("Explanations of deviations")
    roles = (Role.PROGRAMME_MANAGER,)
    serializer_class = DeviationRow
    lookup_url_kwarg = "deviation"
    order = ("-created_at", "id")

    def get_queryset(self):
        return Deviation.objects.visible_to(self.request.user).select_related("report__award")

    @changes(DeviationForm, says=_("Says otherwise why an indicator is far from its target."))
    def partial_update(self, request, deviation):
        found = self.get_object()
        require(rules.can_explain_deviation, request.user, found.report)
        return self.change(found, actions.change_explanation, instance=found)
