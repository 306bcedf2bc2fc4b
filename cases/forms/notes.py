from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import only_happened
from cases.models import Case, Level, Note, NoteClass
from programmes.forms.records import RecordForm
from work.door_by_door import for_one

TEXT = {"rows": 8, "data-private": ""}
WHO_READS = _(
    "Whoever looks after her: her team and the shelter where she lives. The team: nobody of the shelter. The "
    "others: those of that profession. What you write you can always read."
)
# The same of each class that somebody may still choose to whom the case was closed.
WHO_READS_LATE = {
    NoteClass.CARE: _("Whoever looks after her: her team and the shelter where she lives."),
    NoteClass.TEAM: _("The team: nobody of the shelter."),
}
OF_A_PROFESSION = _("The others: those of that profession.")
NO_MORE = _("This case is open to you no more: choose among those who may still read what you saw.")


class NoteForm(RecordForm):
    """A note about a case."""

    class Meta:
        model = Note
        fields = ["on", "note_class", "kind", "text"]
        widgets = {"note_class": forms.RadioSelect, "text": forms.Textarea(TEXT)}

    def __init__(self, *args, last_day=None, among=(), **kwargs):
        """With `last_day` as it is added to a case that was open to her until then, `among` some classes."""
        super().__init__(*args, **kwargs)
        only_happened(self, "on", last_day)
        who_reads = self.fields["note_class"]
        who_reads.help_text = WHO_READS
        if last_day:
            who_reads.choices = [(one, one.label) for one in NoteClass if one in among]
            who_reads.error_messages["invalid_choice"] = NO_MORE
            said = dict.fromkeys(
                WHO_READS_LATE.get(one, OF_A_PROFESSION) for one, _label in who_reads.choices
            )
            who_reads.help_text = " ".join(map(str, said))


class AskedNoteForm(NoteForm):
    """A note as a program writes it: it names the case by its number."""

    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=_("Case"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = for_one(Case.objects.added_to_by(user, Level.ASSISTANCE))
        self.fields["case"].queryset = known.select_related("office", "person")


class AmendForm(RecordForm):
    """What stands in the place of an earlier note; who reads it stays the same."""

    class Meta:
        model = Note
        fields = ["on", "kind", "text"]
        widgets = {"text": forms.Textarea(TEXT)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "on")
