"""Screening interviews of those whose account one reads, and the time to think by country."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.roles import Role
from audit.doors import require
from cases import actions, rules
from cases.api.filters import CaseNumberFilter
from cases.api.looking import Looking
from cases.api.rows import RowOfCase, Writer
from cases.forms import (
    AskedScreeningForm,
    ReflectionPeriodForm,
    ReviewScreeningForm,
    ScreeningForm,
    ScreeningMomentForm,
    WithdrawScreeningForm,
)
from cases.models import READERS, TEAM, ReflectionPeriod, Screening, ScreeningMoment
from cases.screening import PAGES
from vault.keys import open_keys
from work.api import Resource, Row, changes, creates

STEPS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "what": {"type": "string", "enum": ScreeningMoment.values},
            "on": {"type": "string", "format": "date"},
            "words": {"type": ["string", "null"]},
        },
    },
}


class Words(serializers.CharField):
    """An answer in words, or null."""

    def __init__(self, **kwargs):
        super().__init__(**{"read_only": True, "allow_null": True} | kwargs)


class ScreeningRow(RowOfCase, Row):
    """An interview: what it asked beside the intake, what is proposed and why, and its way to a decision."""

    case = serializers.CharField(source="case.number", read_only=True)
    interviewer = Writer(source="interviewer_id")
    ground = serializers.UUIDField(source="ground_id", read_only=True, allow_null=True)
    legal_test = serializers.JSONField(read_only=True, allow_null=True)
    steps = serializers.SerializerMethodField()
    place = Words()
    interpreter_name = Words()
    home_life = Words()
    livelihood = Words()
    earlier_violence = Words()
    why_left = Words()
    promised = Words()
    debt = Words()
    papers_by = Words()
    journey = Words()
    work_and_rest = Words()
    pay = Words()
    freedom = Words()
    how_ended = Words()
    indicator_words = Words()
    reasons = Words()
    withdrawn_reason = Words()

    class Meta:
        model = Screening
        fields = [
            "id", "version", "case", "interviewer", *(name for page in PAGES for name in page.fields),
            "ground", "state", "legal_test", "steps", "entered_from", "withdrawn_at", "withdrawn_reason",
        ]  # fmt: skip

    @extend_schema_field(STEPS)
    def get_steps(self, screening):
        """Its moments, the first first."""
        return [{"what": step.what, "on": step.on, "words": step.words} for step in screening.steps.all()]


class ScreeningFilters(django_filters.FilterSet):
    case = CaseNumberFilter()
    since = django_filters.DateFilter("interviewed_on", "gte", label=_("On this day or later"))
    until = django_filters.DateFilter("interviewed_on", "lte", label=_("On this day or earlier"))

    class Meta:
        model = Screening
        fields = []
        form = forms.Form


class ScreeningResource(Looking, Resource):
    """Screening interviews; each look into one is kept in the trail."""

    title = _("Screening interviews")
    part = "screenings"
    roles = TEAM
    serializer_class = ScreeningRow
    filterset_class = ScreeningFilters
    lookup_url_kwarg = "screening"
    order = ("-interviewed_on", "id")

    def get_queryset(self):
        seen = Screening.objects.visible_to(self.request.user)
        return seen.select_related("case__office", "case__person").prefetch_related("steps__case")

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        open_keys([*rows, *(step for row in rows for step in row.steps.all())])
        return rows

    @creates(AskedScreeningForm, says=_("Begins a screening interview; it needs a ground."))
    def create(self, request):
        return self.make(actions.begin_screening, user=request.user)

    @changes(ScreeningForm, says=_("Writes what was answered, while nobody reviews it."))
    def partial_update(self, request, screening):
        found = self.get_object()
        require(rules.can_write_screening, request.user, found)
        return self.change(found, actions.edit_screening, instance=found)

    @action(detail=True, methods=["post"])
    @changes(ScreeningMomentForm, says=_("Writes a break, a stop, or that the interview went on."))
    def moment(self, request, screening):
        return self.say(rules.can_write_screening, actions.note_screening_moment)

    @action(detail=True, methods=["post"])
    @changes(says=_("Sends the interview to a second person; both legal tests are kept as they stand."))
    def send(self, request, screening):
        return self.say(rules.can_write_screening, actions.send_screening)

    @action(detail=True, methods=["post"])
    @changes(ReviewScreeningForm, says=_("Agrees with the interview as a second person, or sends it back."))
    def review(self, request, screening):
        return self.say(rules.can_review_screening, actions.review_screening)

    @action(detail=True, methods=["post"])
    @changes(WithdrawScreeningForm, says=_("Takes back an interview that was written by mistake."))
    def withdraw(self, request, screening):
        return self.say(rules.can_write_screening, actions.withdraw_screening)

    def say(self, rule, verb):
        """Ask whether she may, then do it to the interview that If-Match names."""
        found = self.get_object()
        require(rule, self.request.user, found)
        return self.change(found, verb)


class ReflectionPeriodRow(Row):
    """For how many days somebody has to think who is identified in a country since a day."""

    class Meta:
        model = ReflectionPeriod
        fields = ["id", "country", "days", "since", "source"]


class ReflectionPeriodResource(Resource):
    """The time to think, by country; where nothing is written, the proposal of 30 days holds."""

    title = _("Time to think")
    roles = (*READERS, Role.ADMINISTRATOR, Role.DATA_PROTECTION)
    serializer_class = ReflectionPeriodRow
    lookup_url_kwarg = "reflection_period"
    order = ("-since", "id")

    def get_queryset(self):
        return ReflectionPeriod.objects.visible_to(self.request.user)

    @creates(ReflectionPeriodForm, says=_("Writes how long there is to think in a country since a day."))
    def create(self, request):
        require(rules.can_set_reflection_period, request.user)
        return self.make(actions.set_reflection_period)
