"""Opening a case and filling in its intake: the same forms and the same actions as the pages."""

from functools import partial

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.decorators import action

from audit.doors import require
from cases import actions, rules
from cases.api.intake_rows import ExploitationRow, GroundRow, NeedsRow, PersonRow
from cases.events import earlier_of
from cases.forms import (
    BasicsForm,
    DocumentRows,
    ExploitationForm,
    FoundForm,
    GroundForm,
    NeedsForm,
    OpenCaseForm,
    PersonForm,
    TelephoneRows,
    UnnamedForm,
)
from cases.keeping import lock_all_of_her
from cases.models import Exploitation, Ground
from work.api import changes, creates, takes


class Opening:
    """The verbs of the intake, under a case's number."""

    @creates(OpenCaseForm, says=_("Opens a case, with the minimum that may be kept before any ground."))
    def create(self, request):
        return self.make(actions.open_case, user=request.user)

    @action(detail=True, methods=["patch"])
    @changes(FoundForm, says=_("Changes who brought her, when and where, and whether she is in danger."))
    def identification(self, request, case_number):
        return self.decide(rules.can_change_case, actions.change_case, instance=self.get_object())

    @action(detail=True, methods=["patch"])
    @changes(
        BasicsForm,
        says=_("Changes sex, and child or adult; If-Match names the version of the person."),
        answers=PersonRow,
    )
    def basics(self, request, case_number):
        case = self.get_object()
        require(rules.can_change_case, request.user, case)
        act = partial(actions.edit_basics, case=case)
        return self.change(case.person, act, instance=case.person)

    @action(detail=True, methods=["get"])
    @takes(says=_("What is kept of the person, but for who she is."), answers=PersonRow)
    def person(self, request, case_number):
        return self.answer(self.read_part(rules.can_change_case).person)

    @person.mapping.patch
    @changes(
        PersonForm,
        says=_("Writes who she is, once a ground lets it be kept; what is not sent stays as it is."),
        rows={"telephones": TelephoneRows, "documents": DocumentRows},
        answers=PersonRow,
    )
    def describe(self, request, case_number):
        case = self.get_object()
        require(rules.can_change_case, request.user, case)
        act = partial(actions.describe_person, case=case)
        return self.change(case.person, act, instance=case.person)

    @action(detail=True, methods=["post"])
    @creates(GroundForm, says=_("Records why her data may be kept, or that she refused."), answers=GroundRow)
    def ground(self, request, case_number):
        case = self.get_object()
        require(rules.can_change_case, request.user, case)
        return self.make(actions.record_ground, case, among=Ground.objects.filter(case=case), case=case)

    @action(detail=True, methods=["post"])
    @changes(UnnamedForm, says=_("Helps her without her name: who she is leaves the record."))
    def unnamed(self, request, case_number):
        case = self.get_object()
        require(rules.can_change_case, request.user, case)
        # All that is locked of her, in its order, before the version of this case is compared.
        lock_all_of_her(case)
        return self.change(case, actions.keep_unnamed)

    @action(detail=True, methods=["post"], url_path="name-again", url_name="name-again")
    @changes(says=_("Keeps her data again, once a ground for it is in force; what had left stays away."))
    def name_again(self, request, case_number):
        case = self.get_object()
        require(rules.can_change_case, request.user, case)
        return self.change(case, actions.name_again)

    @action(detail=True, methods=["post"])
    @creates(
        ExploitationForm,
        says=_("Writes what was done to her as an event; a second one stands beside the first."),
        answers=ExploitationRow,
    )
    def exploitation(self, request, case_number):
        case = self.get_object()
        require(rules.can_read_account, request.user, case)
        events = Exploitation.objects.read_by(request.user)
        earlier = earlier_of(request.user, case)
        return self.make(actions.record_exploitation, case, among=events, earlier=earlier)

    @action(detail=True, methods=["get"])
    @takes(says=_("What she needs and wants, as it was asked last."), answers=NeedsRow)
    def needs(self, request, case_number):
        return self.answer(self.latest_needs(self.read_part(rules.can_record_service)))

    @needs.mapping.post
    @creates(NeedsForm, says=_("Writes what she needs and wants today."), answers=NeedsRow)
    def ask_needs(self, request, case_number):
        case = self.get_object()
        require(rules.can_record_service, request.user, case)
        return self.make(actions.record_needs, case, among=case.needs.all(), case=case)

    @needs.mapping.patch
    @changes(NeedsForm, says=_("Changes the answers that were written last."), answers=NeedsRow)
    def change_needs(self, request, case_number):
        case = self.get_object()
        require(rules.can_record_service, request.user, case)
        latest = self.latest_needs(case)
        return self.change(latest, actions.edit_needs, instance=latest, case=case)

    def latest_needs(self, case):
        """The answers that count now; absent where nobody asked."""
        if (latest := case.needs.first()) is None:
            raise Http404
        return latest

    def read_part(self, rule):
        """The case of which somebody reads a part, when she may."""
        case = self.get_object()
        require(rule, self.request.user, case)
        return case
