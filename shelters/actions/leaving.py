from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.doors import require
from cases.keeping import ask_which_is_wrong, refuse_impossible_day
from cases.models import EnteredFrom
from shelters import rules
from shelters.keeping import (
    ages_at_exit,
    begin_what_follows,
    close_case_to,
    locked_stay,
    refuse_before_arrival,
    refuse_withdrawn,
    write,
)
from shelters.lacking import ask_to_check_exit, settle_tasks
from shelters.models import DecidedBy
from shelters.sleeping import end_beds
from work.errors import refusal

TO_ANOTHER_SHELTER = "other_shelter"


@transaction.atomic
def record_exit(
    stay, *, by, left_on, exit_reason, exit_decided_by, exit_details=None, version=None, entered_from=""
):
    """Record that somebody left: on which day, where she went, who decided. Her bed is free from that night.

    Whoever follows her from here begins in the same transaction (`cases.dependants.after_exit`).
    """
    stay = locked_stay(stay)
    require(rules.can_record_exit, by, stay)
    refuse_withdrawn(stay)
    if stay.left_on:
        words = _("It is already written that she left on %(day)s. Correct the stay if that is wrong.")
        raise refusal(words % {"day": date_format(stay.left_on)}, code="left")
    refuse_impossible_day(left_on, field="left_on")
    refuse_before_arrival(left_on, stay.admitted_on)
    changes = {
        "left_on": left_on,
        "exit_reason": exit_reason,
        "exit_decided_by": exit_decided_by,
        "exit_details": exit_details or None,
    }
    return _ended(stay, changes, by=by, version=version, entered_from=entered_from)


def leave_for_another(stay, on, *, by, entered_from=""):
    """She came to live in another shelter, and nobody has written that she left this one: that is written.

    Called by her arrival, which has asked whether it may: who saw her come records it. Whoever knows this
    shelter and her case is asked to check the day and where she went.
    """
    facts = {"exit_reason": TO_ANOTHER_SHELTER, "exit_decided_by": DecidedBy.UNKNOWN, "exit_details": None}
    stay = _ended(locked_stay(stay), {"left_on": on, **facts}, by=by, entered_from=entered_from)
    if entered_from != EnteredFrom.DEMO:
        ask_to_check_exit(stay, by=by)


def _ended(stay, changes, *, by, version=None, entered_from=""):
    """The stay that is over, and all that follows from it; its case, its person and itself are locked."""
    left_on = changes["left_on"]
    stay = write(stay, "stay.ended", changes | ages_at_exit(stay, left_on), by=by, version=version)
    end_beds(stay, left_on, by=by)
    settle_tasks(stay, by=by)
    close_case_to(stay, by=by)
    begin_what_follows(stay, by=by, entered_from=entered_from)
    ask_which_is_wrong(stay.case, left_on, by=by)
    return stay
