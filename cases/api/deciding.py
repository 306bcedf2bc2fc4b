from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from audit.doors import require
from cases import actions, rules
from cases.api.rows import CaseDetail
from cases.forms import (
    ActivateForm,
    ChangeCaseForm,
    CloseForm,
    IdentifyForm,
    OutsideScopeForm,
    ReopenForm,
    SuspendForm,
)
from work.api import changes
from work.api.input import takes


class NameRow(serializers.Serializer):
    """Her name, empty where none is kept."""

    name = serializers.CharField(read_only=True)


class Deciding:
    """Reading one case, changing it and deciding about it: the same forms and actions as on its pages."""

    def get_serializer_class(self):
        return self.serializer_class if self.action == "list" else CaseDetail

    def decide(self, rule, verb, **about):
        """Ask whether she may, then do it to the case that If-Match names."""
        case = self.get_object()
        require(rule, self.request.user, case)
        return self.change(case, verb, **about)

    @changes(ChangeCaseForm, says=_("Changes its code name, as whom she is helped and who answers for it."))
    def partial_update(self, request, case_number):
        return self.decide(rules.can_change_case, actions.change_case, instance=self.get_object())

    @action(detail=True, methods=["post"])
    @changes(IdentifyForm, says=_("Decides that she is, or must be presumed to be, a victim."))
    def identify(self, request, case_number):
        return self.decide(rules.can_decide_case, actions.identify_case)

    @action(detail=True, methods=["post"], url_path="outside-scope", url_name="outside-scope")
    @changes(OutsideScopeForm, says=_("Decides that no elements of trafficking were found."))
    def outside_scope(self, request, case_number):
        return self.decide(rules.can_decide_case, actions.find_outside_scope)

    @action(detail=True, methods=["post"])
    @changes(ActivateForm, says=_("Begins the assistance; what is missing becomes a task."))
    def activate(self, request, case_number):
        return self.decide(rules.can_change_case, actions.activate_case)

    @action(detail=True, methods=["post"])
    @changes(SuspendForm, says=_("Lets a case rest whose person was not reached on three days."))
    def suspend(self, request, case_number):
        return self.decide(rules.can_change_case, actions.suspend_case)

    @action(detail=True, methods=["post"])
    @changes(CloseForm, says=_("Closes the case; of a closed one, records her death or her own choice."))
    def close(self, request, case_number):
        return self.decide(rules.can_change_case, actions.close_case)

    @action(detail=True, methods=["post"])
    @changes(ReopenForm, says=_("Takes up a closed case again."))
    def reopen(self, request, case_number):
        return self.decide(rules.can_decide_case, actions.reopen_case)

    @action(detail=True, methods=["post"])
    @changes(says=_("Says that the user knows the person: all cases of the person are shut to the user."))
    def known(self, request, case_number):
        return self.decide(rules.can_say_known, actions.say_known)

    @action(detail=True, methods=["post"])
    @takes(says=_("Answers her name; that it was asked for is kept in the trail."), answers=NameRow)
    def reveal(self, request, case_number):
        case = self.get_object()
        require(rules.can_reveal_name, request.user, case)
        self.read()
        return Response({"name": actions.reveal_name(case, by=request.user)})
