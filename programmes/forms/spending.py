from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from work.forms import FileField, Form

LARGEST_FILE = 5 * 1024 * 1024


class SpendingFileForm(Form):
    """A file of the accounts."""

    file = FileField(
        label=_("File with the spending"),
        help_text=_("Excel (.xlsx) or CSV, up to 5 MB. Nothing is taken before you have seen every row."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 5 MB. Keep only the sheet with the spending."))
        return file


class TakeInForm(Form):
    """What is knowingly replaced, and what is knowingly left out."""

    replace = forms.BooleanField(
        label=_("The amounts that differ replace those that are there"), required=False
    )
    without_refused = forms.BooleanField(
        label=_("The rows that cannot be taken stay out; I will mend them in the accounts"), required=False
    )
