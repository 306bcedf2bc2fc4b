import re

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from audit.words import all_words, words_by_room
from work.forms import DateField, FilterForm

VERB = re.compile(r"[\w.]{1,60}", re.ASCII)


class DeedField(forms.ChoiceField):
    """A kind of deed by its words; the code of an older address, or its beginning, is still understood."""

    def to_python(self, value):
        return super().to_python(value).strip()

    def valid_value(self, value):
        return bool(VERB.fullmatch(value))


def deeds(asked=""):
    """Every kind of deed under the title of its room; first, the beginning of a code that was asked for."""
    rooms = [(title, list(room.items())) for title, room in words_by_room()]
    if asked in all_words() or not VERB.fullmatch(asked):
        return [*BLANK_CHOICE_DASH, *rooms]
    return [*BLANK_CHOICE_DASH, (asked, _("Codes that begin with %(code)s") % {"code": asked}), *rooms]


class TrailFilterForm(FilterForm):
    """What to look for in the trail; all of it may be left empty."""

    sealed = ("person",)

    person = forms.CharField(label=_("Who"), required=False, max_length=60, help_text=_("Her sign-in name."))
    verb = DeedField(label=_("What"), required=False, choices=deeds)
    record = forms.UUIDField(label=_("Record"), required=False, help_text=_("Its id, as shown in the list."))
    request = forms.UUIDField(
        label=_("Request"), required=False, help_text=_("The number an error page shows.")
    )
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = deeds(self.data.get("verb", "").strip())

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
