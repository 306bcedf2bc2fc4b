from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.access import Level
from cases.models.cases import EnteredFrom
from codebook.fields import CodeField, require_code
from vault.fields import SealedJSON, SealedText
from vault.models import Sealed
from work.door_by_door import behind
from work.models import Record, known


def require_levels(pairs):
    """Refuse anything but a level for each of some domains, as `domain:level`, no domain twice."""
    parted = [str(pair).partition(":") for pair in pairs]
    for domain, _colon, level in parted:
        require_code("risk_domain", domain)
        require_code("risk_level", level)
    if len({domain for domain, _colon, _level in parted}) < len(parted):
        raise ValidationError(_("One level is said for each domain."), code="domain_twice")


class RiskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Assessments of those whom she looks after; of the reasons who reads a case in full."""
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.ASSISTANCE))

    def standing(self):
        """Assessments that count: not those that were withdrawn."""
        return self.filter(withdrawn_at=None)


def withdrawn_with_reason(name):
    """Whatever was withdrawn says why."""
    return models.CheckConstraint(
        condition=Q(withdrawn_at=None, withdrawn_reason=None)
        | Q(withdrawn_at__isnull=False, withdrawn_reason__isnull=False),
        name=name,
        violation_error_message=_("Say why it is withdrawn."),
    )


class RiskAssessment(Sealed, Record):
    """How great a danger somebody is in, as it was judged on a day: by domain, and as a whole.

    The level of the whole is said by whoever judges; the day of the next review follows from it and is kept,
    so that what was promised stays readable when the days change (`cases.risks`).
    """

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="risks")
    on = models.DateField(_("assessed on"))
    # Each as `domain:level`; of a domain that was not asked about nothing stands here.
    domains = SealedJSON(_("by domain"), null=True, blank=True, validators=[require_levels])
    level = CodeField(_("level of the risk as a whole"), code_list="risk_level")
    lower_reason = SealedText(
        _("why it is lower than in one of the domains"), max_length=500, null=True, blank=True
    )
    basis = SealedText(_("what this rests on"), null=True, blank=True)
    safety_plan = SealedText(_("safety plan"), null=True, blank=True)
    review_on = models.DateField(_("next review"), editable=False)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    entered_from = models.CharField(max_length=20, choices=EnteredFrom, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = SealedText(
        _("why it was withdrawn"), max_length=300, null=True, blank=True, editable=False
    )

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-created_at", "id"]
        constraints = [
            known("entered_from", EnteredFrom.values, or_empty=True),
            models.CheckConstraint(
                condition=Q(review_on__gte=F("on")), name="risk_reviewed_after_it_was_said"
            ),
            withdrawn_with_reason("risk_withdrawn_with_reason"),
        ]
        indexes = [models.Index(fields=["case", "-on", "-created_at", "id"], name="risk_of_case")]

    @property
    def by_domain(self):
        """{domain: level} of what was asked about."""
        return dict(pair.split(":", 1) for pair in self.domains or ())

    @property
    def review_is_late(self):
        """Is the day past on which it had to be looked at again?"""
        return self.review_on < timezone.localdate()

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)


class RiskNoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was passed on of those whom she reads in full."""
        cases = self.model._meta.get_field("case").related_model.objects
        return behind(self, "case", cases.doors(user, Level.FULL))

    def standing(self):
        """What was passed on: not what was written by mistake."""
        return self.filter(withdrawn_at=None)

    def for_list(self):
        """With what a line of a list shows."""
        return self.select_related("passed_by", "ground")


class RiskNotice(Sealed, Record):
    """A danger to her relatives that was passed on to whoever can protect them there, and their answer."""

    told_with = ("case_id",)
    sealing_kind = "person"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="risk_notices")
    on = models.DateField(_("passed on, on"))
    receiver = SealedText(_("to which organisation or authority"), max_length=200)
    # Without it only where every word of hers left the record (`cases.naming`).
    country = CodeField(_("in which country"), code_list="country", null=True, blank=True)
    what = SealedText(_("what was said, as it was said"))
    ground = models.ForeignKey(
        "cases.Ground",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="risk_notices",
        verbose_name=_("on which ground"),
    )
    receiver_named = models.BooleanField(_("the consent names this receiver"), default=False)
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = SealedText(_("what they answered"), null=True, blank=True)
    entered_from = models.CharField(max_length=20, choices=EnteredFrom, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = SealedText(
        _("why it was withdrawn"), max_length=300, null=True, blank=True, editable=False
    )

    objects = RiskNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-created_at", "id"]
        constraints = [
            known("entered_from", EnteredFrom.values, or_empty=True),
            models.CheckConstraint(
                condition=Q(ground__isnull=False) | ~Q(entered_from=""), name="risk_passed_on_with_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None, answer=None)
                | Q(answered_on__isnull=False, answer__isnull=False),
                name="risk_notice_answered_on_a_day",
                violation_error_message=_("Write what they answered, and on which day."),
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("on")),
                name="risk_notice_answered_afterwards",
                violation_error_message=_("They cannot have answered before they were told."),
            ),
            withdrawn_with_reason("risk_notice_withdrawn_with_reason"),
        ]
        indexes = [models.Index(fields=["case", "-on", "-created_at", "id"], name="risk_notice_of_case")]

    def sealing_subject(self):
        return self.case.person_id

    def locked_after(self):
        return (self.case,)
