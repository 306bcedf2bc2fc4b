"""Complaints for whoever receives them, and who receives: nobody else finds that there are any."""

import django_filters
from django import forms
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.models import Office, Organisation
from accounts.roles import Role
from cases import actions
from cases.forms import (
    AboutForm,
    AmendComplaintStepForm,
    AnswerComplaintForm,
    AskedReceiverForm,
    CloseComplaintForm,
    ComplaintForm,
    ComplaintStepForm,
)
from cases.models import Complaint, ComplaintReceiver, ComplaintStep
from vault.keys import open_keys
from work.api import Resource, Row, changes, creates
from work.door_by_door import for_one

STATES = [
    ("open", _("Not closed")),
    ("answered", _("Answered")),
    ("closed", _("Closed")),
    ("to_review", _("To be looked at now")),
]


class ComplaintRow(Row):
    """That a complaint came: about which office, when, how and where it stands."""

    office = serializers.UUIDField(source="office_id", read_only=True)
    urgent = serializers.BooleanField(source="is_urgent", read_only=True)

    class Meta:
        model = Complaint
        fields = [
            "id", "version", "office", "how", "kind", "urgent", "received_on", "state", "answered_on",
            "closed_on", "outcome", "review_on",
        ]  # fmt: skip


class ComplaintStepRow(Row):
    """What was done about a complaint on a day; of what was amended both stand."""

    words = serializers.CharField(read_only=True)
    amends = serializers.UUIDField(source="amends_id", read_only=True, allow_null=True)
    written_by = serializers.UUIDField(source="written_by_id", read_only=True)

    class Meta:
        model = ComplaintStep
        fields = ["id", "version", "kind", "on", "words", "amends", "written_by"]


class ComplaintDetail(ComplaintRow):
    """The same with what was said and all that was done."""

    words = serializers.CharField(read_only=True)
    about_words = serializers.CharField(read_only=True, allow_null=True)
    about = serializers.UUIDField(source="about_id", read_only=True, allow_null=True)
    her_name = serializers.CharField(read_only=True, allow_null=True)
    reach = serializers.CharField(read_only=True, allow_null=True)
    case_words = serializers.CharField(read_only=True, allow_null=True)
    in_danger = serializers.BooleanField(read_only=True, allow_null=True)
    steps = serializers.SerializerMethodField()

    class Meta(ComplaintRow.Meta):
        fields = [
            *ComplaintRow.Meta.fields,
            "words", "about_words", "about", "her_name", "reach", "case_words", "in_danger", "steps",
        ]  # fmt: skip

    @extend_schema_field(ComplaintStepRow(many=True))
    def get_steps(self, complaint):
        steps = list(complaint.steps.all())
        return ComplaintStepRow(steps, many=True, context=self.context).data


class HandedOver(serializers.Serializer):
    """That it was handed over; whoever wrote it reads no more of it."""

    received = serializers.SerializerMethodField()

    @extend_schema_field({"type": "boolean"})
    def get_received(self, complaint):
        return True


class ComplaintFilters(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(method="in_state", choices=STATES, label=_("State"))

    class Meta:
        model = Complaint
        fields = []
        form = forms.Form

    def in_state(self, rows, _name, state):
        return rows.in_state(state)


class ComplaintResource(Resource):
    """Complaints against staff, for those who receive them; handed in by anybody who was told one."""

    title = _("Complaints")
    serializer_class = ComplaintRow
    filterset_class = ComplaintFilters
    lookup_url_kwarg = "complaint"
    order = ("-received_on", "id")

    def get_queryset(self):
        return Complaint.objects.visible_to(self.request.user).select_related("office__organisation")

    def get_serializer_class(self):
        return ComplaintRow if self.action == "list" else ComplaintDetail

    def retrieve(self, request, complaint):
        return self.answer(actions.open_complaint(self.get_object(), by=request.user))

    @creates(ComplaintForm, says=_("Hands in a complaint that somebody was told."), answers=HandedOver)
    def create(self, request):
        def receive(*, by, office, **typed):
            return actions.receive_complaint(office, by=by, **typed)

        return self.make(receive, among=Complaint.objects.all(), user=request.user)

    @action(detail=True, methods=["post"], url_path="answer", url_name="answer")
    @creates(AnswerComplaintForm, says=_("Answers whoever complained."), answers=ComplaintStepRow)
    def reply(self, request, complaint):
        found = self.get_object()
        return self.make(actions.answer_complaint, found, among=found.steps.all())

    @action(detail=True, methods=["post"])
    @changes(CloseComplaintForm, says=_("Closes a complaint with what was found."))
    def close(self, request, complaint):
        return self.change(self.get_object(), actions.close_complaint)

    @action(detail=True, methods=["post"])
    @changes(AboutForm, says=_("Says which member of staff a complaint is about."))
    def about(self, request, complaint):
        found = self.get_object()
        return self.change(found, actions.say_whom, office=found.office)


class ComplaintStepResource(Resource):
    """What was done about one complaint, for those who receive it."""

    title = _("Steps of a complaint")
    serializer_class = ComplaintStepRow
    lookup_url_kwarg = "complaint_step"
    order = ("on", "created_at", "id")

    @cached_property
    def complaint(self):
        """The complaint under which it is asked; foreign equals absent."""
        known = for_one(Complaint.objects.visible_to(self.request.user))
        return get_object_or_404(known.select_related("office"), pk=self.kwargs["complaint"])

    def get_queryset(self):
        return self.complaint.steps.all()

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        open_keys(rows)
        return rows

    def list(self, request, complaint):
        actions.open_complaint(self.complaint, by=request.user)
        return super().list(request)

    def retrieve(self, request, complaint, complaint_step):
        found = self.get_object()
        actions.open_complaint(self.complaint, by=request.user)
        return self.answer(found)

    @creates(ComplaintStepForm, says=_("Writes what was done about a complaint."))
    def create(self, request, complaint):
        return self.make(actions.take_step, self.complaint)

    @action(detail=True, methods=["post"])
    @creates(AmendComplaintStepForm, says=_("Writes a step in the place of this one, which stays readable."))
    def amend(self, request, complaint, complaint_step):
        return self.make(actions.amend_step, self.get_object())


class ReceiverRow(Row):
    """Who receives the complaints about an office."""

    office = serializers.UUIDField(source="office_id", read_only=True)
    user = serializers.UUIDField(source="user_id", read_only=True)

    class Meta:
        model = ComplaintReceiver
        fields = ["id", "version", "office", "user", "ended_at"]


class ReceiverResource(Resource):
    """Who receives complaints, for administrators, who read none."""

    title = _("Who receives complaints")
    roles = (Role.ADMINISTRATOR,)
    serializer_class = ReceiverRow
    lookup_url_kwarg = "receiver"
    order = ("created_at", "id")

    def get_queryset(self):
        return ComplaintReceiver.objects.visible_to(self.request.user).select_related("office")

    @creates(AskedReceiverForm, says=_("Names somebody outside an office who receives."))
    def create(self, request):
        offices = Office.objects.filter(organisation__in=Organisation.objects.managed_by(request.user))

        def name(*, by, office, user):
            return actions.name_receiver(office, by=by, user=user)

        return self.make(name, offices=offices)

    @action(detail=True, methods=["post"])
    @changes(says=_("Ends that somebody receives."))
    def end(self, request, receiver):
        return self.change(self.get_object(), actions.end_receiver)
