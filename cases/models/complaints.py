from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership
from accounts.roles import Role
from cases.models.cases import READERS
from vault.fields import SealedText
from vault.models import Sealed
from work.models import Record, known

# Who manages accounts never sees a complaint, nor does a partner, whatever else they are.
NEVER = (Role.ADMINISTRATOR, Role.PARTNER)


def worked_inside(user):
    """Her work, over or not, in the office of what is asked for: there, or reading all its organisation."""
    wide = Q(office=None, organisation=OuterRef("office__organisation"), role__in=READERS)
    return Membership.objects.filter(Q(office=OuterRef("office")) | wide, user=user)


class ComplaintReceiverQuerySet(models.QuerySet):
    def standing(self):
        """Those who receive today."""
        return self.filter(ended_at=None)

    def able(self):
        """Those of them who can: who may sign in, never worked in that office and manage no accounts."""
        held = Membership.objects.in_force().filter(user=OuterRef("user"))
        return (
            self.standing()
            .filter(Exists(held), user__is_active=True)
            .exclude(Exists(worked_inside(OuterRef("user"))))
            .exclude(Exists(held.filter(role__in=NEVER)))
        )

    def visible_to(self, user):
        """For administrators: who receives in the organisations that they manage."""
        if user.leads(Role.ADMINISTRATOR):
            return self
        return self.filter(office__organisation__in=user.organisation_ids(Role.ADMINISTRATOR))


class ComplaintReceiver(Record):
    """Somebody outside an office reads the complaints against those who work there."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="complaint_receivers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="receives_of", verbose_name=_("who receives")
    )
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = ComplaintReceiverQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "user"],
                condition=Q(ended_at=None),
                name="complaint_receiver_once",
                violation_error_message=_("This person receives there already."),
            )
        ]


class ComplaintBox(Record):
    """The address without an account under which people of an office write: its key tells nobody which."""

    office = models.OneToOneField("accounts.Office", models.PROTECT, related_name="complaint_box")
    key = models.CharField(max_length=12, unique=True, editable=False)
    instead = models.CharField(
        _("whom to tell where nobody receives yet"),
        max_length=300,
        blank=True,
        help_text=_(
            "Somebody outside this office, and how to reach that person. People read it who live there."
        ),
    )


class ComplaintHow(models.TextChoices):
    """How a complaint came."""

    TABLET = "tablet", _("Written without an account")
    PAPER = "paper", _("On paper")
    SPOKEN = "spoken", _("Told to somebody")


class ComplaintKind(models.TextChoices):
    """What it is about, as somebody would say it."""

    VIOLENCE = "violence", _("Somebody hit, hurt or threatened")
    SEXUAL = "sexual", _("Somebody touched, or asked for sexual things")
    EXPLOITATION = "exploitation", _("Somebody asked for money, work or favours in return for help")
    SECRETS = "secrets", _("Somebody told others what was private")
    TREATMENT = "treatment", _("Bad treatment, or not the same as others")
    HELP = "help", _("Help that was needed was not given")
    OTHER = "other", pgettext_lazy("what a complaint is about", "Something else")


# What asks at once for somebody's safety.
URGENT = (ComplaintKind.VIOLENCE, ComplaintKind.SEXUAL, ComplaintKind.EXPLOITATION)


class ComplaintState(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("complaint", "Received")
    LOOKING = "looking", pgettext_lazy("complaint", "Being looked into")
    ANSWERED = "answered", pgettext_lazy("complaint", "Answered")
    CLOSED = "closed", pgettext_lazy("complaint", "Closed")


# No state, but listed beside them.
TO_REVIEW = "to_review"


class ComplaintOutcome(models.TextChoices):
    """What was found."""

    FOUNDED = "founded", _("What was said is so")
    PARTLY = "partly", _("Part of what was said is so")
    UNFOUNDED = "unfounded", _("It was found not to be so")
    OPEN = "open", _("It could not be cleared up")
    TAKEN_BACK = "taken_back", _("Whoever complained does not want it followed")


class ComplaintQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that she receives: never one about herself, her own office or somebody who works with her.

        Where nobody named for an office can receive any more, those named elsewhere in its organisation do,
        and those of the leading one.
        """
        held = user.memberships_in_force if user.is_active else []
        if not held or any(membership.role in NEVER for membership in held):
            return self.none()
        rows = ComplaintReceiver.objects.standing().filter(user=user.pk)
        named = list(rows.values_list("office", "office__organisation", "office__organisation__is_lead"))
        if not named:
            return self.none()
        offices, organisations = {one[0] for one in named}, {one[1] for one in named}
        elsewhere = Q() if any(one[2] for one in named) else Q(office__organisation__in=organisations)
        return self._far_from(user, held).filter(
            Q(office__in=offices) | elsewhere & ~Exists(self._receivers_left())
        )

    def _far_from(self, user, held):
        """Not about her, nor about an office in which she ever worked, nor about somebody beside her.

        Beside her is who works, or once worked, in an office in which she works now. Of those named for one
        office `_receivers_left` says the same.
        """
        offices = {membership.office_id for membership in held if membership.office_id}
        wide = {one.organisation_id for one in held if one.office_id is None and one.role in READERS}
        everywhere = {one.organisation_id for one in held if one.office_id is None}
        about = Membership.objects.filter(user=OuterRef("about"))
        alike = Q(office=None, organisation__in=everywhere) | Q(organisation__in=wide)
        beside = about.filter(Q(office__in=offices) | alike)
        return self.exclude(about=user.pk).exclude(Exists(worked_inside(user.pk))).exclude(Exists(beside))

    def _receivers_left(self):
        """Those named for the complaint's own office who can read it: neither meant by it nor beside her."""
        able = ComplaintReceiver.objects.able().filter(office=OuterRef("office"))
        theirs = Membership.objects.in_force().filter(user=OuterRef("user"))
        about = Membership.objects.filter(user=OuterRef(OuterRef(OuterRef("about"))))
        # Asked by what is found: of nobody who is meant a comparison would answer neither yes nor no.
        meant = theirs.filter(user=OuterRef(OuterRef("about")))
        same = Q(office__in=about.filter(office__isnull=False).values("office"))
        everywhere = Q(office=None, organisation__in=about.filter(office=None).values("organisation"))
        wide = Q(office=None, role__in=READERS, organisation__in=about.values("organisation"))
        return able.exclude(Exists(meant)).exclude(Exists(theirs.filter(same | everywhere | wide)))

    def hidden_from(self, user):
        """Those of which she must not learn that they are: about her, her office, or somebody beside her.

        Who manages accounts learns of none, whatever else she is.
        """
        held = user.memberships_in_force
        if any(membership.role in NEVER for membership in held):
            return self
        far = self.model.objects.all()._far_from(user, held)
        return self.exclude(pk__in=far.values("pk"))

    def open(self):
        """Those that are not closed."""
        return self.exclude(state=ComplaintState.CLOSED)

    def to_review(self):
        """Those that were closed so long ago that somebody looks whether they are still kept."""
        return self.filter(state=ComplaintState.CLOSED, review_on__lte=timezone.localdate())

    def in_state(self, state):
        """Those that stand so, those to be looked at again, or all that are not closed."""
        if state == TO_REVIEW:
            return self.to_review()
        return self.filter(state=state) if state in ComplaintState.values else self.open()


class Complaint(Sealed, Record):
    """Somebody complained about whoever works in an office; read by those named outside it, and nobody else.

    It is its own subject: no key of a person opens it, and no case is tied to it.
    """

    sealing_kind = "complaint"

    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="complaints", verbose_name=_("office")
    )
    how = models.CharField(_("how it came"), max_length=20, choices=ComplaintHow, editable=False)
    kind = models.CharField(_("what it is about"), max_length=20, choices=ComplaintKind)
    in_danger = models.BooleanField(_("afraid of being hurt"), null=True, blank=True)
    received_on = models.DateField(_("received on"))
    words = SealedText(_("what happened"))
    about_words = SealedText(_("who did it"), max_length=300, null=True, blank=True)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("somebody who works here"),
    )
    her_name = SealedText(_("name of whoever complains"), max_length=200, null=True, blank=True)
    reach = SealedText(_("how to speak with the person safely"), max_length=300, null=True, blank=True)
    case_words = SealedText(_("number or code name of the case"), max_length=60, null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    state = models.CharField(
        max_length=20, choices=ComplaintState, default=ComplaintState.RECEIVED, editable=False
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    answered_on = models.DateField(null=True, editable=False)
    closed_on = models.DateField(null=True, editable=False)
    outcome = models.CharField(
        _("what was found"), max_length=20, choices=ComplaintOutcome, blank=True, editable=False
    )
    review_on = models.DateField(null=True, editable=False)
    # The digest of the code on her receipt: whoever reads the table opens no answer with it. None where
    # somebody of the staff wrote it down, who would hold the code.
    code_digest = models.BinaryField(max_length=32, unique=True, null=True, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "id"]
        constraints = [
            known("how", ComplaintHow.values),
            known("kind", ComplaintKind.values),
            known("state", ComplaintState.values),
            known("outcome", ComplaintOutcome.values, or_empty=True),
            models.CheckConstraint(
                condition=Q(state=ComplaintState.CLOSED, closed_on__isnull=False, review_on__isnull=False)
                & ~Q(outcome="")
                | ~Q(state=ComplaintState.CLOSED) & Q(closed_on=None, review_on=None, outcome=""),
                name="complaint_closed_with_day_and_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.ANSWERED) | Q(answered_on__isnull=False),
                name="complaint_answered_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["office", "-received_on", "id"], name="complaint_of_office")]

    @property
    def is_urgent(self):
        """Does it ask at once for somebody's safety?"""
        return bool(self.in_danger) or self.kind in URGENT


class ComplaintStepKind(models.TextChoices):
    """What was done about a complaint."""

    SAFETY = "safety", _("Saw to the safety of whoever complained")
    HEARD_HER = "heard_her", _("Spoke with whoever complained")
    HEARD_OTHERS = "heard_others", _("Spoke with others")
    MEASURE = "measure", _("A measure was taken")
    AUTHORITY = "authority", _("Told an authority")
    CORRECTION = "correction", _("Corrected what is written")
    OTHER = "other", pgettext_lazy("step of a complaint", "Something else")
    ANSWER = "answer", _("Answered")
    CLOSING = "closing", pgettext_lazy("step of a complaint", "Closed")


class ComplaintStep(Sealed, Record):
    """What was done about a complaint on a day; amended by another step, never overwritten."""

    sealing_kind = "complaint"
    told_with = ("complaint_id",)

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="steps")
    kind = models.CharField(_("what was done"), max_length=20, choices=ComplaintStepKind)
    on = models.DateField(_("on"))
    words = SealedText(_("in words"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    amends = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="amendment", editable=False
    )

    class Meta:
        ordering = ["on", "created_at", "id"]
        constraints = [
            known("kind", ComplaintStepKind.values),
            models.CheckConstraint(condition=~Q(amends=F("id")), name="complaint_step_amends_another"),
        ]

    def sealing_subject(self):
        return self.complaint_id

    def locked_after(self):
        return (self.complaint,)
