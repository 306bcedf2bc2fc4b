from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from work.forms import DateField, Form


class EndForm(Form):
    """The day from which something is no longer in use."""

    ended_on = DateField(label=_("From which day"), initial=timezone.localdate)


class CloseForm(Form):
    """The day on which something was closed."""

    closed_on = DateField(label=pgettext_lazy("sub-award", "Closed on"), initial=timezone.localdate)


class NothingForm(Form):
    """Nothing but a yes."""


REASON = {"max_length": 300, "widget": forms.Textarea(attrs={"rows": 3})}
