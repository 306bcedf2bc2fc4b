from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Outcome, Remark
from work.forms import FilterForm, Form


class ReviewForm(Form):
    """What the outside reviewer answers."""

    outcome = forms.ChoiceField(label=_("Answer"), choices=Outcome, widget=forms.RadioSelect)
    remark = forms.ChoiceField(
        label=_("Remark"),
        choices=Remark,
        required=False,
        help_text=_(
            "Whatever else is to be said, say it to the office; nothing of a person is written here."
        ),
    )

    def clean(self):
        if self.cleaned_data.get("outcome") == Outcome.OBJECTED and not self.cleaned_data.get("remark"):
            self.add_error("remark", _("Choose why you object."))


class DecisionFilterForm(FilterForm):
    """Which decisions to list."""

    state = forms.ChoiceField(
        label=_("Answered"),
        required=False,
        choices=[("", _("Waiting for an answer")), ("answered", _("Answered")), ("all", _("All"))],
    )
