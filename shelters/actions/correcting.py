from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from cases import dependants
from cases.ages import band_edge
from cases.keeping import correct_to, refuse_impossible_day
from cases.models import Level
from cases.rules import reads
from shelters import rules
from shelters.keeping import (
    ages_at_exit,
    close_case_to,
    expected_exit,
    latest_exit,
    locked_stay,
    open_case_to,
    refuse_another_stay,
    refuse_withdrawn,
    undo_opening,
    write,
)
from shelters.lacking import settle_tasks, tell_that_exit_is_taken_back
from shelters.models import Stay
from shelters.sleeping import end_beds, fit_beds_to
from work.errors import refusal


@transaction.atomic
def change_stay(stay, *, by, admitted_on, expected_exit_on, left_on=None, version=None, **facts):
    """Correct what was written of a stay; beds, age bands and what followed an exit move with its days."""
    stay = locked_stay(stay)
    require(rules.can_correct_stay, by, stay)
    refuse_withdrawn(stay)
    _refuse_change_of_state(stay, left_on)
    if facts.get("exit_reason", stay.exit_reason) != stay.exit_reason:
        require(rules.can_undo_what_followed, by, stay)
    was = stay.admitted_on, stay.left_on
    for field, day in (("admitted_on", admitted_on), ("left_on", left_on)):
        if day:
            refuse_impossible_day(day, field=field)
        # A day that stands stops no other correction, and asks nobody anew.
        if day and day not in was:
            correct_to(stay.case, day, field, by=by, in_full=reads(by, stay.case, Level.FULL))
    others, moved = Stay.objects.exclude(pk=stay.pk), admitted_on != stay.admitted_on
    field = "admitted_on" if moved else "left_on"
    refuse_another_stay(others, stay.case.person, admitted_on, left_on, field=field)
    if expected_exit_on != stay.expected_exit_on:
        expected_exit_on = expected_exit(stay.shelter, admitted_on, expected_exit_on)
    elif moved and not stay.entered_from:
        # The plan as it stood refuses no record of when she came: it ends with the longest stay.
        expected_exit_on = min(expected_exit_on, latest_exit(stay.shelter, admitted_on))
    changes = {
        "admitted_on": admitted_on,
        "expected_exit_on": expected_exit_on,
        "left_on": left_on,
        "age_from": band_edge(stay.case.person.age_on(admitted_on)),
        "child": stay.case.person.is_child_on(admitted_on),
        **ages_at_exit(stay, left_on),
        **facts,
    }
    return _written(stay, changes, was, by=by, version=version)


def _written(stay, changes, was, *, by, version):
    """The corrected stay, with its beds and with what hangs on its days."""
    went = stay.exit_reason
    written = write(stay, "stay.corrected", changes, by=by, version=version)
    fit_beds_to(written, was, by=by)
    moved = was[0] != written.admitted_on
    if moved or (was[0] == was[1]) != (written.first_night is None):
        was_on = was[0] if moved or not written.first_night else None
        dependants.after_admission(written.case, on=written.first_night, by=by, was_on=was_on)
    if (was[1], went) != (written.left_on, written.exit_reason):
        dependants.after_exit_corrected(
            written.case,
            was_on=was[1],
            on=written.left_on,
            destination=written.exit_reason,
            went=went,
            by=by,
        )
    return written


@transaction.atomic
def take_back_exit(stay, *, by):
    """She has not left: an exit was recorded by mistake. She lives there on, and what followed is undone.

    It opens her case to the shelter again: whoever answers for the case and the coordinator are told.
    """
    stay = locked_stay(stay)
    require(rules.can_record_exit, by, stay)
    refuse_withdrawn(stay)
    if stay.left_on is None:
        raise refusal(_("No exit is written of this stay."), code="not_left")
    require(rules.can_take_back_exit, by, stay)
    was = stay.admitted_on, stay.left_on
    nothing = {"left_on": None, "exit_reason": None, "exit_decided_by": "", "exit_details": None}
    dependants.after_exit_corrected(stay.case, was_on=was[1], on=None, destination=None, by=by)
    stay = write(stay, "stay.exit_taken_back", nothing | ages_at_exit(stay, None), by=by)
    fit_beds_to(stay, was, by=by)
    dependants.after_admission(stay.case, on=stay.admitted_on, by=by)
    open_case_to(stay, by=by)
    tell_that_exit_is_taken_back(stay, by=by)
    return stay


@transaction.atomic
def withdraw_stay(stay, *, by, reason):
    """Take back a stay that never was, such as one of the wrong person; it counts nowhere.

    What it opened of her case is shut at once, without the time in which others still add what they saw.
    """
    stay = locked_stay(stay)
    require(rules.can_correct_stay, by, stay)
    refuse_withdrawn(stay)
    if stay.left_on:
        require(rules.can_undo_what_followed, by, stay)
        dependants.after_exit_corrected(stay.case, was_on=stay.left_on, on=None, destination=None, by=by)
    changes = {"withdrawn_at": timezone.now(), "withdrawn_reason": reason}
    stay = write(stay, "stay.withdrawn", changes, by=by)
    end_beds(stay, stay.admitted_on, by=by)
    settle_tasks(stay, by=by)
    close_case_to(stay, by=by)
    undo_opening(stay, by=by)
    dependants.after_admission(stay.case, on=None, by=by, was_on=stay.admitted_on)
    return stay


def _refuse_change_of_state(stay, left_on):
    """Whether she left at all is recorded and taken back by verbs of their own."""
    if (left_on is None) != (stay.left_on is None):
        raise refusal(_("To record or take back an exit, use the exit of the stay."), field="left_on")
