from uuid import UUID

from django import forms
from django.db.models import TextChoices
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.roles import Role
from cases.models import READERS, Status
from programmes.models import Component
from work.forms import DateField, FilterForm, Form


class Scope(TextChoices):
    """Whose cases or tasks are listed."""

    MINE = "mine", pgettext_lazy("cases or tasks", "Mine")
    OFFICE = "office", pgettext_lazy("cases or tasks", "All that I may open")


# Who answers for cases of her own begins with those; who looks after an office or a shelter with all of it.
OF_HER_OWN = (Role.CASEWORKER, Role.REINTEGRATION_WORKER)
ALL = ("all", pgettext_lazy("cases", "Open and closed"))
STATUSES = [("", pgettext_lazy("cases", "Open")), ALL, *Status.choices]


def usual_scope(user):
    """Where the lists of this person begin."""
    alone = user.has_role(*OF_HER_OWN) and not user.has_role(Role.SUPERVISOR)
    return Scope.MINE if alone else Scope.OFFICE


class ScopedForm(FilterForm):
    """The base of what narrows a list that has a "mine": it begins where this person's lists begin."""

    whose = forms.ChoiceField(label=_("Whose"), choices=Scope, required=False)

    def __init__(self, data, *args, user, **kwargs):
        self.user = user
        super().__init__(data, *args, **kwargs)
        self.fields["whose"].initial = usual_scope(user)
        if not self.data.get("whose"):
            self.data = self.data.copy()
            self.data["whose"] = usual_scope(user).value

    @property
    def asked(self):
        """What was asked, by name; nothing of it where the questions cannot be read."""
        return self.cleaned_data if self.is_valid() else {}


NOBODY = "nobody"


def somebody(asked):
    """The person of whom a list is asked, or None for what waits for nobody in particular."""
    return None if asked == NOBODY else asked


class SomebodyField(forms.TypedChoiceField):
    """One of those beside whom she works, or nobody."""

    def __init__(self, **kwargs):
        super().__init__(required=False, coerce=lambda key: key if key == NOBODY else UUID(key), **kwargs)
        self.empty_value = None

    def offer(self, user):
        """Of a large organisation not everybody: those beside whom she works."""
        offices = user.office_ids(*READERS) or user.offices_within(*READERS)
        people = User.objects.of_offices(offices).values_list("pk", "full_name")
        self.choices = [*BLANK_CHOICE_DASH, (NOBODY, _("Nobody")), *people]


class CaseFilterForm(ScopedForm):
    """Which cases are listed: plain codes and dates, so that the address may be kept and sent."""

    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, required=False)
    worker = SomebodyField(label=_("Responsible"))
    risk = forms.ChoiceField(
        label=_("Risk"), choices=[("", _("Any")), ("pressing", _("High or imminent"))], required=False
    )
    component = forms.ModelChoiceField(Component.objects.none(), label=_("Component"), required=False)
    since = DateField(label=_("Opened from"), required=False)
    until = DateField(label=_("Opened until"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organisations = self.user.organisation_ids(*READERS)
        self.fields["worker"].offer(self.user)
        self.fields["component"].queryset = Component.objects.filter(organisation__in=organisations)

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))

    def narrow(self, cases):
        """Those that were asked for; none where the questions cannot be read."""
        if not self.is_valid():
            return cases.none()
        asked = self.cleaned_data
        if asked["whose"] == Scope.MINE:
            cases = cases.mine(self.user)
        if asked["status"] != ALL[0]:
            cases = cases.filter(status=asked["status"]) if asked["status"] else cases.open()
        if asked["worker"] == NOBODY:
            cases = cases.filter(worker=None)
        if asked["risk"]:
            cases = cases.at_pressing_risk()
        narrowed = {name: asked[name] for name in ("component", "since", "until")}
        return cases.narrowed(worker=somebody(asked["worker"]), **narrowed)


TASK_STATES = [
    ("", _("To be done")),
    ("late", _("Late ones")),
    ("today", pgettext_lazy("tasks", "For today")),
    ("week", _("Today and in the next seven days")),
    ("soon", _("In the next seven days")),
    ("done", _("Done ones")),
]


class TaskFilterForm(ScopedForm):
    """Which tasks are listed."""

    state = forms.ChoiceField(label=_("State"), choices=TASK_STATES, required=False)
    assignee = SomebodyField(label=_("Who does it"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].offer(self.user)

    def narrow(self, tasks, today):
        """Those that were asked for; none where the questions cannot be read."""
        if not self.is_valid():
            return tasks.none()
        if self.cleaned_data["whose"] == Scope.MINE:
            tasks = tasks.mine(self.user)
        if self.cleaned_data["assignee"]:
            tasks = tasks.filter(assignee=somebody(self.cleaned_data["assignee"]))
        return tasks.in_state(self.cleaned_data["state"], today)

    @property
    def shows_done(self):
        return self.asked.get("state") == "done"


class FindForm(Form):
    """What is known of a case: one box, in a form that is sent, since a telephone stands in no address."""

    known = forms.CharField(
        label=_("Number, code name, name, telephone or document"),
        help_text=_(
            "The beginning of a code name is enough, and a name may be misspelt. A telephone or a document "
            "is found by all of it."
        ),
        max_length=60,
        min_length=2,
        error_messages={"min_length": _("Write at least two letters or figures.")},
        widget=forms.TextInput({"autocomplete": "off", "data-private": ""}),
    )
