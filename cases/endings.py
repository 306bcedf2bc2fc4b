"""How a case ends: what happened whatever is still open, and what is asked of whoever closes it."""

from datetime import timedelta
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from cases.models import Status

# What happened by itself or was her own choice is recorded whatever is still open, by whoever saw it.
ALWAYS = ("death", "withdrew")
# In a small office one person may decide alone what has stood as it is for this long.
ALONE_AFTER = timedelta(hours=24)
# What came of the work is asked of nobody with whom there was none.
WITHOUT_OUTCOME = ("duplicate", "not_victim")
ASKED = {
    "reintegration_outcome": _("Say what came of it."),
    "final_risk": _("Say which risk is left for her."),
    "told_how_to_return": _("Say whether she was told how to come back."),
    "closing_summary": _("Write in a few words what was done and how it ended."),
}


def last_closing(case):
    """The change of status by which a closed case is closed; None of an open one, or where none is kept."""
    if case.status != Status.CLOSED:
        return None
    closings = [change for change in case.status_changes.all() if change.after == Status.CLOSED]
    return max(closings, key=attrgetter("id"), default=None)


def ended_otherwise(case):
    """Does a closed case have another day or reason than its last closing: an earlier one, a correction?"""
    last = last_closing(case)
    return bool(last) and (last.on != case.closed_on or last.reason not in ("", case.closure_reason))


def closed_on_told(case, told):
    """The day on which a case ended, as it is told beside these names (`cases.levels`).

    Only her death and her own choice have another day than the closing: who is not told the reason is told
    the day of the closing, by which the case is found among the closed ones anyway.
    """
    last = None if "closure_reason" in told else last_closing(case)
    return last.on if last else case.closed_on


def unsaid(closure_reason, facts):
    """{fact: sentence that asks for it} of what a supervisor who closes for this reason has not said."""
    needless = {"reintegration_outcome"} if closure_reason in WITHOUT_OUTCOME else set()
    return {
        name: sentence
        for name, sentence in ASKED.items()
        if name not in needless and facts.get(name) in (None, "")
    }
