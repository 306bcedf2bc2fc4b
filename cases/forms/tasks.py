from datetime import timedelta
from functools import reduce
from operator import or_

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Office, User
from accounts.roles import Role
from cases import rules
from cases.models import READERS, Case, CaseAccess, Level, Likeness, LikenessAnswer, Task
from cases.task_words import BY_HAND, LIKENESS
from work.forms import DateField, Form

WEEK = timedelta(days=7)
WHOEVER = _("Whoever of the office can")
ONLY_YOUR_OWN = _(
    "You find this task again only if you do it yourself: what is given to somebody else, or to whoever can, "
    "is seen by that person and by the team of the case."
)


class DoneForm(Form):
    """What came of a task."""

    outcome = forms.CharField(
        label=_("What came of it"),
        help_text=_("What was done, or why it is not needed any more."),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "data-private": ""}),
    )


def who_may_do(task, user):
    """Who is offered for a task: of its office, of offices to which its case is open, who asks, who has it.

    To which offices else it is open is the team's to know. A question about two people, and a task that names
    no case, are offered to those alone who would see it.
    """
    if task.case is None:
        return User.objects.working(office=task.office_id, role=Role.SUPERVISOR)
    offices = {task.office_id, task.case.office_id}
    rows = CaseAccess.objects.live().of_case(task.case).exclude(office=None)
    opened = set(rows.values_list("office", flat=True))
    offices |= opened if rules.reads(user, task.case, Level.FULL) else opened & user.office_ids(*READERS)
    named = User.objects.filter(pk__in=[user.pk, task.assignee_id])
    offered = User.objects.working(office__in=offices, role__in=READERS) | named
    if task.kind != LIKENESS:
        return offered
    few = offered.filter(helps_with(task))
    return User.objects.filter(pk__in=[one.pk for one in few if rules.sees_task(one, task)])


def helps_with(question):
    """Those few of whom each is asked: who answers for a case of the two or was let in, and supervisors."""
    pair = Likeness.objects.get(pk=question.subject)
    cases = Case.objects.filter(person__in=[pair.one_id, pair.other_id])
    let_in = CaseAccess.objects.live().filter(case__in=cases)
    there = User.objects.working(office__in=let_in.exclude(office=None).values("office"))
    supervising = User.objects.working(role=Role.SUPERVISOR)
    found = [cases.values("worker"), let_in.exclude(user=None).values("user"), there.values("pk")]
    return reduce(or_, (Q(pk__in=some) for some in [*found, supervising.values("pk")]))


class GivenForm(Form):
    """By when something has to be done, and by whom."""

    due_on = DateField(label=pgettext_lazy("day", "By"), initial=lambda: timezone.localdate() + WEEK)
    assignee = forms.ModelChoiceField(
        User.objects.none(), label=_("Who does it"), required=False, empty_label=WHOEVER
    )

    def __init__(self, *args, user, task, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = who_may_do(task, user)
        if task.kind == BY_HAND and task.case and rules.level_of(user, task.case) != Level.FULL:
            self.fields["assignee"].help_text = ONLY_YOUR_OWN


class TaskForm(GivenForm):
    """Something that has to be done for a case."""

    field_order = ["words", "due_on", "assignee"]
    words = forms.CharField(
        label=_("What has to be done"),
        help_text=_("Without her name: whoever helps her reads this in lists."),
        max_length=300,
        widget=forms.TextInput({"data-private": ""}),
    )

    def __init__(self, *args, user, case, **kwargs):
        super().__init__(*args, user=user, task=Task(kind=BY_HAND, case=case, office=case.office), **kwargs)


class AskedTaskForm(TaskForm):
    """A task as a program writes it: it names the case by its number."""

    field_order = ["case", *TaskForm.field_order]
    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=_("Case"))

    def __init__(self, data=None, *args, user, **kwargs):
        known = Case.objects.visible_to(user, Level.ASSISTANCE).select_related("office", "person")
        number = (data or {}).get("case")
        named = known.filter(number=number).first() if isinstance(number, str) else None
        super().__init__(data, *args, user=user, case=named or Case(office=Office()), **kwargs)
        self.fields["case"].queryset = known


class LikenessForm(Form):
    """Whether two people are one."""

    answer = forms.ChoiceField(
        label=_("Are they one person?"), choices=LikenessAnswer, widget=forms.RadioSelect
    )
