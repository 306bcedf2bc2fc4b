"""Who works with a case beside whoever answers for it, under the case through which it is asked."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from cases import actions, rules
from cases.api.looking import Looking
from cases.forms import GiveAccessForm
from cases.models import TEAM, Case, CaseAccess
from work.api import Resource, Row, changes, creates
from work.door_by_door import for_one


class AccessRow(Row):
    """To whom a case is open, how far, for what and until when."""

    user = serializers.UUIDField(source="user_id", read_only=True, allow_null=True)
    office = serializers.UUIDField(source="office_id", read_only=True, allow_null=True)
    given_by = serializers.UUIDField(source="given_by_id", read_only=True, allow_null=True)
    expires_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = CaseAccess
        fields = [
            "id", "version", "user", "office", "level", "source", "reason", "given_by", "since", "expires_at",
        ]  # fmt: skip


class AccessResource(Looking, Resource):
    """To whom one case is open beside its worker and its supervisors, for the team of the case."""

    title = _("Who works with a case")
    roles = TEAM
    serializer_class = AccessRow
    lookup_url_kwarg = "access"
    order = ("created_at", "id")
    part = "team"

    @cached_property
    def case(self):
        """The case through which it is asked; foreign equals absent."""
        known = for_one(Case.objects.visible_to(self.request.user)).select_related("office", "person")
        case = get_object_or_404(known, number=self.kwargs["case_number"])
        require(rules.can_read_team, self.request.user, case)
        return case

    def get_queryset(self):
        return CaseAccess.objects.of_case(self.case).live()

    def get_object(self):
        found = super().get_object()
        found.case = self.case
        return found

    def cases_of(self, rows):
        return {self.case} if rows else set()

    def list(self, request, case_number):
        return super().list(request)

    def retrieve(self, request, case_number, access):
        return super().retrieve(request)

    @creates(GiveAccessForm, says=_("Opens the case to a colleague of the same organisation until a day."))
    def create(self, request, case_number):
        require(rules.can_give_access, request.user, self.case)
        return self.make(actions.give_access, self.case, case=self.case)

    @action(detail=True, methods=["post"])
    @changes(says=_("Closes the case to a colleague before the day."))
    def end(self, request, case_number, access):
        found = self.get_object()
        require(rules.can_give_access, request.user, self.case)
        return self.change(found, actions.end_access)
