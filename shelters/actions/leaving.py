from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.doors import require
from cases import dependants
from cases.keeping import refuse_future
from shelters import rules
from shelters.keeping import ages_at_exit, close_case_to, locked_stay, refuse_withdrawn
from shelters.lacking import settle_tasks
from shelters.sleeping import end_beds
from work import actions as work
from work.errors import refusal


@transaction.atomic
def record_exit(
    stay, *, by, left_on, exit_reason, exit_decided_by, exit_details=None, version=None, entered_from=""
):
    """Record that somebody left: on which day, where she went, who decided. Her bed is free from that night.

    Whoever follows her from here begins in the same transaction (`cases.dependants.after_exit`).
    """
    require(rules.can_record_exit, by, stay)
    stay = locked_stay(stay)
    refuse_withdrawn(stay)
    if stay.left_on:
        words = _("It is already written that she left on %(day)s. Correct the stay if that is wrong.")
        raise refusal(words % {"day": date_format(stay.left_on)}, code="left")
    refuse_future(left_on, field="left_on")
    changes = {
        "left_on": left_on,
        "exit_reason": exit_reason,
        "exit_decided_by": exit_decided_by,
        "exit_details": exit_details or None,
        **ages_at_exit(stay, left_on),
    }
    stay = _written(stay, changes, by=by, version=version)
    end_beds(stay, left_on, by=by)
    settle_tasks(stay, by=by)
    close_case_to(stay, by=by)
    dependants.after_exit(
        stay.case, on=left_on, destination=exit_reason, by=by, entered_from=entered_from or stay.entered_from
    )
    return stay


def _written(stay, changes, *, by, version):
    written = work.write(
        stay, by=by, verb="stay.ended", changes=changes, version=version, office=stay.shelter.office
    )
    written.shelter, written.case, written.person = stay.shelter, stay.case, stay.case.person
    return written
