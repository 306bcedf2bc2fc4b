"""Case conferences, for the team of the case: written down, amended, never changed."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from cases import actions, rules
from cases.api.filters import CaseNumberFilter
from cases.api.looking import Looking
from cases.api.rows import RowOfCase
from cases.forms import AskedCallForm, AskedConferenceForm, ConferenceForm, DecidedForm
from cases.models import TEAM, Conference, Task
from vault.keys import open_keys
from work.api import Resource, Row, creates


class ConferenceRow(RowOfCase, Row):
    """When a conference about a case was, who took part, and its minutes."""

    case = serializers.CharField(source="case.number", read_only=True)
    people = serializers.SerializerMethodField()
    outside = serializers.ListField(child=serializers.CharField(), read_only=True)
    minutes = serializers.CharField(read_only=True)
    author = serializers.UUIDField(source="author_id", read_only=True, allow_null=True)
    amends = serializers.UUIDField(source="amends_id", read_only=True, allow_null=True)

    class Meta:
        model = Conference
        fields = ["id", "version", "case", "on", "people", "outside", "minutes", "author", "amends"]

    def get_people(self, conference) -> list[str]:
        return [str(person.pk) for person in conference.people.all()]


class DecisionMade(serializers.Serializer):
    """The task that a decision became."""

    task = serializers.UUIDField(source="pk", read_only=True)


def _call(*, by, case, **typed):
    return actions.plan_conference(case, by=by, **typed)


class ConferenceFilters(django_filters.FilterSet):
    case = CaseNumberFilter()

    class Meta:
        model = Conference
        fields = []
        form = forms.Form


class ConferenceResource(Looking, Resource):
    """Conferences about cases that one reads in full, as they stand."""

    title = _("Case conferences")
    roles = TEAM
    serializer_class = ConferenceRow
    filterset_class = ConferenceFilters
    lookup_url_kwarg = "conference"
    order = ("-on", "id")
    part = "conferences"

    def get_queryset(self):
        seen = Conference.objects.visible_to(self.request.user).for_list()
        seen = seen.select_related("case__office", "case__person")
        return seen.standing() if self.action == "list" else seen

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        open_keys(rows)
        return rows

    @creates(AskedConferenceForm, says=_("Writes down a case conference."))
    def create(self, request):
        return self.make(actions.record_conference, user=request.user)

    @action(detail=False, methods=["post"])
    @creates(AskedCallForm, says=_("Calls a case conference for a day, as a task."), answers=DecisionMade)
    def call(self, request):
        tasks = Task.objects.visible_to(request.user).select_related("case")
        return self.make(_call, among=tasks, user=request.user)

    @action(detail=True, methods=["post"])
    @creates(ConferenceForm, says=_("Writes minutes in the place of these, which stay readable."))
    def amend(self, request, conference):
        found = self.get_object()
        require(rules.can_confer, request.user, found.case)

        def write(*, by, **typed):
            return actions.record_conference(found.case, by=by, amends=found, **typed)

        return self.make(write, case=found.case)

    @action(detail=True, methods=["post"])
    @creates(DecidedForm, says=_("Writes down a step that was decided, as a task."), answers=DecisionMade)
    def decide(self, request, conference):
        found = self.get_object()
        require(rules.can_confer, request.user, found.case)
        tasks = found.case.tasks.all()
        about = {"user": request.user, "case": found.case}
        return self.make(actions.decide_in_conference, found, among=tasks, **about)
