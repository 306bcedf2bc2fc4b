"""What programs may ask of indicators: what each counts, its value over a period, and the rows behind it."""

from functools import partial
from itertools import chain

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.helpers import forced_singular_serializer
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.roles import Role
from audit.actions import CODE, record
from programmes.models import Award
from programmes.periods import parse
from programmes.targets import present_targets
from reports.api.behind import BehindRow, behind
from reports.api.rows import plain
from reports.counting import Scope, count, definitions
from reports.counting.dimensions import categories
from reports.numbers import rows_told
from reports.tracking.notes import is_untold, untold_words
from work.api import OnePage, Resource, takes
from work.api_input import Unreadable
from work.api_input.values import text


class IndicatorRow(serializers.Serializer):
    """What an indicator counts."""

    code = serializers.CharField()
    name = serializers.CharField()
    counts = serializers.CharField(source="words")
    rule = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.CharField()
    target_math = serializers.CharField()
    provenance = serializers.CharField()
    by = serializers.ListField(child=serializers.CharField())
    digest = serializers.CharField()


class AllIndicatorsRow(OnePage):
    """All of them at once."""

    results = IndicatorRow(many=True)


class PeriodRow(serializers.Serializer):
    label = serializers.CharField()
    start = serializers.DateField()
    end = serializers.DateField()


class ValueRow(serializers.Serializer):
    """A figure, counted now."""

    code = serializers.CharField()
    award = serializers.CharField(allow_null=True)
    period = PeriodRow()
    value = serializers.DecimalField(max_digits=16, decimal_places=4, allow_null=True, coerce_to_string=False)
    n = serializers.IntegerField()
    note = serializers.CharField(
        help_text="Why there is no figure, where nobody wrote down what it asks for."
    )
    target = serializers.DecimalField(
        max_digits=14, decimal_places=2, allow_null=True, coerce_to_string=False
    )
    breakdown = serializers.ListField(child=serializers.DictField(), required=False)
    breakdowns = serializers.DictField(required=False)
    rows = serializers.URLField()


ASKED = [
    OpenApiParameter("award", str, description="Number of an award; without it the organisation's own."),
    OpenApiParameter("period", str, required=True, description="FY2011-Q2, FY2011, AQ1, AY1, LOA, 2011-Q1 …"),
    OpenApiParameter("by", str, many=True, description="sex, age_band:child_adult, sex*department …"),
]
OF_A_CATEGORY = [
    *ASKED,
    OpenApiParameter("category", str, description="Of the one breakdown in by: F, or F*GT-01 of a cross."),
    OpenApiParameter("from", int, description="How many rows were told before."),
]


class IndicatorResource(Resource):
    """Indicators, and their figures over any period."""

    title = gettext_lazy("Indicators")
    roles = (Role.PROGRAMME_MANAGER,)
    serializer_class = IndicatorRow
    lookup_field = "code"
    lookup_url_kwarg = "indicator_code"
    lookup_value_converter = "text"
    pagination_class = None
    filter_backends = ()
    asks = {"value": ("award", "period", "by"), "rows": ("award", "period", "by", "category", "from")}

    def get_object(self):
        try:
            return definitions()[self.kwargs["indicator_code"]]
        except KeyError:
            raise Http404 from None

    @extend_schema(responses=forced_singular_serializer(AllIndicatorsRow))
    def list(self, request):
        return AllIndicatorsRow.of(definitions().values())

    @extend_schema(parameters=ASKED, responses=ValueRow)
    @action(detail=True, methods=["get"])
    @takes(says=gettext_lazy("Counts the indicator over a period, with the breakdowns asked for."))
    def value(self, request, indicator_code):
        """The figure of a period, with the breakdowns asked for."""
        counting = self.get_object()
        scope, period = self.asked()
        by = [name for name in request.query_params.getlist("by") if name]
        counted = told(lambda: count(counting, scope, [period], by)[0], "by")
        return Response(self.said(counting, scope, period, by, counted))

    @extend_schema(parameters=OF_A_CATEGORY, responses=BehindRow(many=True))
    @action(detail=True, methods=["get"])
    @takes(says=gettext_lazy("Lists the rows behind a figure or a category of it, a hundred at a time."))
    def rows(self, request, indicator_code):
        """The rows behind the figure, a hundred at a time: case numbers of her own organisations."""
        counting = self.get_object()
        scope, period = self.asked()
        where = self.where(counting)
        rows_at = partial(rows_told, counting, scope, period, where)
        answer = told(lambda: behind(request, rows_at), "by")
        about = [scope.award] if scope.award else []
        words = [counting.code, period.label, *chain(*where.items())]
        record("figure.opened", *about, by=request.user, kind="reports.indicator", detail=words)
        return answer

    def where(self, counting):
        """{breakdown: category} of the category that is asked for; of a total, nothing."""
        category = self.request.query_params.get("category")
        if category is None:
            return {}
        by = [name for name in self.request.query_params.getlist("by") if name]
        if len(by) != 1:
            raise Unreadable({"by": [_("Name the one breakdown of which this is a category.")]})
        names, asked = by[0].split("*"), category.split("*")
        if len(names) != len(asked):
            raise Unreadable({"category": [_("A cross has a category of each of its breakdowns.")]})
        where = dict(zip(names, asked, strict=True))
        unknown = [one for name, one in where.items() if is_unknown(counting, name, one)]
        if unknown:
            raise Unreadable({"category": [_("There is no such category.")]})
        return where

    def asked(self):
        """Whose work and which days the address names; what it cannot be is refused by its name."""
        number = told(lambda: text(self.request.query_params.get("award", "")), "award")
        award = Award.objects.visible_to(self.request.user).filter(number=number).first() if number else None
        if number and award is None:
            raise Unreadable({"award": [_("There is no award of this number.")]})
        period = told(lambda: parse(self.request.query_params.get("period", ""), award), "period")
        return (Scope.of_award(award) if award else self.own()), period

    def own(self):
        """Her own organisation's work; who manages several names an award."""
        organisations = sorted(self.request.user.organisation_ids(Role.PROGRAMME_MANAGER))
        if len(organisations) != 1:
            raise Unreadable({"award": [_("You manage several organisations: name an award.")]})
        return Scope.of_organisation(organisations[0])

    def said(self, counting, scope, period, by, counted):
        targets = present_targets(scope.award) if scope.award else {}
        query = self.request.query_params.urlencode()
        address = reverse(
            "api-indicator-rows", kwargs={"indicator_code": counting.code}, request=self.request
        )
        answer = {
            "code": counting.code,
            "award": scope.award.number if scope.award else None,
            "period": {"label": period.label, "start": period.start, "end": period.end},
            "value": plain(counted.total.value),
            "n": counted.total.n,
            "note": untold_words() if is_untold(counting, counted.total.value) else "",
            "target": plain(targets.get((counting.code, "", "", period.label))),
            "rows": f"{address}?{query}",
        }
        listed = {name: cells_of(name, counted.breakdowns.get(name, {})) for name in by}
        if len(by) == 1:
            return answer | {"breakdown": listed[by[0]]}
        return answer | ({"breakdowns": listed} if by else {})


def is_unknown(counting, name, category):
    """Is this none of the categories of a breakdown of which all are known, and of others no code at all?

    What is asked for stands in the trail, which takes codes and no words.
    """
    known = categories(name) if name in counting.by else ()
    return category not in known if known else not CODE.fullmatch(category)


def told(ask, field):
    """What the question answers; one that cannot be asked is refused beside its parameter."""
    try:
        return ask()
    except ValidationError as error:
        raise Unreadable({field: error.messages}) from None


def cells_of(asked, cells):
    """[{breakdown: category, "value": …}] in order of the categories."""
    names = asked.split("*")
    return [
        {**dict(zip(names, categories, strict=True)), "value": plain(cell.value)}
        for categories, cell in sorted(cells.items(), key=lambda pair: [str(one) for one in pair[0]])
    ]
