"""How a case ends: what happened whatever is still open, and what is asked of whoever closes it."""

from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from cases.models import Status

# What happened by itself or was her own choice is recorded whatever is still open, by whoever saw it.
ALWAYS = ("death", "withdrew")
# What came of the work is asked of nobody with whom there was none.
WITHOUT_OUTCOME = ("duplicate", "not_victim")
ASKED = {
    "reintegration_outcome": _("Say what came of it."),
    "final_risk": _("Say which risk is left for her."),
    "told_how_to_return": _("Say whether she was told how to come back."),
    "closing_summary": _("Write in a few words what was done and how it ended."),
}


def ended_otherwise(case):
    """Does a closed case have another day or reason than its last closing: an earlier one, a correction?"""
    if case.status != Status.CLOSED:
        return False
    closings = [change for change in case.status_changes.all() if change.after == Status.CLOSED]
    last = max(closings, key=attrgetter("id"), default=None)
    if last is None:
        return False
    return last.on != case.closed_on or last.reason not in ("", case.closure_reason)


def unsaid(closure_reason, facts):
    """{fact: sentence that asks for it} of what a supervisor who closes for this reason has not said."""
    needless = {"reintegration_outcome"} if closure_reason in WITHOUT_OUTCOME else set()
    return {
        name: sentence
        for name, sentence in ASKED.items()
        if name not in needless and facts.get(name) in (None, "")
    }
