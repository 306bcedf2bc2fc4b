"""What is missing for the reports of a period, for programs: the same as on its page, and the lists sent."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.roles import Role
from audit.actions import record
from cases.looks import keep
from cases.models import TEAM
from reports import actions, missing
from reports.api.indicators import told
from reports.forms import SendMissingForm
from reports.forms.missing import quarters, read_period
from reports.models import MissingList, MissingSending
from work.api import OnePage, Resource, Row, changes, creates, takes

PERIOD = OpenApiParameter("period", str, description="2026-Q4, FY2027-Q1 …; without it the running quarter.")


class LackingRow(serializers.Serializer):
    """A case of hers, and what is missing of it."""

    case = serializers.CharField(source="case.number")
    lacks = serializers.ListField(child=serializers.CharField())


class MissingOfficeRow(serializers.Serializer):
    """How many cases of an office lack something, and how many lack what."""

    office = serializers.UUIDField(source="key")
    name = serializers.CharField()
    cases = serializers.IntegerField()
    lacks = serializers.DictField(source="counts", child=serializers.IntegerField())


class AllLacking(OnePage):
    """All of her cases that lack something."""

    results = LackingRow(many=True)


class AllMissingOffices(OnePage):
    """All offices at once."""

    results = MissingOfficeRow(many=True)


class MissingListRow(Row):
    """A list that was sent to her, until she has gone through it."""

    class Meta:
        model = MissingList
        fields = ["id", "version", "period", "start", "end", "cases", "sent_at", "done_at"]


class MissingSendingRow(Row):
    """Lists were sent to each worker of an organisation or office; `workers` once a worker program did it."""

    organisation = serializers.UUIDField(source="organisation_id", read_only=True)
    office = serializers.UUIDField(source="office_id", read_only=True, allow_null=True)

    class Meta:
        model = MissingSending
        fields = [
            "id",
            "version",
            "organisation",
            "office",
            "period",
            "start",
            "end",
            "workers",
            "created_at",
        ]


def asked(request):
    """The period that the address names, or the running quarter."""
    label = request.query_params.get("period", "")
    return told(lambda: read_period(label), "period") if label else quarters()[0]


class MissingListResource(Resource):
    """The lists that she was sent, and what is missing of her own cases now."""

    title = _("Lists of what is missing")
    roles = TEAM
    serializer_class = MissingListRow
    lookup_url_kwarg = "missing_list"
    order = ("-sent_at", "id")
    asks = {"cases": ("period",)}

    def get_queryset(self):
        return MissingList.objects.visible_to(self.request.user)

    @action(detail=True, methods=["post"])
    @changes(says=_("Says that she has gone through her list."))
    def done(self, request, missing_list):
        return self.change(self.get_object(), actions.finish_missing_list)

    @extend_schema(parameters=[PERIOD], responses=forced_singular_serializer(AllLacking))
    @action(detail=False, methods=["get"])
    @takes(says=_("Lists what is missing of her own cases for the reports of a period."))
    def cases(self, request):
        found = missing.own(request.user, asked(request))
        lines = missing.lines_of(found, limit=len(found))
        keep((line.case for line in lines), ["missing"], by=request.user)
        return AllLacking.of(lines)


class MissingSendingResource(Resource):
    """The sendings of lists, and how many cases of which office lack what."""

    title = _("Sendings of lists of what is missing")
    roles = (Role.PROGRAMME_MANAGER, Role.SUPERVISOR)
    serializer_class = MissingSendingRow
    lookup_url_kwarg = "missing_sending"
    order = ("-created_at", "id")
    asks = {"offices": ("period",)}

    def get_queryset(self):
        return MissingSending.objects.visible_to(self.request.user)

    @creates(SendMissingForm, says=_("Sends each worker her list of what is missing for a period."))
    def create(self, request):
        def send(*, place, by, period):
            return actions.send_missing_lists(place, by=by, period=period)

        return self.make(send, user=request.user)

    @extend_schema(parameters=[PERIOD], responses=forced_singular_serializer(AllMissingOffices))
    @action(detail=False, methods=["get"])
    @takes(says=_("Tells how many cases of each office lack what reports of a period ask for."))
    def offices(self, request):
        user, period = request.user, asked(request)
        manages = user.has_role(Role.PROGRAMME_MANAGER)
        found = missing.managed(user, period) if manages else missing.supervised(user, period)
        organisations = user.organisation_ids(Role.PROGRAMME_MANAGER if manages else Role.SUPERVISOR)
        record("missing.opened", by=user, kind="reports.missing", detail=[period.label])
        return AllMissingOffices.of(missing.by_office(found, organisations))
