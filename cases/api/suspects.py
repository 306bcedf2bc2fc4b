"""Suspects of an event, for programs: by number and role; their words are answered one at a time."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from cases import actions, rules
from cases.api.looking import Looking
from cases.forms import (
    AskedChangeSuspectForm,
    AskedLinkSuspectForm,
    AskedSuspectForm,
    AskedTakeOutSuspectForm,
    ThroughCaseForm,
)
from cases.models import Exploitation, SuspectInEvent, SuspectToPerson
from cases.numbers import read_case_number
from cases.suspects import told_of_person
from work.api import Resource, Row, changes, creates
from work.api.input import takes
from work.door_by_door import for_one

OR_NOTHING = {"type": ["string", "null"]}
TOLD = ("case", "relation", "relative", "danger", "known_to_authorities", "proceeding")
TO_PEOPLE = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": dict.fromkeys(TOLD, OR_NOTHING),
    },
}


class SuspectRow(Row):
    """A suspect by its number in the event and what it did; what it is to whom among one's own cases."""

    to_people = serializers.SerializerMethodField()

    class Meta:
        model = SuspectInEvent
        fields = ["id", "version", "number", "roles", "to_people"]

    @extend_schema_field(TO_PEOPLE)
    def get_to_people(self, one):
        rows = [told_of_person(row, row.case) for row in self.context["to_people"].get(one.pk, ())]
        return [
            {
                "case": row.case.number,
                "relation": row.relation,
                "relative": row.relative and str(row.relative.pk),
                "danger": row.danger,
                "known_to_authorities": row.known_to_authorities,
                "proceeding": row.proceeding and str(row.proceeding.pk),
            }
            for row in rows
        ]


class WordsRow(serializers.Serializer):
    """What is written of a suspect, by the name of the field."""

    words = serializers.DictField(child=serializers.CharField(), read_only=True)


class SuspectResource(Looking, Resource):
    """Suspects of one event of cases that one reads in full; each look, and each opening, is kept."""

    title = _("Suspects of an event")
    part = "exploitation"
    roles = rules.TEAM
    serializer_class = SuspectRow
    lookup_url_kwarg = "suspect"
    order = ("number", "id")

    @cached_property
    def event(self):
        """The event of cases that she reads in full; foreign equals absent."""
        known = for_one(Exploitation.objects.read_by(self.request.user))
        return get_object_or_404(known, pk=self.kwargs["exploitation"])

    def get_queryset(self):
        rows = SuspectInEvent.objects.standing().filter(exploitation=self.event.pk)
        return rows.select_related("exploitation", "suspect")

    def get_serializer_context(self):
        return super().get_serializer_context() | {"to_people": self.to_people() if self.request else {}}

    def asked(self):
        """What the forms need: who asks, and the case that the body names where it stands in the event."""
        body = self.request.data if isinstance(self.request.data, dict) else {}
        number = read_case_number(str(body.get("case") or ""))
        cases = {link.case.number: link.case for link in self.event.links_read}
        return {"user": self.request.user, "through": cases.get(number)}

    def to_people(self):
        """What the suspects are to the people of her own cases, by the id of the suspect's row."""
        cases = [link.case_id for link in self.event.links_read]
        rows = SuspectToPerson.objects.filter(of__exploitation=self.event.pk, case__in=cases)
        found = {}
        for row in rows.select_related("case", "relative", "proceeding").order_by("case__number"):
            found.setdefault(row.of_id, []).append(row)
        return found

    def cases_of(self, rows):
        return {link.case for link in self.event.links_read}

    def list(self, request, exploitation):
        return super().list(request)

    def retrieve(self, request, exploitation, suspect):
        return super().retrieve(request)

    @creates(AskedSuspectForm, says=_("Writes down somebody who is thought to have done it."))
    def create(self, request, exploitation):
        return self.make(actions.add_suspect, self.event, **self.asked())

    @action(detail=False, methods=["post"])
    @creates(AskedLinkSuspectForm, says=_("Puts a suspect of another event of the same person to this one."))
    def link(self, request, exploitation):
        return self.make(actions.link_suspect, self.event, event=self.event, **self.asked())

    @changes(AskedChangeSuspectForm, says=_("Corrects what is written of a suspect."))
    def partial_update(self, request, exploitation, suspect):
        one = self.get_object()
        return self.change(one, actions.change_suspect, instance=one, **self.asked())

    @action(detail=True, methods=["post"], url_path="take-out", url_name="take-out")
    @changes(AskedTakeOutSuspectForm, says=_("Takes a suspect out of the event, with the reason."))
    def take_out(self, request, exploitation, suspect):
        return self.change(self.get_object(), actions.take_out_suspect, user=request.user)

    @action(detail=True, methods=["post"])
    @takes(
        ThroughCaseForm,
        says=_("Answers what is written of a suspect; that it was opened is kept in the trail."),
        answers=WordsRow,
    )
    def reveal(self, request, exploitation, suspect):
        one = self.get_object()
        form = self.read(user=request.user)
        words = self.act(form, actions.open_suspect, one)
        return Response({"words": {field.name: answer for field, answer in words}})
