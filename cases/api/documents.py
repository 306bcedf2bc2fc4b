"""Documents of a case: that they exist is listed, what they are is read one by one, the file on its own."""

import django_filters
from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser

from audit.doors import require
from cases import actions, rules
from cases.api.filters import CaseNumberFilter
from cases.api.looking import Looking
from cases.api.rows import RowOfCase, Writer
from cases.forms import AskedDocumentForm, ChangeDocumentForm, WithdrawDocumentForm
from cases.models import READERS, Document
from work.api import Resource, Row, changes, creates, takes
from work.api_input import JSONBody
from work.files import answer


class DocumentRow(RowOfCase, Row):
    """That a document exists: whose, of which day and kind, who opens it; who of another shelter is null.

    Of what kind one is and how large is told to who may open it.
    """

    case = serializers.CharField(source="case.number", read_only=True)
    author = Writer(source="author_id")
    kind = serializers.SerializerMethodField()
    media_type = serializers.SerializerMethodField()
    size = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = [
            "id",
            "version",
            "case",
            "running",
            "on",
            "note_class",
            "kind",
            "media_type",
            "size",
            "author",
            "created_at",
            "withdrawn_at",
        ]

    @extend_schema_field({"type": ["string", "null"]})
    def get_kind(self, document):
        return document.kind if self.opens(document) else None

    @extend_schema_field({"type": ["string", "null"]})
    def get_media_type(self, document):
        return document.file.media_type if document.file and self.opens(document) else None

    @extend_schema_field({"type": ["integer", "null"]})
    def get_size(self, document):
        return document.file.size if document.file and self.opens(document) else None

    def opens(self, document):
        """May she open it? Asked once for each case of an answer."""
        user, asked = self.context["request"].user, self.context.setdefault("classes", {})
        if document.case_id not in asked:
            asked[document.case_id] = rules.note_classes_read(user, document.case)
        return document.author_id == user.pk or document.note_class in asked[document.case_id]


class DocumentDetail(DocumentRow):
    """The same with its words."""

    title = serializers.CharField(read_only=True)
    description = serializers.CharField(read_only=True, allow_null=True)
    withdrawn_reason = serializers.CharField(read_only=True, allow_null=True)

    class Meta(DocumentRow.Meta):
        fields = [*DocumentRow.Meta.fields, "title", "description", "withdrawn_why", "withdrawn_reason"]


class DocumentFilters(django_filters.FilterSet):
    case = CaseNumberFilter()
    since = django_filters.DateFilter("on", "gte", label=_("On this day or later"))
    until = django_filters.DateFilter("on", "lte", label=_("On this day or earlier"))

    class Meta:
        model = Document
        fields = []
        form = forms.Form


class DocumentResource(Looking, Resource):
    """Documents of those whom one looks after; one is attached as multipart/form-data."""

    title = _("Documents")
    roles = READERS
    serializer_class = DocumentRow
    filterset_class = DocumentFilters
    lookup_url_kwarg = "document"
    part = "documents"

    def get_parsers(self):
        """A file comes in parts, anything else as JSON."""
        attaching = (getattr(self, "action_map", None) or {}).get("post") == "create"
        return [MultiPartParser()] if attaching else [JSONBody()]

    def get_queryset(self):
        related = ("case__office", "case__person", "file")
        return Document.objects.visible_to(self.request.user).select_related(*related)

    def get_serializer_class(self):
        return DocumentRow if self.action == "list" else DocumentDetail

    def part_told(self):
        return "documents" if self.action == "list" else "document"

    def retrieve(self, request, document):
        found = self.get_object()
        require(rules.can_open_document, request.user, found)
        return self.answer(found)

    @creates(
        AskedDocumentForm, in_parts=True, says=_("Attaches a file to a case; its class says who opens it.")
    )
    def create(self, request):
        return self.make(actions.attach_document, user=request.user)

    @changes(ChangeDocumentForm, says=_("Corrects what a document is called, or keeps it to fewer."))
    def partial_update(self, request, document):
        found = self.get_object()
        require(rules.can_change_document, request.user, found)
        return self.change(found, actions.change_document, instance=found)

    @action(detail=True, methods=["post"])
    @changes(WithdrawDocumentForm, says=_("Takes a document out; one of somebody else is destroyed."))
    def withdraw(self, request, document):
        found = self.get_object()
        require(rules.can_change_document, request.user, found)
        return self.change(found, actions.withdraw_document)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    @takes(says=_("Answers the file itself; that it was opened is kept in the trail."))
    def file(self, request, document):
        found = self.get_object()
        require(rules.can_open_document, request.user, found)
        if found.file is None:
            raise Http404
        file = actions.open_document(found, by=request.user)
        return answer(file, found.name_as(file.media_type))
