from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases import actions
from cases.api.looking import Looking
from cases.forms import AskedGroupServiceForm
from cases.groups import keys_waiting, still_to_ask
from cases.models import READERS, GroupService, Service
from work.api import Resource, Row, creates

TEXT = {"type": "string"}
SERVICES = {
    "type": "array",
    "items": {"type": "object", "properties": {"service": TEXT | {"format": "uuid"}, "case": TEXT}},
}


class GroupServiceRow(Row):
    """What was given to several people at once, as far as it is told; and who is still to be asked."""

    services = serializers.SerializerMethodField()
    to_ask = serializers.SerializerMethodField()

    class Meta:
        model = GroupService
        fields = ["id", "version", "created_at", "services", "to_ask"]

    @extend_schema_field(SERVICES)
    def get_services(self, group):
        return [{"service": str(one.pk), "case": one.case.number} for one in group.told]

    def get_to_ask(self, group) -> list[str]:
        if "waiting" not in self.context:
            groups = self.parent.instance if self.parent else [group]
            self.context["waiting"] = keys_waiting([one for each in groups for one in each.told])
        return [case.number for case in still_to_ask(group.told, self.context["waiting"])]


class GroupServiceResource(Looking, Resource):
    """Services that one has recorded for several people at once."""

    title = _("Services for several people")
    part = "services"
    roles = READERS
    serializer_class = GroupServiceRow
    lookup_url_kwarg = "group_service"
    order = ("-created_at", "id")

    def get_queryset(self):
        user = self.request.user
        told = Service.objects.visible_to(user).select_related("case__office").order_by("case__number", "id")
        return GroupService.objects.visible_to(user).prefetch_related(
            Prefetch("services", told, to_attr="told")
        )

    def cases_of(self, groups):
        return {service.case for group in groups for service in group.told}

    @creates(AskedGroupServiceForm, says=_("Records one service for several people, for all or for none."))
    def create(self, request):
        return self.make(actions.record_group_service, user=request.user)
