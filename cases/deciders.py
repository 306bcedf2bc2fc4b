"""Who decides about a case alone, and where a second person is asked (design §3, small teams)."""

from django.utils import timezone

from cases.endings import ALONE_AFTER
from cases.models import TRANSFERRED
from work.actions import history
from work.errors import refusal


def decides_alone(case, *, by, sentences, own=False):
    """Is the case her own? Then somebody else decides, but in a small office, after a day's thought.

    `sentences` say of the decision that it is somebody else's, and that it is too early; `own` says that what
    is decided on is her own work, whoever answers for the case.
    """
    another, too_soon = map(str, sentences)
    if not own and not answers_for(case, by):
        return False
    if not case.office.is_small:
        raise refusal(another, code="own_case")
    since = _came_to_its_status(case)
    if since and timezone.now() - since < ALONE_AFTER:
        raise refusal(too_soon, code="too_soon")
    return True


def _came_to_its_status(case):
    """The moment at which the case came to where it stands; to go to another office is no such step."""
    changes = case.status_changes.exclude(reason=TRANSFERRED).order_by("-id")
    return changes.values_list("at", flat=True).first()


def answers_for(case, user):
    """Does she answer for the case, or has she since it came to its status: handing it on makes no second
    person."""
    if case.worker_id == user.pk:
        return True
    since = _came_to_its_status(case)
    held = [
        before["worker"] for revision, before in history(case) if "worker" in before and revision.at >= since
    ]
    return user.pk in {getattr(worker, "pk", worker) for worker in held}
