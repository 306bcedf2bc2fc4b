from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from cases.models.access import CaseAccess, Level
from cases.models.cases import EnteredFrom
from cases.models.consents import Told
from cases.models.identified import OUTSIDE_RESULTS
from cases.models.risk import withdrawn_with_reason
from codebook.fields import CodeField, CodesField
from vault.fields import SealedText
from vault.models import Sealed
from work.door_by_door import behind
from work.models import Record, known

LONG = 4000


class ScreeningState(models.TextChoices):
    """How far an interview has come on its way to a decision."""

    OPEN = "open", _("Being written")
    IN_REVIEW = "in_review", _("Waits for a second person")
    AGREED = "agreed", _("A second person agreed")


# While one of these stands, whoever holds the interview needs what was written of what happened.
GOING_ON = (ScreeningState.OPEN, ScreeningState.IN_REVIEW)


class Proposal(models.TextChoices):
    """What the interviewer proposes to decide."""

    VICTIM = "victim", _("The person is, or must be presumed to be, a victim")
    OUTSIDE = "outside", _("No elements of trafficking were found")
    UNDECIDED = "undecided", _("It cannot be said yet")


class ScreeningQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Interviews of those whose account of what happened she reads."""
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.FULL)).filter(account_open_to(user))

    def standing(self):
        """Those that were not written by mistake."""
        return self.filter(withdrawn_at=None)

    def going_on(self):
        """Those that are being written, or wait for a second person."""
        return self.standing().filter(state__in=GOING_ON)

    def agreed(self):
        """Those with which a second person agreed, the latest first."""
        return self.standing().filter(state=ScreeningState.AGREED)


def account_open_to(user, case="case"):
    """Rows of cases whose account is not closed to her; once no elements were found her need has ended.

    Supervisors of the office read it on, to mend what was decided; the team too while an interview goes on.
    """
    stands_in = CaseAccess.objects.stands_in(user).values("case")
    decides = Q(**{f"{case}__office__in": sorted(user.office_ids(Role.SUPERVISOR))})
    again = Exists(Screening.objects.going_on().filter(case=OuterRef(case)))
    found_outside = Q(**{f"{case}__trafficking_status__in": OUTSIDE_RESULTS})
    return ~found_outside | decides | Q(**{f"{case}__in": stands_in}) | Q(again)


class Before(models.Model):
    """How she lived before, as far as it helps to understand and to protect."""

    home_life = SealedText(
        _("with whom the person lived, and who depended on the person"),
        max_length=LONG,
        null=True,
        blank=True,
    )
    livelihood = SealedText(_("what the person lived on"), max_length=LONG, null=True, blank=True)
    earlier_violence = SealedText(_("violence lived through before"), max_length=LONG, null=True, blank=True)
    why_left = SealedText(_("why the person left"), max_length=LONG, null=True, blank=True)

    class Meta:
        abstract = True


class Promised(models.Model):
    """What was promised, and what it cost her."""

    promised = SealedText(
        _("what was promised: work, pay, conditions"), max_length=LONG, null=True, blank=True
    )
    platforms = CodesField(
        verbose_name=_("through which pages or applications"), code_list="online_platform", blank=True
    )
    debt = SealedText(
        _("what had to be paid, or was said to be owed"), max_length=LONG, null=True, blank=True
    )
    papers_by = SealedText(_("who arranged papers and journey"), max_length=LONG, null=True, blank=True)
    taken_by_force = models.CharField(
        _("the person was taken by force"), max_length=3, choices=Told, blank=True
    )

    class Meta:
        abstract = True


class Moved(models.Model):
    """How she came to where it happened."""

    journey = SealedText(
        _("from where to where, by what and with whom"), max_length=LONG, null=True, blank=True
    )
    by_border_post = models.CharField(
        _("a border was crossed at an official post"), max_length=3, choices=Told, blank=True
    )
    false_papers = models.CharField(
        _("false papers, or those of somebody else, were used"), max_length=3, choices=Told, blank=True
    )

    class Meta:
        abstract = True


class There(models.Model):
    """How she worked and lived there, and how it ended."""

    industries = CodesField(
        verbose_name=_("in which kind of work"), code_list="forced_labour_industry", blank=True
    )
    work_and_rest = SealedText(_("hours and days of work, rest"), max_length=LONG, null=True, blank=True)
    pay = SealedText(_("what was paid, and what was kept back"), max_length=LONG, null=True, blank=True)
    could_leave = models.CharField(
        _("the person could go out and leave freely"), max_length=3, choices=Told, blank=True
    )
    freedom = SealedText(_("what kept the person from leaving"), max_length=LONG, null=True, blank=True)
    how_ended = SealedText(_("how it ended"), max_length=LONG, null=True, blank=True)

    class Meta:
        abstract = True


class Seen(models.Model):
    """What the interviewer saw, and what she proposes."""

    indicators = CodesField(
        verbose_name=_("signs that were seen or told"), code_list="screening_indicator", blank=True
    )
    indicator_words = SealedText(_("what they rest on"), max_length=LONG, null=True, blank=True)
    proposal = models.CharField(_("proposal"), max_length=10, choices=Proposal, blank=True)
    reasons = SealedText(_("reasons, in words"), max_length=LONG, null=True, blank=True)

    class Meta:
        abstract = True


class Screening(Sealed, Before, Promised, Moved, There, Seen, Record):
    """An interview by which it is found out whether somebody was trafficked; a second person reviews it.

    It holds what the intake does not ask. Both legal tests are kept as they stood when it was sent.
    """

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="screenings")
    interviewed_on = models.DateField(_("interview begun on"))
    place = SealedText(_("place of the interview"), max_length=300, null=True, blank=True)
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    language = CodeField(_("language of the interview"), code_list="language", null=True, blank=True)
    interpreter_name = SealedText(_("interpreter"), max_length=200, null=True, blank=True)
    interpreter_accepted = models.CharField(
        _("the person accepts this interpreter"), max_length=3, choices=Told, blank=True
    )
    # The consent to the interview that held on its day; what was explained stands in the ledger.
    ground = models.ForeignKey(
        "cases.Ground", models.PROTECT, null=True, blank=True, related_name="screenings", editable=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ScreeningState, default=ScreeningState.OPEN, editable=False
    )
    legal_test = models.JSONField(null=True, blank=True, editable=False)
    entered_from = models.CharField(max_length=20, choices=EnteredFrom, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = SealedText(
        _("why it was withdrawn"), max_length=300, null=True, blank=True, editable=False
    )

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        ordering = ["-interviewed_on", "-created_at", "id"]
        constraints = [
            known("state", ScreeningState.values),
            known("proposal", Proposal.values, or_empty=True),
            known("entered_from", EnteredFrom.values, or_empty=True),
            *(
                known(name, Told.values, or_empty=True)
                for name in (
                    "interpreter_accepted",
                    "taken_by_force",
                    "by_border_post",
                    "false_papers",
                    "could_leave",
                )
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(withdrawn_at=None, state__in=GOING_ON),
                name="one_screening_at_a_time",
                violation_error_message=_("An interview of this case goes on already: go on with that one."),
            ),
            models.CheckConstraint(
                condition=Q(state=ScreeningState.OPEN) | ~Q(proposal=""),
                name="screening_reviewed_with_proposal",
                violation_error_message=_("Say what you propose."),
            ),
            withdrawn_with_reason("screening_withdrawn_with_reason"),
        ]
        indexes = [
            models.Index(fields=["case", "-interviewed_on", "-created_at", "id"], name="screening_of_case")
        ]  # fmt: skip

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)


class ScreeningMoment(models.TextChoices):
    """What happened with an interview on its way."""

    BREAK = "break", _("The person asked for a break")
    STOPPED = "stopped", _("The interview was stopped")
    RESUMED = "resumed", _("The interview went on")
    SENT = "sent", _("Sent to a second person")
    SENT_BACK = "sent_back", _("Sent back by the second person")
    AGREED = "agreed", _("The second person agreed")


class ScreeningStep(Sealed, Record):
    """A moment of an interview: a break, a stop, that it was sent, what a second person said; only added."""

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="screening_steps")
    screening = models.ForeignKey(Screening, models.PROTECT, related_name="steps")
    what = models.CharField(_("what happened"), max_length=10, choices=ScreeningMoment)
    on = models.DateField(_("day"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    words = SealedText(_("in words"), max_length=1000, null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [known("what", ScreeningMoment.values)]

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case, self.screening)
