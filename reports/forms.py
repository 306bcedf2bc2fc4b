from django import forms
from django.utils.translation import gettext_lazy as _

from work.forms import DateField, FilterForm


class TrailFilterForm(FilterForm):
    """What to look for in the trail; all of it may be left empty."""

    person = forms.CharField(label=_("Who"), required=False, max_length=60, help_text=_("Her sign-in name."))
    verb = forms.CharField(
        label=_("What"), required=False, max_length=60, help_text=_("For example sign_in, or award.changed.")
    )
    record = forms.UUIDField(label=_("Record"), required=False, help_text=_("Its id, as shown in the list."))
    request = forms.UUIDField(
        label=_("Request"), required=False, help_text=_("The number an error page shows.")
    )
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
