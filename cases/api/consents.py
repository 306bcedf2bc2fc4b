"""Texts of consents, in each language; the recording of one is sent afterwards as multipart/form-data."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser

from audit.doors import require
from cases import actions, rules
from cases.forms import ConsentTextWords, RecordingForm
from cases.models import ConsentText
from work.api import Resource, Row, changes, creates, takes
from work.api_input import JSONBody
from work.files import answer


class ConsentTextRow(Row):
    """A text as it is read; of its recording what kind of file it is."""

    recording = serializers.CharField(
        source="recording.media_type", read_only=True, default=None, allow_null=True
    )

    class Meta:
        model = ConsentText
        fields = [
            "id",
            "version",
            "purposes",
            "language",
            "version_number",
            "text",
            "in_force_since",
            "recording",
            "retired_at",
            "created_at",
        ]


class ConsentTextResource(Resource):
    """What is read or played when a consent is asked; never changed, followed by a next version."""

    title = _("Texts of consents")
    roles = rules.READERS_OF_TEXTS
    serializer_class = ConsentTextRow
    lookup_url_kwarg = "consent_text"
    order = ("language", "-in_force_since", "id")

    def get_parsers(self):
        """A recording comes in parts, anything else as JSON."""
        in_parts = (getattr(self, "action_map", None) or {}).get("post") == "record"
        return [MultiPartParser()] if in_parts else [JSONBody()]

    def get_queryset(self):
        return ConsentText.objects.visible_to(self.request.user).for_list()

    @creates(ConsentTextWords, says=_("Adds a text, the next version of its kind."))
    def create(self, request):
        require(rules.can_keep_consent_texts, request.user)
        return self.make(actions.add_consent_text)

    @action(detail=True, methods=["post"])
    @changes(RecordingForm, in_parts=True, says=_("Adds the recording of a text that nobody was asked by."))
    def record(self, request, consent_text):
        found = self.get_object()
        require(rules.can_keep_consent_texts, request.user, found)
        return self.change(found, actions.record_consent_text)

    @action(detail=True, methods=["post"])
    @changes(says=_("Offers a text no more; consents that name it go on naming it."))
    def retire(self, request, consent_text):
        found = self.get_object()
        require(rules.can_keep_consent_texts, request.user, found)
        return self.change(found, actions.retire_consent_text)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    @takes(says=_("Answers the recording; that it was opened is kept in the trail."))
    def recording(self, request, consent_text):
        found = self.get_object()
        if found.recording is None:
            raise Http404
        return answer(actions.open_recording(found, by=request.user), found.file_name)
