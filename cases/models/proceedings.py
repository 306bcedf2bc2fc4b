from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.access import Level
from cases.models.cases import EnteredFrom
from cases.models.risk import withdrawn_with_reason
from codebook import lists
from codebook.fields import CodeField, CodesField
from vault.fields import SealedText
from vault.models import Sealed
from work.door_by_door import behind
from work.models import Record, known

CRIMINAL, CONSULAR = "criminal", "consular"


class DateState(models.TextChoices):
    """What became of a step that has a day."""

    PLANNED = "planned", pgettext_lazy("step of a proceeding", "To come")
    HELD = "held", pgettext_lazy("step of a proceeding", "Took place")
    POSTPONED = "postponed", pgettext_lazy("step of a proceeding", "Postponed")
    CANCELLED = "cancelled", pgettext_lazy("step of a proceeding", "Cancelled")


class ContactBy(models.TextChoices):
    """Who turned to a consulate; only what we do is a decision of ours."""

    US = "us", _("We contact the consulate")
    HERSELF = "herself", _("The person turns to it, of her or his own will")
    CONSULATE = "consulate", _("The consulate contacted us or the person")
    AUTHORITY = "authority", _("An authority notified it, as the law asks")


class OfProceedingsQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the cases that she reads in full: it is the legal file."""
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.FULL))

    def standing(self):
        """Those that count: not what was withdrawn."""
        return self.filter(withdrawn_at=None)


class OfCase(Sealed, Record):
    """What the rows of a proceeding have in common: they are sealed for her and belong to one case."""

    told_with = ("case_id",)
    sealing_kind = "person"

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    entered_from = models.CharField(max_length=20, choices=EnteredFrom, blank=True, editable=False)

    class Meta:
        abstract = True

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)


class Proceeding(OfCase):
    """A complaint, a measure or any other matter before an authority in which somebody takes part."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="proceedings", editable=False)
    kind = CodeField(_("kind of proceeding"), code_list="proceeding_kind")
    authority = CodeField(_("authority"), code_list="national_authority", null=True, blank=True)
    authority_name = SealedText(_("which office, court or consulate"), max_length=200, null=True, blank=True)
    # Without it only where every word of hers left the record (`cases.naming`).
    country = CodeField(_("country"), code_list="country", null=True, blank=True)
    file_number = SealedText(_("file number"), max_length=100, null=True, blank=True)
    part = CodesField(
        verbose_name=_("as what the person takes part"), code_list="proceeding_part", blank=True
    )
    words = SealedText(_("what it is about"), null=True, blank=True)
    told_free_on = models.DateField(
        _("told that help does not depend on taking part, on"), null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = SealedText(
        _("why it was withdrawn"), max_length=300, null=True, blank=True, editable=False
    )

    objects = OfProceedingsQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            known("entered_from", EnteredFrom.values, or_empty=True),
            withdrawn_with_reason("proceeding_withdrawn_with_reason"),
        ]
        indexes = [models.Index(fields=["case", "-created_at", "id"], name="proceeding_of_case")]

    @property
    def is_criminal(self):
        """Has it the stages of a criminal proceeding?"""
        return self.kind == CRIMINAL


class ProceedingStage(OfCase):
    """To which stage a proceeding came on a day; the latest is where it stands."""

    told_with = ("case_id", "proceeding_id")

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="stages", editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="proceeding_stages", editable=False)
    on = models.DateField(_("since"))
    # One of the two, by the kind of the proceeding.
    criminal_stage = CodeField(_("stage"), code_list="justice_stage", null=True, blank=True)
    other_stage = CodeField(_("stage"), code_list="proceeding_stage", null=True, blank=True)
    words = SealedText(_("what was decided"), max_length=500, null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = SealedText(
        _("why it was withdrawn"), max_length=300, null=True, blank=True, editable=False
    )

    objects = OfProceedingsQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-created_at", "id"]
        constraints = [
            known("entered_from", EnteredFrom.values, or_empty=True),
            models.CheckConstraint(
                condition=Q(criminal_stage__isnull=False, other_stage=None)
                | Q(criminal_stage=None, other_stage__isnull=False),
                name="proceeding_stage_of_one_list",
            ),
            withdrawn_with_reason("proceeding_stage_withdrawn_with_reason"),
        ]
        indexes = [models.Index(fields=["case", "-on"], name="proceeding_stage_of_case")]

    @property
    def stage(self):
        """Its code, of whichever list."""
        return self.criminal_stage or self.other_stage

    def get_stage_display(self):
        """The stage in words."""
        return self.get_criminal_stage_display() if self.criminal_stage else self.get_other_stage_display()


class ProceedingStepQuerySet(OfProceedingsQuerySet):
    def standing(self):
        """Those that took place or are to come."""
        return self.filter(state__in=(DateState.HELD, DateState.PLANNED))

    def to_come(self):
        """Those that are planned, the next first; also one whose day is past and nobody said more of it."""
        return self.filter(state=DateState.PLANNED).order_by("on", F("at").asc(nulls_last=True), "id")

    def planned_by_us(self):
        """Contacts with a consulate that are to come and that are ours: each stands on a ground."""
        return self.filter(contact_by=ContactBy.US, state=DateState.PLANNED)

    def outings(self, today):
        """Those for which the person has to be somewhere, today or later."""
        return self.to_come().filter(attends=True, on__gte=today)

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("accompanied_by", "ground", "service", "proceeding")


class ProceedingStep(OfCase):
    """Something that happens in a proceeding on a day: a complaint, a hearing, a testimony, an interview.

    Postponed to another day it stays as it was, and a new one stands for that day.
    """

    told_with = ("case_id", "proceeding_id")

    proceeding = models.ForeignKey(Proceeding, models.PROTECT, related_name="steps", editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="proceeding_steps", editable=False)
    kind = CodeField(_("what"), code_list="proceeding_step")
    on = models.DateField(_("day"))
    at = models.TimeField(_("at what time"), null=True, blank=True)
    attends = models.BooleanField(_("the person has to be there"), default=True)
    leaves_at = models.TimeField(_("leaves the house at"), null=True, blank=True)
    place = SealedText(_("where"), max_length=200, null=True, blank=True)
    accompanied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who of the programme accompanies"),
    )
    companion = SealedText(_("who else takes the person there"), max_length=200, null=True, blank=True)
    for_shelter = SealedText(
        _("what the shelter has to know for that day"), max_length=300, null=True, blank=True
    )
    state = models.CharField(
        _("what became of it"), max_length=20, choices=DateState, default=DateState.PLANNED
    )
    state_words = SealedText(_("why"), max_length=300, null=True, blank=True, editable=False)
    outcome = SealedText(_("what came of it"), max_length=1000, null=True, blank=True)
    contact_by = models.CharField(
        _("who turns to the consulate"), max_length=20, choices=ContactBy, blank=True
    )
    ground = models.ForeignKey(
        "cases.Ground",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("on which ground"),
    )
    receiver_named = models.BooleanField(_("the consent names this consulate"), default=False)
    without_ground = models.BooleanField(_("it has happened already, without a ground"), default=False)
    moved_from = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="moved_to", editable=False
    )
    service = models.ForeignKey("cases.Service", models.PROTECT, null=True, related_name="+", editable=False)

    objects = ProceedingStepQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-created_at", "id"]
        constraints = [
            known("entered_from", EnteredFrom.values, or_empty=True),
            known("state", DateState.values),
            known("contact_by", ContactBy.values, or_empty=True),
            models.CheckConstraint(
                condition=(Q(state="planned") | Q(state="held")) & Q(state_words=None)
                | (Q(state="postponed") | Q(state="cancelled")) & Q(state_words__isnull=False),
                name="proceeding_step_changed_with_reason",
                violation_error_message=_("Say why."),
            ),
            # To turn to a consulate is a decision of ours: it stands on a ground, or says that it did not.
            models.CheckConstraint(
                condition=~Q(contact_by="us")
                | Q(ground__isnull=False)
                | Q(without_ground=True)
                | ~Q(entered_from=""),
                name="consulate_contacted_on_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(without_ground=False) | Q(contact_by="us"),
                name="without_ground_only_what_we_did",
            ),
        ]
        indexes = [models.Index(fields=["case", "state", "on"], name="proceeding_step_of_case")]

    @property
    def is_consular(self):
        """Does it deal with a consulate?"""
        return is_consular(self.kind)

    @property
    def is_late(self):
        """Is its day past, and has nobody said what became of it?"""
        return self.state == DateState.PLANNED and self.on < timezone.localdate()


def is_consular(kind):
    """Is a step of this kind one that deals with a consulate?"""
    code = lists.get("proceeding_step").find(kind)
    return bool(code) and code.extra.get("group") == CONSULAR
