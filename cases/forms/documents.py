from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.actions.documents import FIRST_YEAR_OF_PAPER
from cases.forms.fields import only_happened
from cases.models import Case, Document, Level, NoteClass, WhyWithdrawn
from cases.models.documents import classes_within
from programmes.forms.records import RecordForm
from work.door_by_door import for_one
from work.forms import FileField, Form

WHO_OPENS = _(
    "Whoever looks after the person: the team, and the shelter where the person lives. The team: nobody of "
    "the shelter. The others: those of that profession. What you attach you can always open."
)
WHAT_IS_KEPT = _(
    "PDF, picture, Word, Excel, OpenDocument, plain text or a recording, at most 25 MB. Of a picture neither "
    "place nor camera is kept. What the file is called is not kept either."
)
ACCEPTED = (
    ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.odt,.txt,.mp3,.m4a,.ogg,.opus,.wav,"
    "image/jpeg,image/png,image/webp,audio/*"
)
DESCRIPTION = {"rows": 3, "data-private": ""}
TITLE = {"data-private": "", "autocomplete": "off"}


class DocumentWords(RecordForm):
    """What a document is, of which day and who opens it."""

    class Meta:
        model = Document
        fields = ["kind", "title", "on", "note_class", "description"]
        widgets = {
            "note_class": forms.RadioSelect,
            "title": forms.TextInput(TITLE),
            "description": forms.Textarea(DESCRIPTION),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "on", not_before=FIRST_YEAR_OF_PAPER)
        self.fields["on"].help_text = _("The day that stands on it, or on which it was made.")


class DocumentForm(DocumentWords):
    """A file with what it is."""

    file = FileField(
        label=pgettext_lazy("of a document", "File"),
        help_text=WHAT_IS_KEPT,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    field_order = ["file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note_class"].help_text = WHO_OPENS

    def known_facts(self):
        """What was sent is no file of the house yet: what it is the action finds out."""
        return {name: value for name, value in super().known_facts().items() if name != "file"}

    @property
    def choose_again(self):
        """Was a file chosen that is not to blame? No browser sends it a second time by itself."""
        return bool(self.errors) and "file" in self.files and not self.has_error("file")


class AskedDocumentForm(DocumentForm):
    """A document as a program attaches it: it names the case by its number."""

    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=_("Case"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = for_one(Case.objects.visible_to(user, Level.ASSISTANCE))
        self.fields["case"].queryset = known.select_related("office", "person")


class ChangeDocumentForm(DocumentWords):
    """The words of a document that stands; who opens it can be fewer."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = classes_within(self.instance.note_class or NoteClass.CARE)
        who = self.fields["note_class"]
        who.choices = [(one, one.label) for one in allowed]
        who.help_text = _("It can be kept to fewer than now, not opened to more.")


class WithdrawDocumentForm(Form):
    """Why a document stands in the case no more."""

    withdrawn_why = forms.ChoiceField(
        label=_("Why it is withdrawn"), choices=WhyWithdrawn.choices, widget=forms.RadioSelect
    )
    withdrawn_reason = forms.CharField(
        label=_("In words"), required=False, max_length=300, widget=forms.Textarea(DESCRIPTION)
    )
