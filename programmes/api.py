"""What programs may ask of awards: read them, enter them, and what was agreed later."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.roles import Role
from audit.doors import require
from programmes import actions, rules
from programmes.forms import AwardForm, FundForm, NewEndForm, ResumeForm, SuspendForm
from programmes.models import Award, AwardChange, Donor, Funding, suspensions_of
from programmes.periods import Calendar
from programmes.states import AwardState, state_of
from work.api import MoneyPair, Resource, Row, changes, creates


class DonorInAward(Row):
    class Meta:
        model = Donor
        fields = ["id", "name"]


class FundingRow(Row):
    """A funding window; `last_day` is the last day that the award pays."""

    component = serializers.UUIDField(source="component_id", read_only=True)
    component_name = serializers.CharField(source="component.name", read_only=True)
    last_day = serializers.DateField(read_only=True)

    class Meta:
        model = Funding
        fields = ["id", "version", "component", "component_name", "since", "last_day"]


class ChangeRow(Row):
    """Something agreed after the award was signed."""

    last_day = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = AwardChange
        fields = [
            "id",
            "version",
            "kind",
            "dated_on",
            "document",
            "reason",
            "old_end",
            "new_end",
            "since",
            "last_day",
            "suspended_work",
        ]


class AwardRow(Row):
    donor = DonorInAward(read_only=True)
    amount = MoneyPair("amount", "currency")
    state = serializers.SerializerMethodField()
    fundings = serializers.SerializerMethodField()

    class Meta:
        model = Award
        fields = [
            "id",
            "version",
            "number",
            "title",
            "title_en",
            "donor",
            "starts",
            "signed_ends",
            "ends",
            "state",
            "amount",
            "counterpart",
            "country",
            "reporting_calendar",
            "report_due_days",
            "financial_calendar",
            "financial_due_days",
            "final_due_days",
            "small_cell_threshold",
            "threshold_decided_on",
            "threshold_decision",
            "deviation_percent",
            "internal_code",
            "donor_office",
            "contact_name",
            "contact_email",
            "fundings",
        ]

    @extend_schema_field({"type": "string", "enum": AwardState.values})
    def get_state(self, award):
        return state_of(award, suspensions_of(award), timezone.localdate())

    @extend_schema_field(FundingRow(many=True))
    def get_fundings(self, award):
        return FundingRow(award.live_fundings, many=True).data


class AwardFilters(django_filters.FilterSet):
    country = django_filters.CharFilter(max_length=2, label=_("Country, two letters"))
    reporting_calendar = django_filters.ChoiceFilter(choices=Calendar.choices)
    running_on = django_filters.DateFilter(method="run_on", label=_("Awards whose term holds this day"))

    class Meta:
        model = Award
        fields = []
        form = forms.Form

    def run_on(self, awards, name, day):
        return awards.running(day)


class AwardResource(Resource):
    """The awards of the organisations whose programme one manages, by their number."""

    title = _("Awards")
    roles = (Role.PROGRAMME_MANAGER,)
    serializer_class = AwardRow
    filterset_class = AwardFilters
    lookup_field = "number"
    lookup_url_kwarg = "award_number"
    lookup_value_converter = "text"
    order = ("-starts", "id")

    def get_queryset(self):
        return Award.objects.visible_to(self.request.user).for_api()

    @creates(AwardForm, says=_("Enters a signed award."))
    def create(self, request):
        return self.make(actions.create_award, user=request.user)

    @changes(AwardForm, says=_("Corrects what was entered of an award."))
    def partial_update(self, request, award_number):
        award = self.get_object()
        require(rules.can_change_award, request.user, award)
        return self.change(award, actions.edit_award, instance=award, user=request.user)

    @action(detail=True, methods=["post"])
    @creates(FundForm, says=_("Lets the award pay for a component."), answers=FundingRow)
    def fund(self, request, award_number):
        award = self.get_object()
        require(rules.can_change_award, request.user, award)
        windows = Funding.objects.visible_to(request.user).select_related("component")
        return self.make(actions.fund, award, among=windows, award=award)

    @action(detail=True, methods=["post"], url_path="change", url_name="change")
    @creates(NewEndForm, says=_("Enters a new last day that was agreed."), answers=ChangeRow)
    def move_end(self, request, award_number):
        award = self.get_object()
        return self.agree(award, actions.move_end, award=award)

    @action(detail=True, methods=["post"])
    @creates(SuspendForm, says=_("Suspends the award."), answers=ChangeRow)
    def suspend(self, request, award_number):
        return self.agree(self.get_object(), actions.suspend_award)

    @action(detail=True, methods=["post"])
    @creates(ResumeForm, says=_("Ends the suspension of the award."), answers=ChangeRow)
    def resume(self, request, award_number):
        return self.agree(self.get_object(), actions.resume_award)

    def agree(self, found, verb, **about):
        """Enter something that was agreed about the award."""
        require(rules.can_change_award, self.request.user, found)
        made = AwardChange.objects.visible_to(self.request.user)
        return self.make(verb, found, among=made, **about)
