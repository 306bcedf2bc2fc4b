"""Cases that go from one office to another, for the supervisors of both."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from accounts.roles import Role
from audit.doors import require
from cases import actions, rules
from cases.api.looking import Looking
from cases.forms import AcceptTransferForm, AskedTransferForm, DeclineTransferForm
from cases.models import Transfer
from work.api import Resource, Row, changes, creates


class TransferRow(Row):
    """Which case goes where, who asked, and what was answered; of the case its number alone."""

    case = serializers.CharField(source="case.number", read_only=True)
    from_office = serializers.UUIDField(source="from_office_id", read_only=True)
    to_office = serializers.UUIDField(source="to_office_id", read_only=True)
    asked_by = serializers.UUIDField(source="asked_by_id", read_only=True, allow_null=True)
    decided_by = serializers.UUIDField(source="decided_by_id", read_only=True, allow_null=True)

    class Meta:
        model = Transfer
        fields = [
            "id", "version", "case", "from_office", "to_office", "reason", "asked_by", "asked_on", "state",
            "why_declined", "decided_by", "decided_on",
        ]  # fmt: skip


class TransferResource(Looking, Resource):
    """Cases that go to or come from offices that one supervises."""

    title = _("Cases between offices")
    roles = (Role.SUPERVISOR,)
    serializer_class = TransferRow
    lookup_url_kwarg = "transfer"
    order = ("-asked_on", "-created_at", "id")
    part = "team"

    def get_queryset(self):
        return Transfer.objects.visible_to(self.request.user).for_list()

    def cases_of(self, rows):
        """Those of which more than the number stays with her: the others are told by nothing."""
        offices = self.request.user.office_ids(Role.SUPERVISOR)
        return {row.case for row in rows if row.is_waiting or row.case.office_id in offices}

    @creates(AskedTransferForm, says=_("Asks another office to take a case; until then nothing changes."))
    def create(self, request):
        return self.make(actions.ask_transfer, user=request.user)

    def answer_to(self, rule, verb, **about):
        """Ask whether she may, then answer the question that If-Match names."""
        found = self.get_object()
        require(rule, self.request.user, found)
        return self.change(found, verb, **about)

    @action(detail=True, methods=["post"])
    @changes(AcceptTransferForm, says=_("Takes the case, and says who answers for it."))
    def accept(self, request, transfer):
        found = self.get_object()
        return self.answer_to(rules.can_answer_transfer, actions.accept_transfer, transfer=found)

    @action(detail=True, methods=["post"])
    @changes(DeclineTransferForm, says=_("Says why the office does not take the case."))
    def decline(self, request, transfer):
        return self.answer_to(rules.can_answer_transfer, actions.decline_transfer)

    @action(detail=True, methods=["post"])
    @changes(says=_("Takes back what was asked of another office."))
    def withdraw(self, request, transfer):
        found = self.get_object()
        require(rules.can_ask_transfer, request.user, found.case)
        return self.change(found, actions.withdraw_transfer)
