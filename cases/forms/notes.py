from django import forms

from cases.forms.fields import only_happened
from cases.models import Note
from programmes.forms.records import RecordForm

TEXT = {"rows": 8, "data-private": ""}


class NoteForm(RecordForm):
    """A note about a case."""

    class Meta:
        model = Note
        fields = ["on", "note_class", "kind", "text"]
        widgets = {"note_class": forms.RadioSelect, "text": forms.Textarea(TEXT)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "on")


class AmendForm(RecordForm):
    """What stands in the place of an earlier note; who reads it stays the same."""

    class Meta:
        model = Note
        fields = ["on", "kind", "text"]
        widgets = {"text": forms.Textarea(TEXT)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "on")
