"""What she and her team mean to reach, and what each of them does for it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.access import Level
from cases.models.cases import EnteredFrom
from codebook import lists
from codebook.fields import CodeField, CodesField
from vault.fields import SealedText
from vault.models import Sealed
from work.door_by_door import behind
from work.models import Record, known

LEGAL = "legal"
HAS_A_PLAN = _("This case has a plan already: add goals to it, or close it first.")


def legal_types():
    """Types of services that are about somebody's legal matters."""
    return [code.code for code in lists.get("service_type") if code.extra.get("group") == LEGAL]


class AgreedBy(models.TextChoices):
    """Who said yes to a plan."""

    HERSELF = "herself", pgettext_lazy("who agreed to the plan", "The person")
    WITH_GUARDIAN = "with_guardian", pgettext_lazy("who agreed to the plan", "The child, with a guardian")


class AgreedHow(models.TextChoices):
    """How somebody said yes to a plan."""

    SIGNED = "signed", pgettext_lazy("how it was agreed", "Signed")
    THUMBPRINT = "thumbprint", pgettext_lazy("how it was agreed", "With a thumb-print")
    SAID = "said", pgettext_lazy("how it was agreed", "Said aloud")


class GoalState(models.TextChoices):
    OPEN = "open", pgettext_lazy("goal", "Open")
    REACHED = "reached", pgettext_lazy("goal", "Reached")
    DROPPED = "dropped", pgettext_lazy("goal", "Dropped")


class StepBy(models.TextChoices):
    """Who does a step of a plan."""

    WORKER = "worker", pgettext_lazy("who does a step", "Somebody of the programme")
    HERSELF = "herself", pgettext_lazy("who does a step", "The person")
    PARTNER = "partner", pgettext_lazy("who does a step", "Another organisation")


class OfPlanQuerySet(models.QuerySet):
    """Rows of a case that whoever looks after her reads, but for what is about her legal matters."""

    # The column that says what a row is about; "" where it says nothing of legal matters.
    about = ""

    def visible_to(self, user):
        """Those of whom she looks after; about legal matters, where she reads the case in full."""
        cases = self.model._meta.get_field("case").related_model.objects
        if not self.about:
            return behind(self, "case", cases.doors(user, Level.ASSISTANCE))
        rows, doors = self.model.objects.all(), []
        if helped := cases.doors(user, Level.ASSISTANCE):
            doors.append(behind(rows.told_at(Level.ASSISTANCE), "case", helped))
        if of_team := cases.doors(user, Level.FULL):
            doors.append(behind(rows, "case", of_team))
        return behind(self, "pk", doors)

    def told_at(self, level):
        """Those that are told at this level."""
        return self if level == Level.FULL else self.exclude(**{f"{self.about}__in": legal_types()})


class PlanQuerySet(OfPlanQuerySet):
    def open(self):
        """Plans that go on."""
        return self.filter(closed_on=None)

    def agreed(self):
        """Plans to which somebody said yes."""
        return self.filter(agreed_on__isnull=False)


class Plan(Sealed, Record):
    """What she and her team mean to reach, made of what she needs; one at a time.

    The day on which she first agreed stands in the clear, so that plans can be counted.
    """

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="plans")
    on = models.DateField(_("made on"))
    types = CodesField(verbose_name=_("what the plan is about"), code_list="support_plan_type", blank=True)
    needs = models.ForeignKey("cases.Needs", models.PROTECT, null=True, related_name="+", editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    entered_from = models.CharField(max_length=20, choices=EnteredFrom, blank=True, editable=False)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("plan closed on"), null=True, blank=True, editable=False)
    closed_words = SealedText(_("what came of the plan"), null=True, blank=True, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-created_at", "id"]
        constraints = [
            known("entered_from", EnteredFrom.values, or_empty=True),
            # What belongs to a plan belongs to its case: the rows below point at both together.
            models.UniqueConstraint(fields=["id", "case"], name="plan_with_case"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(closed_on=None),
                name="one_open_plan_of_a_case",
                violation_error_message=HAS_A_PLAN,
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_words=None)
                | Q(closed_on__isnull=False, closed_words__isnull=False),
                name="plan_closed_with_words",
                violation_error_message=_("Say what came of the plan."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("on")),
                name="plan_closed_after_it_was_made",
                violation_error_message=_("A plan cannot be closed before it was made."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None) | Q(agreed_on__gte=F("on")),
                name="plan_agreed_after_it_was_made",
            ),
        ]
        indexes = [models.Index(fields=["case", "-on"], name="plan_of_case")]

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)


class PlanAgreement(Sealed, Record):
    """She agreed to the plan as it stood on a day; what is changed later is agreed anew."""

    told_with = ("case_id", "plan_id")
    sealing_kind = "person"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="agreements")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="plan_agreements")
    on = models.DateField(_("agreed on"))
    by_whom = models.CharField(_("who agreed"), max_length=20, choices=AgreedBy, default=AgreedBy.HERSELF)
    how = models.CharField(_("how it was agreed"), max_length=20, choices=AgreedHow)
    language = CodeField(_("in which language"), code_list="language", null=True, blank=True)
    guardian = SealedText(_("who the guardian is"), max_length=200, null=True, blank=True)
    present = SealedText(_("who was there"), max_length=300, null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["on", "created_at", "id"]
        constraints = [known("by_whom", AgreedBy.values), known("how", AgreedHow.values)]
        indexes = [models.Index(fields=["case", "on"], name="agreement_of_case")]

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)


class PlanReview(Sealed, Record):
    """The team looked at a plan on a day, and what came of it."""

    told_with = ("case_id", "plan_id")
    sealing_kind = "person"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="plan_reviews")
    on = models.DateField(_("reviewed on"))
    words = SealedText(_("what came of the review"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-created_at", "id"]
        indexes = [models.Index(fields=["case", "on"], name="plan_review_of_case")]

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)


class GoalQuerySet(OfPlanQuerySet):
    about = "service_type"

    def open(self):
        """Goals that are still to be reached."""
        return self.filter(state=GoalState.OPEN)

    def to_serve(self):
        """Goals of plans that go on, for which something can be given."""
        return self.filter(plan__closed_on=None).exclude(state=GoalState.DROPPED)


class Goal(Sealed, Record):
    """Something that she wants to reach, in her words; once agreed it is not changed, only ended."""

    told_with = ("case_id", "plan_id")
    sealing_kind = "person"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals", editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="goals", editable=False)
    words = SealedText(_("the goal, in the person's own words"), max_length=300)
    service_type = CodeField(_("the help it is about"), code_list="service_type")
    due_on = models.DateField(_("to be reached by"), null=True, blank=True)
    added_words = SealedText(_("why it was added"), max_length=300, null=True, blank=True, editable=False)
    agreed_in = models.ForeignKey(
        PlanAgreement, models.PROTECT, null=True, related_name="goals", editable=False
    )
    state = models.CharField(max_length=20, choices=GoalState, default=GoalState.OPEN, editable=False)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    ended_words = SealedText(_("what came of it"), max_length=500, null=True, blank=True, editable=False)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            known("state", GoalState.values),
            models.UniqueConstraint(fields=["id", "case"], name="goal_with_case"),
            models.CheckConstraint(
                condition=Q(state=GoalState.OPEN, ended_on=None, ended_words=None)
                | ~Q(state=GoalState.OPEN) & Q(ended_on__isnull=False),
                name="goal_ended_with_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=GoalState.DROPPED) | Q(ended_words__isnull=False),
                name="goal_dropped_with_reason",
                violation_error_message=_("Say why the goal is dropped."),
            ),
        ]
        indexes = [models.Index(fields=["case", "state"], name="goal_of_case")]

    @property
    def is_legal(self):
        """Is it about her legal matters?"""
        code = lists.get("service_type").find(self.service_type)
        return bool(code) and code.extra.get("group") == LEGAL

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)


class StepQuerySet(OfPlanQuerySet):
    about = "goal__service_type"

    def undone(self):
        """Steps that are still to be done, of goals that are still to be reached."""
        return self.filter(done_on=None, goal__state=GoalState.OPEN)


class Step(Sealed, Record):
    """What somebody does to reach a goal; that of a worker with a day is a task as well."""

    told_with = ("case_id", "goal_id")
    sealing_kind = "person"

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="steps", editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="steps", editable=False)
    words = SealedText(_("what is to be done"), max_length=300)
    who = models.CharField(_("who does it"), max_length=20, choices=StepBy, default=StepBy.WORKER)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who of the programme"),
    )
    partner = SealedText(_("which organisation"), max_length=200, null=True, blank=True)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True, editable=False)
    done_words = SealedText(_("what came of it"), max_length=500, null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            known("who", StepBy.values),
            models.CheckConstraint(
                condition=Q(who=StepBy.WORKER) | Q(worker=None),
                name="step_of_a_worker",
                violation_error_message=_("Somebody of the programme is named only where a worker does it."),
            ),
            models.CheckConstraint(
                condition=Q(who=StepBy.PARTNER, partner__isnull=False)
                | ~Q(who=StepBy.PARTNER) & Q(partner=None),
                name="step_of_a_partner",
                violation_error_message=_("Write which organisation does it."),
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None, done_words=None)
                | Q(done_on__isnull=False, done_by__isnull=False),
                name="step_done_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["case"], name="step_of_case")]

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)


class BestInterestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the cases that she reads in full."""
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.FULL))


class BestInterest(Sealed, Record):
    """A step of the procedure by which it is found what is best for a child."""

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="best_interests", editable=False)
    on = models.DateField(_("date"))
    stage = CodeField(_("step"), code_list="child_best_interest_stage")
    decider = SealedText(_("who decided"), max_length=200, null=True, blank=True)
    words = SealedText(_("what was found or decided"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = BestInterestQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-created_at", "id"]
        indexes = [models.Index(fields=["case", "-on"], name="best_interest_of_case")]

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)
