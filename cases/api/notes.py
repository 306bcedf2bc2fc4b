"""Notes of a case: that they exist is listed, the text is read one by one, and amended, never changed."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from cases import actions, rules
from cases.api.filters import CaseNumberFilter
from cases.api.looking import Looking
from cases.api.rows import RowOfCase, Writer
from cases.forms import AmendForm, AskedNoteForm
from cases.models import PROFESSION_OF, READERS, Case, Level, Note, NoteClass
from work.api import Resource, Row, creates
from work.door_by_door import ids_among

KIND = {"type": ["string", "null"]}


class NoteRow(RowOfCase, Row):
    """That a note exists: whose, of which day, by whom and who reads it; of another shelter null.

    Of a reserved one a list tells no kind, as the page does not; whoever opens it reads it with the text.
    """

    case = serializers.CharField(source="case.number", read_only=True)
    kind = serializers.SerializerMethodField()
    author = Writer(source="author_id")
    amends = serializers.UUIDField(source="amends_id", read_only=True, allow_null=True)

    class Meta:
        model = Note
        fields = ["id", "version", "case", "on", "note_class", "kind", "author", "amends"]

    @extend_schema_field(KIND)
    def get_kind(self, note):
        return note.kind if note.note_class not in PROFESSION_OF and self.opens(note) else None

    def opens(self, note):
        """Is its text read at once, as on the page; of all cases of this answer it is asked once."""
        user = self.context["request"].user
        if "in_full" not in self.context:
            in_full = Case.objects.visible_to(user, Level.FULL)
            self.context["in_full"] = ids_among(in_full, {one.case_id for one in self.rows})
        in_full = note.case_id in self.context["in_full"]
        return note.note_class == NoteClass.CARE or in_full or note.author_id == user.pk


class NoteDetail(NoteRow):
    """The same with its text."""

    kind = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)

    class Meta(NoteRow.Meta):
        fields = [*NoteRow.Meta.fields, "text"]


class NoteFilters(django_filters.FilterSet):
    case = CaseNumberFilter()
    since = django_filters.DateFilter("on", "gte", label=_("On this day or later"))
    until = django_filters.DateFilter("on", "lte", label=_("On this day or earlier"))

    class Meta:
        model = Note
        fields = []
        form = forms.Form


class NoteResource(Looking, Resource):
    """Notes of those whom one looks after, as they stand; the text is answered for one note at a time."""

    title = _("Notes")
    roles = READERS
    serializer_class = NoteRow
    filterset_class = NoteFilters
    lookup_url_kwarg = "note"
    order = ("-on", "id")
    part = "notes"

    def get_queryset(self):
        notes = Note.objects.visible_to(self.request.user).select_related("case__office", "case__person")
        return notes.standing() if self.action == "list" else notes

    def get_serializer_class(self):
        return NoteRow if self.action == "list" else NoteDetail

    def cases_of(self, notes):
        """A note that is opened leaves its own line, with its class."""
        return set() if self.action == "retrieve" else super().cases_of(notes)

    def retrieve(self, request, note):
        found = self.get_object()
        require(rules.can_read_note, request.user, found)
        actions.open_note(found, by=request.user)
        return self.answer(found)

    @creates(AskedNoteForm, says=_("Writes a note about a case; its class says who reads it."))
    def create(self, request):
        return self.make(actions.write_note, user=request.user)

    @action(detail=True, methods=["post"])
    @creates(AmendForm, says=_("Writes a note in the place of this one, which stays readable."))
    def amend(self, request, note):
        found = self.get_object()
        require(rules.can_amend_note, request.user, found)

        def write(*, by, **typed):
            return actions.write_note(found.case, by=by, amends=found, **typed)

        return self.make(write)
