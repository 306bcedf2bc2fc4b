"""Closed cases whose day has come, by number and date alone; what is held; for how long things are kept."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.roles import Role
from audit.doors import require
from cases import actions, rules
from cases.forms import HoldForm, KeepLongerForm, LiftHoldForm, RetentionPeriodForm
from cases.models import LegalHold, RetentionClock, RetentionPeriod
from work.api import Resource, Row, changes, creates

STATES = [("due", _("To be looked at now")), ("held", _("Held")), ("all", pgettext_lazy("cases", "All"))]


class ClockRow(Row):
    """When a closed case, named by its number, is looked at again."""

    case = serializers.CharField(source="case.number", read_only=True)
    office = serializers.UUIDField(source="case.office_id", read_only=True)
    held = serializers.BooleanField(source="is_held", read_only=True)

    class Meta:
        model = RetentionClock
        fields = ["id", "version", "case", "office", "since", "review_on", "held"]


class ClockFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(method="in_state", choices=STATES, label=_("Closed cases"))

    class Meta:
        model = RetentionClock
        fields = []
        form = forms.Form

    def in_state(self, rows, _name, state):
        return rows.in_state(state)


class ClockResource(Resource):
    """Closed cases and the day on which somebody looks whether they are still needed."""

    title = _("How long cases are kept")
    roles = (Role.SUPERVISOR, Role.DATA_PROTECTION)
    serializer_class = ClockRow
    filterset_class = ClockFilters
    lookup_url_kwarg = "clock"
    order = ("review_on", "id")

    def get_queryset(self):
        return RetentionClock.objects.visible_to(self.request.user).running().for_list()

    @action(detail=True, methods=["post"])
    @changes(KeepLongerForm, says=_("Keeps a closed case, whose day has come, for another period."))
    def keep(self, request, clock):
        found = self.get_object()
        require(rules.can_keep_longer, request.user, found.case)
        return self.change(found, actions.keep_longer)


class HoldRow(Row):
    """That nothing of a case, named by its number, may be destroyed, and why."""

    case = serializers.CharField(source="case.number", read_only=True)

    class Meta:
        model = LegalHold
        fields = ["id", "version", "case", "why", "since", "lifted_on", "lifted_why"]


class HoldResource(Resource):
    """Legal holds, for whoever protects the data."""

    title = _("Legal holds")
    roles = (Role.DATA_PROTECTION,)
    serializer_class = HoldRow
    lookup_url_kwarg = "hold"
    order = ("-since", "id")

    def get_queryset(self):
        return LegalHold.objects.visible_to(self.request.user).select_related("case__office", "case__person")

    @creates(HoldForm, says=_("Holds a case: nothing of it may be destroyed."))
    def create(self, request):
        def place(*, by, case, **typed):
            return actions.place_hold(case, by=by, **typed)

        return self.make(place, user=request.user)

    @action(detail=True, methods=["post"])
    @changes(LiftHoldForm, says=_("Lifts a hold; the clock of the case goes on."))
    def lift(self, request, hold):
        return self.change(self.get_object(), actions.lift_hold)


class RetentionPeriodRow(Row):
    """For how many years an organisation keeps a kind of record, and on what that rests."""

    organisation = serializers.UUIDField(source="organisation_id", read_only=True)

    class Meta:
        model = RetentionPeriod
        fields = ["id", "version", "organisation", "record_class", "years", "basis"]


class PeriodResource(Resource):
    """What organisations have confirmed; of any other kind of record what is usual holds."""

    title = _("For how long records are kept")
    roles = (Role.DATA_PROTECTION, Role.ADMINISTRATOR)
    serializer_class = RetentionPeriodRow
    lookup_url_kwarg = "retention_period"
    order = ("created_at", "id")

    def get_queryset(self):
        return RetentionPeriod.objects.visible_to(self.request.user)

    @creates(
        RetentionPeriodForm, says=_("Says for how long a kind of record is kept, and on what that rests.")
    )
    def create(self, request):
        return self.make(actions.set_retention_period, user=request.user)
