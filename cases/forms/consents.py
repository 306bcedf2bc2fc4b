from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import ConsentText
from programmes.forms.records import RecordForm
from work.forms import FileField, Form

SOUNDS = ".mp3,.m4a,.ogg,.opus,.wav,audio/*"
WHICH = _("MP3, M4A, OGG or WAV, at most 25 MB.")


class ConsentTextWords(RecordForm):
    """A text as it is read when a consent is asked; a program adds the recording afterwards."""

    class Meta:
        model = ConsentText
        fields = ["purposes", "language", "text", "in_force_since"]
        widgets = {"text": forms.Textarea(attrs={"rows": 12})}
        help_texts = {
            "purposes": _("One text may ask for several things; each is answered by itself."),
            "language": _("The language in which it is read aloud, or in which the recording speaks."),
            "text": _(
                "Short sentences, as they are said aloud. Where the language is not written, write in "
                "Spanish what the recording says. Nobody's name stands here."
            ),
            "in_force_since": _("From this day on it is offered in place of the version before."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("in_force_since", timezone.localdate())
        # The long list of boxes stands open: without one of them there is no text.
        self.fields["purposes"].asked_where_needed = True


class ConsentTextForm(ConsentTextWords):
    """The same on its page, with the recording."""

    recording = FileField(
        label=_("Recording"),
        required=False,
        help_text=WHICH,
        widget=forms.FileInput(attrs={"accept": SOUNDS}),
    )

    def known_facts(self):
        """What was sent is no file of the house yet."""
        return {name: value for name, value in super().known_facts().items() if name != "recording"}


class RecordingForm(Form):
    """The recording of a text that has none yet."""

    recording = FileField(
        label=_("Recording"), help_text=WHICH, widget=forms.FileInput(attrs={"accept": SOUNDS})
    )
