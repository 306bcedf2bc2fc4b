"""Institutions that were trained or supported, for programs."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.roles import Role
from audit.doors import require
from programmes import actions, rules
from programmes.forms import InstitutionForm, NewInstitutionForm, WithdrawInstitutionForm
from programmes.models import SupportedInstitution
from work.api import Resource, Row, changes, creates


class SupportedInstitutionRow(Row):
    """An institution that identifies people, and what was done for it; an empty department is all."""

    organisation = serializers.UUIDField(source="organisation_id", read_only=True)

    class Meta:
        model = SupportedInstitution
        fields = [
            "id", "version", "organisation", "source", "department", "kind", "since", "until", "evidence",
            "withdrawn_on", "withdrawn_reason",
        ]  # fmt: skip


class SupportedInstitutionResource(Resource):
    """Who of those that identify people was trained or supported, of the organisations that she manages."""

    title = _("Supported institutions")
    roles = (Role.PROGRAMME_MANAGER,)
    serializer_class = SupportedInstitutionRow
    lookup_url_kwarg = "supported_institution"
    order = ("-since", "id")

    def get_queryset(self):
        return SupportedInstitution.objects.visible_to(self.request.user).select_related("organisation")

    @creates(NewInstitutionForm, says=_("Writes down that an institution was trained or supported."))
    def create(self, request):
        return self.make(actions.enter_institution, user=request.user)

    @changes(InstitutionForm, says=_("Corrects an entry, or writes its last day."))
    def partial_update(self, request, supported_institution):
        found = self.allowed()
        return self.change(found, actions.edit_institution, instance=found)

    @action(detail=True, methods=["post"])
    @changes(WithdrawInstitutionForm, says=_("Takes back an entry that was a mistake."))
    def withdraw(self, request, supported_institution):
        return self.change(self.allowed(), actions.withdraw_institution)

    def allowed(self):
        """The entry, when it is hers to change."""
        found = self.get_object()
        require(rules.can_keep_programme, self.request.user, found.organisation)
        return found
