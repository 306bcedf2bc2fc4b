from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Role
from cases.models.exclusions import without_shut
from work.door_by_door import behind
from work.models import Record, known


class RetentionClass(models.TextChoices):
    """Kinds of record, each of which is kept for a time of its own."""

    CASE = "case", _("Closed cases")
    COMPLAINT = "complaint", _("Closed complaints")


# Years until somebody looks whether a record is still needed, until an organisation says otherwise: to be
# confirmed, since no law was found that names them (docs/decisions.md).
USUAL_YEARS = {RetentionClass.CASE: 5, RetentionClass.COMPLAINT: 5}
MOST_YEARS = 30


class RetentionPeriodQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations whose data she protects or whose settings she keeps."""
        return self.filter(organisation__in=user.organisation_ids(Role.DATA_PROTECTION, Role.ADMINISTRATOR))


class RetentionPeriod(Record):
    """For how many years an organisation keeps a kind of record before somebody looks at it again."""

    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="retention_periods"
    )
    record_class = models.CharField(_("kind of record"), max_length=20, choices=RetentionClass)
    years = models.PositiveSmallIntegerField(_("years"))
    basis = models.CharField(
        _("law or decision it rests on"),
        max_length=200,
        help_text=_("For example the article of a law, or a decision of the board with its date."),
    )

    objects = RetentionPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "record_class", "id"]
        constraints = [
            known("record_class", RetentionClass.values),
            models.UniqueConstraint(fields=["organisation", "record_class"], name="retention_period_once"),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=MOST_YEARS),
                name="retention_years_in_reach",
                violation_error_message=_("Write a number of years from 1 to 30."),
            ),
            models.CheckConstraint(
                condition=~Q(basis=""),
                name="retention_period_rests_on_something",
                violation_error_message=_("Say on which law or decision it rests."),
            ),
        ]


class WhyKept(models.TextChoices):
    """Why a record is kept for another period, as data."""

    PROCEEDING = "proceeding", _("a proceeding or a claim for compensation is open, or may be")
    CHILD = "child", _("the person was a child, and may need it as an adult")
    ASKED = "asked", _("the person asked that it be kept")
    FAMILY = "family", _("a relative who is helped rests on it")
    LAW = "law", _("a law or an agreement with a donor asks for it")
    OTHER = "other", pgettext_lazy("why a record is kept", "another reason")


class RetentionClockQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of cases whose office she supervises, and those of organisations whose data she protects."""
        cases = self.model._meta.get_field("case").related_model.objects
        doors = []
        if supervised := user.office_ids(Role.SUPERVISOR):
            own = without_shut(cases.filter(office__in=sorted(supervised)), user, "pk")
            doors.append(self.model.objects.filter(case__in=own.values("pk")))
        if protected := user.offices_within(Role.DATA_PROTECTION):
            doors.append(self.model.objects.filter(case__office__in=sorted(protected)))
        return behind(self, "pk", doors)

    def running(self):
        """Clocks of cases that were not taken up again."""
        return self.filter(ended_on=None)

    def held(self):
        """Clocks that a legal hold stops."""
        return self.filter(Exists(LegalHold.objects.standing().filter(case=OuterRef("case"))))

    def due(self, today=None):
        """Whose day has come, and that nothing stops."""
        holds = LegalHold.objects.standing().filter(case=OuterRef("case"))
        return self.running().filter(~Exists(holds), review_on__lte=today or timezone.localdate())

    def in_state(self, state):
        """Those due, those held, or all that run."""
        ways = {"due": self.due, "held": lambda: self.running().held()}
        return ways.get(state, self.running)()

    def for_list(self):
        """With what a line of a list shows: the case by its number."""
        holds = LegalHold.objects.standing().filter(case=OuterRef("case"))
        return self.select_related("case__office__organisation").annotate(is_held=Exists(holds))


class RetentionClock(Record):
    """A case was closed on a day; on another somebody looks whether what is kept of it is still needed.

    The clock of a case that is taken up again ends, and the next closing begins another.
    """

    told_with = ("case_id",)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="retention_clocks")
    since = models.DateField(_("closed on"))
    review_on = models.DateField(_("to be looked at again on"))
    ended_on = models.DateField(null=True, editable=False)

    objects = RetentionClockQuerySet.as_manager()

    class Meta:
        ordering = ["review_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on=None), name="one_retention_clock_runs"
            ),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("since")), name="retention_review_after_closing"
            ),
        ]
        indexes = [
            models.Index(fields=["review_on", "id"], condition=Q(ended_on=None), name="retention_clock_due")
        ]

    def locked_after(self):
        return (self.case,)


class KeptLonger(Record):
    """Somebody looked, on a day, and what is kept stays for another period, for a reason."""

    clock = models.ForeignKey(RetentionClock, models.PROTECT, related_name="kept_longer")
    due_on = models.DateField(_("was to be looked at on"))
    on = models.DateField(_("looked at on"))
    until = models.DateField(_("kept until"))
    why = models.CharField(_("why"), max_length=20, choices=WhyKept)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "created_at", "id"]
        constraints = [
            known("why", WhyKept.values),
            models.CheckConstraint(condition=Q(until__gt=F("on")), name="kept_until_a_later_day"),
        ]


class WhyHeld(models.TextChoices):
    """Why nothing of a case may be destroyed for now."""

    COURT = "court", _("an order of a court or a prosecutor")
    CLAIM = "claim", _("a claim of the person, such as for compensation")
    INQUIRY = "inquiry", _("an inquiry or an audit")
    REQUEST = "request", _("a request of the person about the data is being answered")
    OTHER = "other", pgettext_lazy("why a case is held", "another reason")


class WhyLifted(models.TextChoices):
    """Why a legal hold ends."""

    OVER = "over", _("what it was for is over")
    MISTAKE = "mistake", _("it was placed by mistake")
    OTHER = "other", pgettext_lazy("why a hold ends", "another reason")


class LegalHoldQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For those who protect data: holds on cases of their organisations."""
        return self.filter(case__office__in=sorted(user.offices_within(Role.DATA_PROTECTION)))

    def standing(self):
        """Holds that stop the clock now."""
        return self.filter(lifted_on=None)


class LegalHold(Record):
    """Nothing of a case may be destroyed, for a reason, until whoever protects the data lifts it."""

    told_with = ("case_id",)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="legal_holds")
    why = models.CharField(_("why"), max_length=20, choices=WhyHeld)
    since = models.DateField(_("since"), default=timezone.localdate)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    lifted_on = models.DateField(null=True, editable=False)
    lifted_why = models.CharField(
        _("why it ends"), max_length=20, choices=WhyLifted, blank=True, editable=False
    )
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "id"]
        constraints = [
            known("why", WhyHeld.values),
            known("lifted_why", WhyLifted.values, or_empty=True),
            models.UniqueConstraint(
                fields=["case", "why"],
                condition=Q(lifted_on=None),
                name="legal_hold_once",
                violation_error_message=_("This case is held for that reason already."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_on=None, lifted_why="", lifted_by=None)
                | Q(lifted_on__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why=""),
                name="legal_hold_lifted_with_reason",
            ),
        ]

    def locked_after(self):
        return (self.case,)
