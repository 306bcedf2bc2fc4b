from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models.printouts import Purpose
from cases.printing import SECTIONS
from work.forms import Form


class PrintForm(Form):
    """Which sections of a case go on paper, what for, and whether the name stands on it."""

    sections = forms.MultipleChoiceField(
        label=_("What goes on paper"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part.")},
    )
    purpose = forms.ChoiceField(label=_("What it is for"), choices=Purpose.choices, widget=forms.RadioSelect)
    with_name = forms.BooleanField(
        label=_("Print the name of the person"),
        required=False,
        help_text=_("Without it the paper bears the code name and the number of the case."),
    )
    name_reason = forms.CharField(
        label=_("Why the name has to stand on it"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"data-private": "", "autocomplete": "off"}),
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = [(name, SECTIONS[name].title) for name in offered]

    def clean(self):
        """The name stands on it only with a reason, and a reason means that it does."""
        cleaned = super().clean()
        named, why = cleaned.pop("with_name", False), cleaned.get("name_reason", "")
        if named and not why and not self.has_error("name_reason"):
            self.add_error("name_reason", _("Say why the name has to stand on the paper."))
        if why and not named:
            self.add_error("with_name", _("Tick this if the name shall stand there, or empty the reason."))
        return cleaned
