"""Where an award stands on a day, in a word."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AwardState(TextChoices):
    """Follows from the days of an award and its suspensions; nothing is stored."""

    PLANNED = "planned", _("Not begun")
    RUNNING = "running", _("Running")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


# How the pill of each state looks.
LOOKS = {
    AwardState.PLANNED: ("quiet", "calendar"),
    AwardState.RUNNING: ("good", "check"),
    AwardState.SUSPENDED: ("care", "alert-triangle"),
    AwardState.ENDED: ("quiet", "lock"),
}


def state_of(award, suspensions, day):
    """Where the award stands on this day."""
    if day < award.starts:
        return AwardState.PLANNED
    if day > award.ends:
        return AwardState.ENDED
    if any(one.holds(day) for one in suspensions):
        return AwardState.SUSPENDED
    return AwardState.RUNNING


def pill(state):
    """What `components/pill.html` needs."""
    kind, drawing = LOOKS[state]
    return {"text": state.label, "kind": kind, "icon": drawing}
