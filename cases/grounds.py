"""Whether something lets the programme keep more of her than sex, child or adult, and a code name."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import GroundKind
from codebook import lists
from work.errors import refusal

KEEPING = "data_processing"
# A child cannot consent alone, nor can the answer of a child stand for a guardian's.
OWN_ANSWERS = {"self_adult", "child_assent"}
VITAL = timedelta(hours=72)


def in_force(case, on=None):
    """Grounds of this case that hold on a day, by default now, whatever they cover."""
    now = None if on else timezone.now()
    return case.grounds.in_force(on or timezone.localdate(), now)


def lets_keep(case, on=None):
    """May her data be kept: by a consent that covers it, or by a court, a duty or a danger to her life?"""
    held = in_force(case, on)
    return any(ground.kind != GroundKind.CONSENT or KEEPING in ground.purposes for ground in held)


def require_ground(case, on=None):
    """Refuse to keep more of her while nothing lets the programme do so."""
    if not lets_keep(case, on):
        raise refusal(
            _(
                "Until there is consent or another ground, only her sex, whether she is a child or an adult, "
                "and a code name may be kept. Record the ground first; help does not wait for it."
            ),
            code="no_ground",
        )


def end_of_vital_interest(since):
    """72 hours from now, or from the beginning of an earlier day."""
    today = since == timezone.localdate()
    begins = timezone.now() if today else timezone.make_aware(datetime.combine(since, time.min))
    return begins + VITAL


def refuse_answer_for_child(*, kind, giver, assent):
    """Refuse a ground for a child that rests on her alone, or in which she herself was not asked."""
    if giver in OWN_ANSWERS:
        raise refusal(
            _(
                "She is a child: her own answer is written below, and a guardian, the State guardian or a "
                "court consents for her. Where nobody can, record vital interest."
            ),
            code="child_alone",
            field="giver",
        )
    if not assent and kind != GroundKind.DUTY_TO_REPORT:
        raise refusal(
            _("She is a child: say what she herself answered, or that she is not able to answer."),
            code="assent_missing",
            field="assent",
        )


def refuse_answer_for_adult(*, giver):
    """Refuse that a parent answers for an adult, or that an adult's consent is a child's assent."""
    if giver in {"parent", "child_assent"}:
        raise refusal(
            _("She is an adult: only she decides, or a guardian whom a court has named (“%(guardian)s”).")
            % {"guardian": lists.get("consent_giver").label("legal_guardian")},
            code="adult_decides",
            field="giver",
        )
