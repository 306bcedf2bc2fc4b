from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models.access import Level
from cases.models.consents import CONSTRAINTS, HowAsked
from codebook.fields import CodeField, CodesField
from vault.fields import SealedText
from vault.models import Sealed
from work.door_by_door import behind
from work.models import Record, known

INVOLVED = _(
    "Somebody who took part in what was done to her cannot consent for her. Record another guardian, the "
    "State guardian, a court or vital interest."
)


class GroundKind(models.TextChoices):
    CONSENT = "consent", _("Consent")
    COURT_ORDER = "court_order", _("Court order or protection measure")
    DUTY_TO_REPORT = "duty_to_report", _("Duty to report")
    VITAL_INTEREST = "vital_interest", _("Vital interest (72 hours)")


class Answer(models.TextChoices):
    GIVEN = "given", pgettext_lazy("consent", "Given")
    REFUSED = "refused", pgettext_lazy("consent", "Refused")


class Assent(models.TextChoices):
    """What a child herself answered, beside whoever may consent for her."""

    GIVEN = "given", _("She agrees")
    REFUSED = "refused", _("She does not agree")
    NOT_ABLE = "not_able", _("Not asked: too young or not able to answer")


class GroundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Grounds of the cases that she reads in full."""
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.FULL))

    def in_force(self, on, now=None):
        """Grounds that hold on this day; of vital interest, those whose 72 hours are not over now."""
        held = self.filter(Q(ended_on=None) | Q(ended_on__gt=on), answer=Answer.GIVEN, since__lte=on)
        # A guardian's yes does not stand over a child's own no, nor that of somebody who could not give it.
        held = held.exclude(kind=GroundKind.CONSENT, assent=Assent.REFUSED).filter(doubted_on=None)
        held = held.filter(Q(expires_on=None) | Q(expires_on__gte=on))
        return held.filter(Q(expires_at=None) | Q(expires_at__gt=now)) if now else held

    def given_for_consent(self):
        """Consents that were given and not taken back."""
        return self.filter(kind=GroundKind.CONSENT, answer=Answer.GIVEN, ended_on=None)

    def saying_no(self):
        """What she refused, and a guardian's yes to which a child said no."""
        return self.filter(Q(answer=Answer.REFUSED) | Q(assent=Assent.REFUSED), kind=GroundKind.CONSENT)

    def covering(self, purpose):
        """Grounds for this purpose."""
        return self.filter(purposes__contains=[purpose])


class Ground(HowAsked, Sealed, Record):
    """Why the programme may keep what it keeps of somebody: one line of the ledger, never overwritten."""

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="grounds")
    kind = models.CharField(_("ground"), max_length=20, choices=GroundKind)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.GIVEN)
    purposes = CodesField(verbose_name=_("what it covers"), code_list="consent_type", blank=True)
    since = models.DateField(_("since"))
    expires_on = models.DateField(_("holds until"), null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    # Since when it is known that whoever gave it could not give it, at her age.
    doubted_on = models.DateField(null=True, blank=True, editable=False)

    giver = CodeField(_("who gave it"), code_list="consent_giver", null=True, blank=True)
    giver_name = SealedText(_("name of who gave it"), max_length=200, null=True, blank=True)
    # Who of her family that was, where it is written: what is known of that person holds for the consent.
    relative = models.ForeignKey(
        "cases.Relative",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("who of the family that is"),
        related_name="grounds",
    )
    giver_involved = models.BooleanField(_("took part in what was done to her"), default=False)
    form = CodeField(_("how it was given"), code_list="consent_form", null=True, blank=True)
    language = CodeField(_("language"), code_list="language", null=True, blank=True)
    assent = models.CharField(_("what the child herself answered"), max_length=10, choices=Assent, blank=True)
    assent_reason = SealedText(_("why she was not asked"), max_length=300, null=True, blank=True)
    authority = SealedText(_("court or authority, and file number"), max_length=300, null=True, blank=True)
    reason = SealedText(_("why nothing else was possible"), max_length=500, null=True, blank=True)
    # What stopped when it ended, as `cases.resting` has words for.
    stopped = ArrayField(models.CharField(max_length=60), default=list, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = GroundQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-created_at"]
        constraints = [
            known("kind", GroundKind.values),
            known("answer", Answer.values),
            known("assent", Assent.values, or_empty=True),
            *CONSTRAINTS,
            models.CheckConstraint(
                condition=~Q(kind=GroundKind.CONSENT) | Q(giver__isnull=False),
                name="consent_has_its_giver",
                violation_error_message=_("Say who gave the consent."),
            ),
            models.CheckConstraint(
                condition=Q(kind=GroundKind.CONSENT) | Q(answer=Answer.GIVEN),
                name="only_consent_is_refused",
            ),
            models.CheckConstraint(
                condition=~Q(
                    kind=GroundKind.CONSENT, answer=Answer.GIVEN, giver_involved=True, doubted_on=None
                ),
                name="involved_giver_does_not_consent",
                violation_error_message=INVOLVED,
            ),
            models.CheckConstraint(
                condition=~Q(kind=GroundKind.VITAL_INTEREST) | Q(expires_at__isnull=False),
                name="vital_interest_expires",
            ),
            models.CheckConstraint(
                condition=~Q(kind=GroundKind.COURT_ORDER) | Q(authority__isnull=False),
                name="court_order_names_its_court",
                violation_error_message=_("Write which court or authority ordered it, and the file number."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")),
                name="ground_ends_after_it_began",
                violation_error_message=_("It cannot end before it began."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("since")),
                name="ground_expires_after_it_began",
                violation_error_message=_("It cannot expire before it began."),
            ),
        ]
        indexes = [models.Index(fields=["case", "since"], name="ground_of_case")]

    @property
    def says_no(self):
        """Is it a refusal, or a consent to which the child herself said no?"""
        said_no = self.answer == Answer.REFUSED or self.assent == Assent.REFUSED
        return self.kind == GroundKind.CONSENT and said_no

    @property
    def is_given_consent(self):
        """Is it a consent, and was it given?"""
        return self.kind == GroundKind.CONSENT and self.answer == Answer.GIVEN

    @property
    def giver_took_part(self):
        """Is it known since, or suspected, that whoever of her family gave it took part?"""
        return self.relative_id is not None and self.relative.took_part

    def is_about(self, purposes):
        """Does it speak of any of these purposes? A no that names none speaks of all."""
        return not self.purposes or bool(set(self.purposes) & set(purposes))

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)
