"""Her family and contacts, under the case through which they are read: whom to call, and whom not."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from audit.doors import require
from cases import actions, rules
from cases.api.deciding import NameRow
from cases.api.looking import Looking
from cases.forms import NewRelativeForm, RelativeForm, WithdrawRelativeForm
from cases.models import READERS, Case, Relative, SafeToContact
from cases.relatives import OF_THE_TEAM
from work.api import Resource, Row, changes, creates
from work.api.input import takes
from work.door_by_door import for_one

TEXT = {"type": ["string", "null"]}
# What the team alone is told, as far as it is told to programs at all.
TEAMS = (*(name for name in OF_THE_TEAM if name != "place"), "withdrawn_reason")


class RelativeRow(Row):
    """Somebody of the family, without a name, and without saying where he or she is reached.

    Who took part, who could take her in and who knows what happened is null for whoever does not read the
    case in full, and so is why somebody is not to be contacted.
    """

    how = serializers.SerializerMethodField()
    has_telephones = serializers.SerializerMethodField()
    knows = serializers.CharField(read_only=True, allow_null=True)
    involved = serializers.CharField(read_only=True, allow_null=True)
    suitable = serializers.CharField(read_only=True, allow_null=True)
    withdrawn_reason = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Relative
        fields = [
            "id",
            "version",
            "relation",
            "number",
            "majority",
            "country",
            "safe_to_contact",
            "how",
            "said_by",
            "said_on",
            "emergency",
            "has_telephones",
            "knows",
            "involved",
            "suitable",
            "withdrawn_at",
            "withdrawn_reason",
        ]

    def to_representation(self, relative):
        told = super().to_representation(relative)
        return told if self.context["team"] else told | dict.fromkeys(TEAMS)

    @extend_schema_field(TEXT)
    def get_how(self, relative):
        tells = self.context["team"] or relative.safe_to_contact != SafeToContact.NO
        return relative.how if tells else None

    def get_has_telephones(self, relative) -> bool:
        return bool(relative.telephones)


class RelativeResource(Looking, Resource):
    """Family and contacts of one case's person; how they are reached is shown to people, not to programs."""

    title = _("Family and contacts")
    roles = READERS
    serializer_class = RelativeRow
    lookup_url_kwarg = "relative"
    order = ("created_at", "id")
    part = "relatives"

    @cached_property
    def case(self):
        """The case through which they are read; foreign equals absent."""
        known = for_one(Case.objects.visible_to(self.request.user)).select_related("office", "person")
        case = get_object_or_404(known, number=self.kwargs["case_number"])
        require(rules.can_record_relative, self.request.user, case)
        return case

    @property
    def team(self):
        return rules.can_weigh_relative(self.request.user, self.case)

    def get_queryset(self):
        rows = Relative.objects.of_case(self.case)
        return rows if self.team else rows.standing()

    def get_serializer_context(self):
        return super().get_serializer_context() | {"team": bool(self.request) and self.team}

    def get_object(self):
        found = super().get_object()
        found.case = self.case
        return found

    def cases_of(self, rows):
        return {self.case} if rows else set()

    def list(self, request, case_number):
        return super().list(request)

    def retrieve(self, request, case_number, relative):
        return super().retrieve(request)

    @creates(NewRelativeForm, says=_("Writes down somebody of the family."))
    def create(self, request, case_number):
        return self.make(actions.add_relative, self.case, team=self.team)

    @changes(RelativeForm, says=_("Changes what is written of somebody of the family."))
    def partial_update(self, request, case_number, relative):
        found = self.get_object()

        def save(relative, **typed):
            return actions.change_relative(relative, case=self.case, **typed)

        return self.change(found, save, instance=found, team=self.team)

    @action(detail=True, methods=["post"])
    @changes(WithdrawRelativeForm, says=_("Takes back what was written by mistake."))
    def withdraw(self, request, case_number, relative):
        found = self.get_object()
        require(rules.can_withdraw_relative, request.user, self.case)

        def save(relative, **typed):
            return actions.withdraw_relative(relative, case=self.case, **typed)

        return self.change(found, save)

    @action(detail=True, methods=["post"])
    @takes(says=_("Answers the name; that it was asked for is kept in the trail."), answers=NameRow)
    def reveal(self, request, case_number, relative):
        found = self.get_object()
        self.read()
        return Response({"name": actions.reveal_relative(found, by=request.user) or ""})
