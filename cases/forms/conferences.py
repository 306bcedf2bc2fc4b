from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from cases import rules
from cases.conferences import may_take_part
from cases.forms.fields import happened
from cases.forms.risk import cases_in_full
from cases.forms.tasks import GivenForm, TaskForm
from cases.models import Case, Outside, Task
from cases.task_words import CONFERENCE, DECIDED
from work.forms import DateField, Form


class ConferenceForm(Form):
    """When a conference was, who took part, and what was said."""

    on = DateField(label=_("Date"), initial=timezone.localdate, validators=[happened])
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Who of the programme took part"),
        help_text=_("At least one, of the programme or from outside."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    outside = forms.MultipleChoiceField(
        label=_("Who took part from outside"),
        choices=Outside,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("By their role: names of people outside belong into the minutes."),
    )
    minutes = forms.CharField(
        label=_("Minutes"),
        help_text=_("The team of the case reads them. Decisions are written down after saving, as tasks."),
        widget=forms.Textarea({"rows": 10, "data-private": ""}),
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = may_take_part(case)

    def clean(self):
        typed = super().clean()
        if not self.errors and not typed["people"] and not typed["outside"]:
            self.add_error("people", _("Say who took part."))
        return typed


class AskedConferenceForm(ConferenceForm):
    """The same as a program writes it: it names the case by its number."""

    field_order = ["case", "on", "people", "outside", "minutes"]
    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=_("Case"))

    def __init__(self, data=None, *, user, **kwargs):
        known, number = cases_in_full(user), (data or {}).get("case")
        named = known.filter(number=number).first() if isinstance(number, str) else None
        super().__init__(data, case=named, **kwargs)
        self.fields["case"].queryset = known


class CallConferenceForm(GivenForm):
    """For which day the team is called together, and who writes the minutes."""

    def __init__(self, *args, user, case, **kwargs):
        super().__init__(
            *args, user=user, task=Task(kind=CONFERENCE, case=case, office=case.office), **kwargs
        )
        self.fields["due_on"].label = _("Day of the conference")
        self.fields["assignee"].label = _("Who calls it and writes the minutes")
        self.fields["assignee"].initial = case.worker_id


class AskedCallForm(CallConferenceForm):
    """The same as a program asks it: it names the case by its number."""

    field_order = ["case", "due_on", "assignee"]
    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=_("Case"))

    def __init__(self, data=None, *, user, **kwargs):
        known, number = cases_in_full(user), (data or {}).get("case")
        named = known.filter(number=number).first() if isinstance(number, str) else None
        super().__init__(data, user=user, case=named or Case(office=Office()), **kwargs)
        self.fields["case"].queryset = known


class DecidedForm(TaskForm):
    """One step that was decided: what, by whom, by when."""

    def __init__(self, *args, user, case, **kwargs):
        super().__init__(*args, user=user, case=case, **kwargs)
        self.fields["assignee"].required = True
        self.fields["assignee"].empty_label = None
        team = Task(kind=DECIDED, case=case, office=case.office)
        offered = [one.pk for one in self.fields["assignee"].queryset if rules.sees_task(one, team)]
        self.fields["assignee"].queryset = User.objects.filter(pk__in=offered)
        self.fields["assignee"].initial = case.worker_id
