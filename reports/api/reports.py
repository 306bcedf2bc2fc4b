"""The reports of awards, for programs: have them made, read, explain and approve them, take their files."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from accounts.roles import Role
from audit.actions import record
from audit.doors import require
from reports import actions, rules
from reports.api.behind import BehindRow, behind
from reports.api.deviations import DeviationRow
from reports.api.rows import DeviatingRow, ReportRow, WholeReportRow
from reports.forms import AskForm, ConfirmForm, DeviationForm
from reports.handing_out import BEING_MADE, hand_out
from reports.models import Deviation, Report
from reports.numbers import rows_counted_now
from reports.tracking.table import deviating
from reports.tracking.workbook import XLSX
from work.api import Resource, changes, creates, takes

PROBLEM = "application/problem+json"
FROM = OpenApiParameter("from", int, description=_("How many rows were told before."))


class NotMadeYet(APIException):
    """Its files say what it said before: they are being made anew."""

    status_code = 409
    default_detail = BEING_MADE
    default_code = "being_made"


class OfWorkbooks(JSONRenderer):
    """Lets a program ask for a workbook by its kind; what is refused is still said in JSON."""

    media_type = XLSX
    format = "xlsx"


class ReportResource(Resource):
    """The reports of her awards."""

    title = _("Reports")
    roles = (Role.PROGRAMME_MANAGER,)
    lookup_url_kwarg = "report"
    order = ("-end", "id")
    asks = {"figure_rows": ("from",)}

    def get_serializer_class(self):
        return ReportRow if self.action == "list" else WholeReportRow

    def get_queryset(self):
        related = ("award__donor", "asked_of", "files_asked_of")
        rows = Report.objects.visible_to(self.request.user).select_related(*related)
        return rows.defer("agreed") if self.action == "list" else rows

    @creates(AskForm, says=_("Has the report of a period that is over made by a worker, or a draft anew."))
    def create(self, request):
        return self.make(actions.ask_for_report, user=request.user)

    @action(detail=True, methods=["post"])
    @changes(ConfirmForm, says=_("Approves a report: its figures never change again."))
    def approve(self, request, report):
        found = self.get_object()
        require(rules.can_approve_report, request.user, found)
        return self.change(found, actions.approve_report, report=found)

    @extend_schema(parameters=[FROM], responses=BehindRow(many=True))
    @action(detail=True, methods=["get"], url_path="figures/<int:figure>/rows", url_name="figure-rows")
    @takes(says=_("Lists the rows behind a figure or a category of this report, as they are counted now."))
    def figure_rows(self, request, report, figure):
        found = self.get_object()
        one = get_object_or_404(found.figures, pk=figure)
        record("figure.opened", found, by=request.user, detail=one.trail_words)
        return behind(request, partial(rows_counted_now, found, one))

    @extend_schema(responses=DeviatingRow(many=True))
    @action(detail=True, methods=["get"])
    @takes(says=_("Lists the totals that are far from their target, with what was said about them."))
    def deviations(self, request, report):
        found = self.get_object()
        said = {one.code: one for one in found.deviations.all()}
        rows = [
            {
                "code": line.counting.code,
                "period": pair.label,
                "target": pair.target,
                "actual": pair.actual,
                "said": said.get(line.counting.code),
            }
            for line, pair in deviating(found)
        ]
        return Response(DeviatingRow(rows, many=True).data)

    @action(detail=True, methods=["post"], url_path="explain/<text:indicator_code>")
    @creates(DeviationForm, says=_("Says why an indicator is far from its target."), answers=DeviationRow)
    def explain(self, request, report, indicator_code):
        found = self.get_object()
        if indicator_code not in {line.counting.code for line, _pair in deviating(found)}:
            raise Http404
        require(rules.can_explain_deviation, request.user, found)
        said = Deviation.objects.visible_to(request.user)

        def say(report, *, by, **typed):
            return actions.explain_deviation(report, by=by, code=indicator_code, **typed)

        return self.make(say, found, among=said)

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY, (409, PROBLEM): OpenApiTypes.OBJECT})
    @action(
        detail=True,
        methods=["get"],
        url_path="file/<text:language>",
        renderer_classes=[JSONRenderer, OfWorkbooks],
    )
    @takes(says=_("Answers the workbook in this language, es or en."))
    def file(self, request, report, language):
        found = self.get_object()
        if found.awaits_files:
            raise NotMadeYet
        return hand_out(found, language, by=request.user)
