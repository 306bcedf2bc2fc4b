"""Plans, their goals and steps, and what is best for a child, for programs."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from audit.doors import require
from cases import actions, rules
from cases.api.filters import CaseNumberFilter
from cases.api.looking import Looking
from cases.api.rows import RowOfCase, Writer
from cases.forms import (
    AgreeForm,
    AskedBestInterestForm,
    AskedGoalForm,
    AskedPlanForm,
    AskedStepForm,
    BestInterestForm,
    ClosePlanForm,
    EndGoalForm,
    GoalForm,
    NewGoals,
    ReviewForm,
    StepDoneForm,
    StepForm,
)
from cases.models import (
    READERS,
    BestInterest,
    Case,
    Goal,
    GoalState,
    Level,
    Plan,
    PlanAgreement,
    PlanReview,
    Step,
)
from vault.keys import open_keys
from work.api import Resource, Row, changes, creates
from work.door_by_door import ids_among


class PlanRow(RowOfCase, Row):
    """A plan; that it is about legal matters too, and what came of it, are for who reads the case in full."""

    case = serializers.CharField(source="case.number", read_only=True)
    made_by = Writer(source="made_by_id")
    types = serializers.SerializerMethodField()
    closed_words = serializers.SerializerMethodField()

    class Meta:
        model = Plan
        fields = ["id", "version", "case", "on", "types", "made_by", "agreed_on", "closed_on", "closed_words"]

    def read_in_full(self):
        """Ids of the cases that she reads in full, asked once for all the rows of an answer."""
        if "read_in_full" not in self.context:
            known = Case.objects.visible_to(self.context["request"].user, Level.FULL)
            self.context["read_in_full"] = ids_among(known, {row.case_id for row in self.rows})
        return self.context["read_in_full"]

    def get_types(self, plan) -> list[str]:
        return [code for code in plan.types if code != "legal" or plan.case_id in self.read_in_full()]

    def get_closed_words(self, plan) -> str | None:
        return plan.closed_words if plan.case_id in self.read_in_full() else None


class AgreementRow(RowOfCase, Row):
    """That a plan was agreed on a day."""

    recorded_by = Writer(source="recorded_by_id")
    guardian = serializers.CharField(read_only=True, allow_null=True)
    present = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = PlanAgreement
        fields = ["id", "version", "on", "by_whom", "how", "language", "guardian", "present", "recorded_by"]


class ReviewRow(RowOfCase, Row):
    """What came of looking at a plan again."""

    reviewed_by = Writer(source="reviewed_by_id")
    words = serializers.CharField(read_only=True)

    class Meta:
        model = PlanReview
        fields = ["id", "version", "on", "words", "reviewed_by"]


class OfCaseFilters(django_filters.FilterSet):
    case = CaseNumberFilter()

    class Meta:
        model = Plan
        fields = []
        form = forms.Form


class OfPlan(Looking, Resource):
    """What all rows of a plan share."""

    roles = READERS
    part = "plan"

    def paginate_queryset(self, queryset):
        rows = super().paginate_queryset(queryset)
        open_keys(rows)
        return rows


class PlanResource(OfPlan):
    """Plans of those whom one looks after; goals and steps have addresses of their own."""

    title = _("Plans")
    serializer_class = PlanRow
    filterset_class = OfCaseFilters
    lookup_url_kwarg = "plan"
    order = ("-on", "id")

    def get_queryset(self):
        return Plan.objects.visible_to(self.request.user).select_related("case__office", "case__person")

    @creates(AskedPlanForm, rows={"goals": NewGoals}, says=_("Makes a plan with its goals."))
    def create(self, request):
        return self.make(actions.make_plan, user=request.user)

    @action(detail=True, methods=["post"])
    @creates(AgreeForm, says=_("Records that the plan was agreed as it stands."), answers=AgreementRow)
    def agree(self, request, plan):
        found = self.for_the_team()
        return self.make(actions.agree_plan, found, among=found.agreements.select_related("case__person"))

    @action(detail=True, methods=["post"])
    @creates(ReviewForm, says=_("Writes down what came of looking at the plan again."), answers=ReviewRow)
    def review(self, request, plan):
        found = self.for_the_team()
        return self.make(actions.review_plan, found, among=found.reviews.select_related("case__person"))

    @action(detail=True, methods=["post"])
    @changes(ClosePlanForm, says=_("Closes the plan; goals that are still open are dropped."))
    def close(self, request, plan):
        return self.change(self.for_the_team(), actions.close_plan)

    def for_the_team(self):
        """The plan, for who may change it."""
        found = self.get_object()
        require(rules.can_plan, self.request.user, found.case)
        return found


class GoalRow(RowOfCase, Row):
    """A goal; in legal matters it is answered to who reads the case in full."""

    case = serializers.CharField(source="case.number", read_only=True)
    plan = serializers.UUIDField(source="plan_id", read_only=True)
    words = serializers.CharField(read_only=True)
    added_words = serializers.CharField(read_only=True, allow_null=True)
    ended_words = serializers.CharField(read_only=True, allow_null=True)
    agreed = serializers.SerializerMethodField()

    class Meta:
        model = Goal
        fields = [
            "id", "version", "case", "plan", "words", "service_type", "due_on", "added_words", "agreed",
            "state", "ended_on", "ended_words",
        ]  # fmt: skip

    def get_agreed(self, goal) -> bool:
        return goal.agreed_in_id is not None


class GoalFilters(OfCaseFilters):
    plan = django_filters.UUIDFilter("plan", label=_("Plan"))
    state = django_filters.ChoiceFilter("state", choices=GoalState.choices, label=_("State"))


class GoalResource(OfPlan):
    """Goals of the plans of those whom one looks after."""

    title = _("Goals")
    serializer_class = GoalRow
    filterset_class = GoalFilters
    lookup_url_kwarg = "goal"
    order = ("-created_at", "id")

    def get_queryset(self):
        goals = Goal.objects.visible_to(self.request.user)
        return goals.select_related("case__office", "case__person", "plan")

    @creates(AskedGoalForm, says=_("Adds a goal to a plan; to one that was agreed, with the reason."))
    def create(self, request):
        return self.make(actions.add_goal, user=request.user)

    @changes(GoalForm, says=_("Corrects a goal that was not agreed yet."))
    def partial_update(self, request, goal):
        found = self.for_the_team()
        return self.change(found, actions.change_goal, instance=found)

    @action(detail=True, methods=["post"])
    @changes(EndGoalForm, says=_("Says that the goal was reached, or is dropped and why."))
    def end(self, request, goal):
        return self.change(self.for_the_team(), actions.end_goal)

    def for_the_team(self):
        """The goal, for who may change it."""
        found = self.get_object()
        require(rules.can_plan, self.request.user, found.case)
        return found


class StepRow(RowOfCase, Row):
    """A step of a plan: who does what, and by when."""

    case = serializers.CharField(source="case.number", read_only=True)
    goal = serializers.UUIDField(source="goal_id", read_only=True)
    words = serializers.CharField(read_only=True)
    worker = Writer(source="worker_id")
    partner = serializers.CharField(read_only=True, allow_null=True)
    done_by = Writer(source="done_by_id")
    done_words = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Step
        fields = [
            "id", "version", "case", "goal", "words", "who", "worker", "partner", "due_on", "done_on",
            "done_words", "done_by",
        ]  # fmt: skip


class StepFilters(OfCaseFilters):
    goal = django_filters.UUIDFilter("goal", label=_("Goal"))


class StepResource(OfPlan):
    """Steps of the plans of those whom one looks after."""

    title = _("Steps of plans")
    serializer_class = StepRow
    filterset_class = StepFilters
    lookup_url_kwarg = "plan_step"
    order = ("-created_at", "id")

    def get_queryset(self):
        steps = Step.objects.visible_to(self.request.user)
        return steps.select_related("case__office", "case__person", "goal__plan")

    @creates(AskedStepForm, says=_("Writes down who does what for a goal."))
    def create(self, request):
        return self.make(actions.add_step, user=request.user)

    @changes(StepForm, says=_("Changes a step that is still to be done."))
    def partial_update(self, request, plan_step):
        found = self.allowed()
        return self.change(found, actions.change_step, instance=found, user=request.user, goal=found.goal)

    @action(detail=True, methods=["post"])
    @changes(StepDoneForm, says=_("Says that the step was done, and what came of it."))
    def done(self, request, plan_step):
        return self.change(self.allowed(), actions.finish_step)

    def allowed(self):
        """The step, when she may help with it."""
        found = self.get_object()
        found.goal.case = found.case
        require(rules.can_help_with_goal, self.request.user, found.goal)
        return found


class BestInterestRow(RowOfCase, Row):
    """A step by which it is found what is best for a child."""

    case = serializers.CharField(source="case.number", read_only=True)
    decider = serializers.CharField(read_only=True, allow_null=True)
    words = serializers.CharField(read_only=True, allow_null=True)
    author = Writer(source="author_id")

    class Meta:
        model = BestInterest
        fields = ["id", "version", "case", "on", "stage", "decider", "words", "author"]


class BestInterestResource(OfPlan):
    """Steps of the best interests procedure, for the team of each case."""

    title = _("Best interests of children")
    part = "best_interest"
    serializer_class = BestInterestRow
    filterset_class = OfCaseFilters
    lookup_url_kwarg = "best_interest"
    order = ("-on", "id")

    def get_queryset(self):
        rows = BestInterest.objects.visible_to(self.request.user)
        return rows.select_related("case__office", "case__person")

    @creates(AskedBestInterestForm, says=_("Writes down a step of the procedure."))
    def create(self, request):
        return self.make(actions.record_best_interest, user=request.user)

    @changes(BestInterestForm, says=_("Corrects a step of the procedure."))
    def partial_update(self, request, best_interest):
        found = self.get_object()
        return self.change(found, actions.change_best_interest, instance=found)
