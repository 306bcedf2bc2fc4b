from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rules
from accounts.models import SoleDecision
from audit.doors import require
from work import actions as work
from work.errors import refusal


@transaction.atomic
def record_sole_decision(subject, *, by, office, verb, at=None):
    """List something that one person decided alone, in a small office, for the outside reviewer."""
    if not office.is_small:
        raise refusal(
            _("Only in an office declared small may one person decide this alone."), code="not_small"
        )
    decision = SoleDecision(
        office=office,
        verb=verb,
        kind=subject._meta.label_lower,
        subject=subject.pk,
        decided_by=by,
        decided_at=at or timezone.now(),
    )
    return work.create(decision, by=by, verb="decision.made_alone", office=office, detail=[verb])


@transaction.atomic
def review_sole_decision(decision, *, by, outcome, remark=""):
    """Answer, from outside the office, to something that was decided by one person alone."""
    require(rules.can_review, by, decision)
    decision = (
        SoleDecision.objects.select_for_update(of=("self",)).select_related("office").get(pk=decision.pk)
    )
    if decision.reviewed_at:
        raise refusal(_("This decision was answered already."), code="answered")
    changes = {"outcome": outcome, "remark": remark, "reviewed_by": by, "reviewed_at": timezone.now()}
    return work.write(
        decision, by=by, verb="decision.reviewed", changes=changes, office=decision.office, detail=[outcome]
    )
