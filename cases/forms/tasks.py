from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from cases.models import READERS, Case, Level, LikenessAnswer
from work.forms import DateField, Form

WEEK = timedelta(days=7)
WHOEVER = _("Whoever of the office can")


class DoneForm(Form):
    """What came of a task."""

    outcome = forms.CharField(
        label=_("What came of it"),
        help_text=_("What was done, or why it is not needed any more."),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "data-private": ""}),
    )


class GivenForm(Form):
    """By when something has to be done, and by whom."""

    due_on = DateField(label=pgettext_lazy("day", "By"), initial=lambda: timezone.localdate() + WEEK)
    assignee = forms.ModelChoiceField(
        User.objects.none(), label=_("Who does it"), required=False, empty_label=WHOEVER
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = User.objects.working(office=office, role__in=READERS)


class TaskForm(GivenForm):
    """Something that has to be done for a case."""

    field_order = ["words", "due_on", "assignee"]
    words = forms.CharField(
        label=_("What has to be done"),
        help_text=_("Without her name: whoever helps her reads this in lists."),
        max_length=300,
        widget=forms.TextInput({"data-private": ""}),
    )


class AskedTaskForm(TaskForm):
    """A task as a program writes it: it names the case by its number."""

    field_order = ["case", *TaskForm.field_order]
    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=_("Case"))

    def __init__(self, data=None, *args, user, **kwargs):
        known = Case.objects.visible_to(user, Level.ASSISTANCE).select_related("office", "person")
        number = (data or {}).get("case")
        named = known.filter(number=number).first() if isinstance(number, str) else None
        super().__init__(data, *args, office=named and named.office_id, **kwargs)
        self.fields["case"].queryset = known


class LikenessForm(Form):
    """Whether two people are one."""

    answer = forms.ChoiceField(
        label=_("Are they one person?"), choices=LikenessAnswer, widget=forms.RadioSelect
    )
