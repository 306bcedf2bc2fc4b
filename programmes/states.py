"""Where an award stands on a day, in a word."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class AwardState(TextChoices):
    """Follows from the days of an award and its suspensions; nothing is stored."""

    PLANNED = "planned", pgettext_lazy("award", "Not begun")
    RUNNING = "running", pgettext_lazy("award", "Running")
    SUSPENDED = "suspended", pgettext_lazy("award", "Suspended")
    ENDED = "ended", pgettext_lazy("award", "Ended")


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
