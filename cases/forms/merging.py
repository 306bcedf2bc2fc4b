from django import forms
from django.utils.translation import gettext_lazy as _

from work.forms import Form


class MergeForm(Form):
    """Whose data are kept when two people are joined, by the number of one of her cases."""

    keep = forms.ChoiceField(
        label=_("Whose name and birth date are kept?"),
        widget=forms.RadioSelect,
        help_text=_(
            "What is missing there is filled in from the other one; her other name stays as another name of "
            "hers. Telephones and documents of both stay."
        ),
    )

    def __init__(self, *args, sides, **kwargs):
        super().__init__(*args, **kwargs)
        cases = [side["case"] for side in sides if side["case"]]
        self.fields["keep"].choices = [(case.number, f"{case.code_name} {case.number}") for case in cases]
