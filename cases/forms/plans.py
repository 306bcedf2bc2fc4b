from functools import partial

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from cases import planning
from cases.forms.fields import only_happened
from cases.forms.tasks import WHOEVER, who_may_do
from cases.models import (
    AgreedBy,
    AgreedHow,
    BestInterest,
    Case,
    Goal,
    GoalState,
    Level,
    Plan,
    PlanAgreement,
    PlanReview,
    Step,
    StepBy,
    Task,
)
from cases.task_words import STEP, STEP_LEGAL
from codebook import lists
from codebook.forms.fields import CodeChoiceField
from programmes.forms.records import RecordForm
from work.door_by_door import for_one
from work.forms import DateField, Form, Rows

MOST_GOALS = 40
LINE = {"data-private": ""}
LINES = {"rows": 3, "data-private": ""}
IN_HER_WORDS = _("As the person says it: this is what will stand on the paper to keep.")
NOT_OF_A_CHILD = "not_applicable"


class GoalRow(Form):
    """One goal among those with which a plan begins; one without words is left out."""

    words = forms.CharField(
        label=_("The goal, in the person's own words"), max_length=300, widget=forms.TextInput(LINE)
    )
    service_type = CodeChoiceField(label=_("The help it is about"), code_list="service_type")
    due_on = DateField(label=_("To be reached by"), required=False)

    def has_changed(self):
        return any(str(self[name].data or "").strip() for name in ("words", "due_on"))


class GoalRows(Rows):
    """A row for each need that has no goal yet, and one more."""

    def __init__(self, data=None, *args, initial=None, **kwargs):
        super().__init__(data, *args, initial=initial, **kwargs)
        self.extra = len(initial or ()) + 1

    def initial_form_count(self):
        # What stands in a row beforehand is only offered: nobody has to say something about it.
        return 0


NewGoals = formset_factory(GoalRow, formset=GoalRows, extra=1, max_num=MOST_GOALS)


class PlanForm(RecordForm):
    """When a plan is made, and what it is about."""

    class Meta:
        model = Plan
        fields = ["on", "types"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "on")


class PlanPage(PlanForm):
    """The same on its page, with a row for each need that has no goal yet."""

    def __init__(self, data=None, *args, case, **kwargs):
        needs = planning.needs_without_goal(case)
        kwargs["initial"] = {"types": planning.types_of(needs)} | kwargs.get("initial", {})
        super().__init__(data, *args, **kwargs)
        offered = [{"service_type": code} for code in needs]
        self.goals = NewGoals(data, initial=offered, prefix="goals")

    @property
    def wrong_rows(self):
        """The rows in which something has to be mended."""
        return [row for row in self.goals.forms if row.is_bound and row.errors]

    def is_valid(self):
        """Are both the plan and every goal right?"""
        return all([super().is_valid(), self.goals.is_valid()])

    def full_clean(self):
        super().full_clean()
        if self.is_bound and not self.held and not self._errors:
            rows = [row for row in self.goals.forms if row.has_changed() and row.is_valid()]
            self.cleaned_data["goals"] = [row.cleaned_data for row in rows]


class OfCase(forms.Form):
    """What a program writes: it names the case by its number."""

    least = Level.FULL

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = for_one(Case.objects.visible_to(user, self.least))
        self.fields["case"].queryset = known.select_related("office", "person")


class AskedPlanForm(OfCase, PlanForm):
    """A plan as a program writes it, with its goals as a list."""

    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=_("Case"))


class AgreeForm(RecordForm):
    """How it was that somebody agreed to the plan."""

    how = forms.ChoiceField(label=_("How it was agreed"), choices=AgreedHow.choices, widget=forms.RadioSelect)

    class Meta:
        model = PlanAgreement
        fields = ["on", "by_whom", "guardian", "how", "language", "present"]
        widgets = {"by_whom": forms.RadioSelect}
        help_texts = {"present": _("Who else was in the room, an interpreter too.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "on")
        self.fields["guardian"].help_text = _("Of a child: who has agreed with her, and as what.")

    def clean(self):
        typed = super().clean()
        if typed.get("by_whom") == AgreedBy.WITH_GUARDIAN and not typed.get("guardian"):
            missing = forms.ValidationError(_("Write who the guardian is."), code="required")
            self.add_error("guardian", missing)
        return typed


class ReviewForm(RecordForm):
    """What came of looking at the plan again."""

    class Meta:
        model = PlanReview
        fields = ["on", "words"]
        widgets = {"words": forms.Textarea({"rows": 6, "data-private": ""})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "on")


class ClosePlanForm(Form):
    """The day on which a plan was closed, and what came of it."""

    on = DateField(label=_("Closed on"), initial=timezone.localdate)
    closed_words = forms.CharField(label=_("What came of the plan"), widget=forms.Textarea(LINES))


class GoalForm(RecordForm):
    """A goal that is not agreed yet."""

    class Meta:
        model = Goal
        fields = ["words", "service_type", "due_on"]
        widgets = {"words": forms.TextInput(LINE)}
        help_texts = {"words": IN_HER_WORDS}


class NewGoalForm(GoalForm):
    """One more goal of a plan; why, where the plan is agreed already."""

    added_words = forms.CharField(
        label=_("Why it is added to the plan that was agreed"),
        max_length=300,
        required=False,
        empty_value=None,
        widget=forms.TextInput(LINE),
    )

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        if plan.agreed_on:
            self.fields["added_words"].required = True
        else:
            del self.fields["added_words"]


class AskedGoalForm(GoalForm):
    """A goal as a program writes it: it names the plan by its id, and why, where the plan is agreed."""

    plan = forms.ModelChoiceField(Plan.objects.none(), label=_("Plan"))
    added_words = NewGoalForm.base_fields["added_words"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = Plan.objects.filter(case__in=Case.objects.visible_to(user, Level.FULL))
        self.fields["plan"].queryset = known.select_related("case__office", "case__person")


class EndGoalForm(Form):
    """Whether a goal was reached or is dropped, and what is to be said of it."""

    state = forms.ChoiceField(
        label=_("How it ended"), choices=GoalState.choices[1:], widget=forms.RadioSelect
    )
    on = DateField(label=_("On which day"), initial=timezone.localdate)
    ended_words = forms.CharField(
        label=_("What came of it, or why it is dropped"),
        max_length=500,
        required=False,
        empty_value=None,
        widget=forms.Textarea(LINES),
    )

    def clean(self):
        typed = super().clean()
        if typed.get("state") == GoalState.DROPPED and not typed.get("ended_words"):
            missing = forms.ValidationError(_("Say why the goal is dropped."), code="required")
            self.add_error("ended_words", missing)
        return typed


class StepForm(RecordForm):
    """Who does what for a goal, and by when."""

    class Meta:
        model = Step
        fields = ["words", "who", "worker", "partner", "due_on"]
        widgets = {"words": forms.TextInput(LINE), "who": forms.RadioSelect, "partner": forms.TextInput(LINE)}
        help_texts = {
            "worker": _("Only where somebody of the programme does it."),
            "partner": _("Only where another organisation does it."),
            "due_on": _("With a day it is also a task of whoever does it."),
        }

    def __init__(self, *args, user, goal, **kwargs):
        super().__init__(*args, **kwargs)
        box, held = self.fields["worker"], User.objects.filter(pk=self.instance.worker_id)
        kind = STEP_LEGAL if goal.is_legal else STEP
        box.queryset = who_may_do(Task(kind=kind, case=goal.case, office=goal.case.office), user) | held
        box.empty_label = WHOEVER

    def clean(self):
        typed = super().clean()
        if typed.get("who") == StepBy.PARTNER and not typed.get("partner"):
            self.add_error(
                "partner", forms.ValidationError(_("Write which organisation does it."), code="required")
            )
        if typed.get("who") != StepBy.WORKER:
            typed["worker"] = None
        if typed.get("who") != StepBy.PARTNER:
            typed["partner"] = None
        return typed


class AskedStepForm(StepForm):
    """A step as a program writes it: it names the goal by its id."""

    goal = forms.ModelChoiceField(Goal.objects.none(), label=_("Goal"))

    def __init__(self, data=None, *args, user, **kwargs):
        related = ("case__office", "case__person", "plan")
        known = for_one(Goal.objects.visible_to(user)).select_related(*related)
        named = forms.UUIDField(required=False)
        try:
            found = known.filter(pk=named.clean((data or {}).get("goal"))).first()
        except forms.ValidationError:
            found = None
        unknown = Goal(case=Case(office=Office()))
        super().__init__(data, *args, user=user, goal=found or unknown, **kwargs)
        self.fields["goal"].queryset = known


class StepDoneForm(Form):
    """When a step was done, and what came of it."""

    on = DateField(label=_("Done on"), initial=timezone.localdate)
    done_words = forms.CharField(
        label=_("What came of it"), max_length=500, required=False, empty_value=None,
        widget=forms.Textarea(LINES),
    )  # fmt: skip


class PaperForm(Form):
    """Whether it is safe for her to keep the plan on paper, and what goes on it."""

    safe = forms.ChoiceField(
        label=_("Is it safe for the person to keep this paper?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        help_text=_("Ask, and think of who may find it: at home, at work, in a bag."),
    )
    goals = forms.ModelMultipleChoiceField(
        Goal.objects.none(),
        label=_("Goals on the paper"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave out whatever would put the person in danger if somebody found it."),
    )
    site_name = forms.BooleanField(label=_("Print the name of the programme too"), required=False)

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        box = self.fields["goals"]
        box.queryset = goals
        box.label_from_instance = lambda goal: goal.words
        # What is about legal matters says by itself what somebody went through: it is ticked by hand.
        box.initial = [goal.pk for goal in goals if not goal.is_legal]

    def clean(self):
        typed = super().clean()
        if typed.get("safe") == "yes" and not typed.get("goals") and "goals" not in self.errors:
            nothing = forms.ValidationError(_("Choose at least one goal."), code="required")
            self.add_error("goals", nothing)
        return typed


class StageField(CodeChoiceField):
    """A step of the procedure; that somebody is no child is no step of it."""

    def offer(self, include):
        self.choices = partial(_stages, self.code_list, tuple(include))


def _stages(code_list, include):
    """The steps as they are offered, and the one that the record holds already."""
    found = lists.get(code_list).choices(include=include)
    return [*BLANK_CHOICE_DASH, *(one for one in found if one[0] != NOT_OF_A_CHILD or one[0] in include)]


class BestInterestForm(RecordForm):
    """A step by which it is found what is best for a child."""

    stage = StageField(label=_("Step of the procedure"), code_list="child_best_interest_stage")

    class Meta:
        model = BestInterest
        fields = ["on", "stage", "decider", "words"]
        widgets = {"words": forms.Textarea({"rows": 5, "data-private": ""})}
        help_texts = {"decider": _("The person, the authority or the court, as it is known.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        only_happened(self, "on")


class AskedBestInterestForm(OfCase, BestInterestForm):
    """The same as a program writes it."""

    case = forms.ModelChoiceField(Case.objects.none(), to_field_name="number", label=_("Case"))
