from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cases import actions
from cases.api.looking import Looking
from cases.forms import GroupForm, PeopleRows
from cases.models import READERS, Case, GroupIntake
from work.api import Resource, Row, creates


class GroupIntakeRow(Row):
    """Cases opened together, as far as they are still open to whoever opened them."""

    cases = serializers.SerializerMethodField()

    class Meta:
        model = GroupIntake
        fields = ["id", "version", "created_at", "cases"]

    def get_cases(self, group) -> list[str]:
        return [case.number for case in group.told]


class GroupIntakeResource(Looking, Resource):
    """Cases that one has opened together, of people found together."""

    title = _("Several people found together")
    part = "intake_identification"
    roles = READERS
    serializer_class = GroupIntakeRow
    lookup_url_kwarg = "group_intake"
    order = ("-created_at", "id")

    def get_queryset(self):
        user = self.request.user
        told = Case.objects.visible_to(user).select_related("office").order_by("number")
        return GroupIntake.objects.visible_to(user).prefetch_related(Prefetch("cases", told, to_attr="told"))

    def cases_of(self, groups):
        return {case for group in groups for case in group.told}

    @creates(
        GroupForm,
        rows={"people": PeopleRows},
        says=_("Opens a case for each of several people, for all or for none; direct victims in one event."),
    )
    def create(self, request):
        return self.make(actions.open_group, user=request.user)
