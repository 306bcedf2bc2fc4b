from django import forms
from django.utils.translation import gettext_lazy as _

from work.forms import FileField, Form


class SpendingFileForm(Form):
    """A file of the accounts."""

    file = FileField(
        label=_("File with the spending"),
        help_text=_("Excel (.xlsx) or CSV, up to 5 MB. Nothing is taken before you have seen every row."),
    )


class TakeInForm(Form):
    """What is knowingly replaced, and what is knowingly left out."""

    replace = forms.BooleanField(
        label=_("The amounts that differ replace those that are there"), required=False
    )
    without_refused = forms.BooleanField(
        label=_("The rows that cannot be taken stay out; I will mend them in the accounts"), required=False
    )
