"""What has to be done for those whom one looks after."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from cases import actions, rules
from cases.api.filters import CaseNumberFilter
from cases.api.looking import Looking
from cases.api.rows import RowOfCase, Writer
from cases.forms import AskedTaskForm, DoneForm, GivenForm
from cases.forms.listing import TASK_STATES
from cases.models import READERS, Task
from cases.task_words import answered_elsewhere, words_of
from vault.keys import open_keys
from work.api import Resource, Row, changes, creates


class TaskRow(RowOfCase, Row):
    """What has to be done, by when and by whom; of a task that names no case, nothing of whom.

    Somebody of another shelter is null.
    """

    case = serializers.CharField(source="case.number", read_only=True, allow_null=True, default=None)
    office = serializers.UUIDField(source="office_id", read_only=True)
    assignee = Writer(source="assignee_id")
    done_by = Writer(source="done_by_id")
    outcome = serializers.CharField(read_only=True, allow_null=True)
    words = serializers.SerializerMethodField()
    likeness = serializers.SerializerMethodField()

    class Meta:
        model = Task
        fields = [
            "id", "version", "kind", "words", "case", "office", "assignee", "due_on", "likeness", "done_at",
            "done_by", "outcome",
        ]  # fmt: skip

    def get_words(self, task) -> str:
        return str(words_of(task))

    def get_likeness(self, task) -> str | None:
        """The pair of people whose question ends this task."""
        return str(task.subject) if task.subject and answered_elsewhere(task) else None


class TaskFilters(django_filters.FilterSet):
    case = CaseNumberFilter()
    state = django_filters.ChoiceFilter(method="in_state", choices=TASK_STATES[1:], label=_("State"))

    class Meta:
        model = Task
        fields = []
        form = forms.Form

    def in_state(self, tasks, name, state):
        return tasks.in_state(state, timezone.localdate())


class TaskResource(Looking, Resource):
    """Tasks of those whom one looks after, and those that wait for the supervisors of an office."""

    title = _("Tasks")
    roles = READERS
    serializer_class = TaskRow
    filterset_class = TaskFilters
    lookup_url_kwarg = "task"
    order = ("due_on", "id")
    part = "tasks"

    def cases_of(self, tasks):
        """A blind task names no case, and tells nothing of one."""
        return {task.case for task in tasks if task.case}

    def get_queryset(self):
        tasks = Task.objects.visible_to(self.request.user)
        return tasks.select_related("case__person", "case__office", "office", "assignee", "done_by")

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        open_keys([task for task in rows if task.case or task.outcome])
        return rows

    @creates(AskedTaskForm, says=_("Writes down what has to be done for a case."))
    def create(self, request):
        return self.make(actions.plan_task, user=request.user)

    @changes(GivenForm, says=_("Gives a task to somebody else, or another day."))
    def partial_update(self, request, task):
        found = self.allowed()
        given = {"due_on": found.due_on, "assignee": found.assignee_id}
        return self.change(found, actions.change_task, user=request.user, task=found, initial=given)

    @action(detail=True, methods=["post"])
    @changes(DoneForm, says=_("Says that a task is done, and what came of it."))
    def done(self, request, task):
        return self.change(self.allowed(), actions.finish_task)

    def allowed(self):
        """The task, when it is hers to do."""
        task = self.get_object()
        require(rules.can_do_task, self.request.user, task)
        return task
