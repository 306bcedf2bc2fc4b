"""What workers do for cases after something was saved."""

from django.contrib.auth import get_user_model

from accounts.models import Absence
from cases import likeness
from cases.actions.covering import OVER as COVER_OVER
from cases.actions.covering import pass_on_what_was_covered
from cases.actions.grounds import (
    RAN_OUT,
    RUNS_OUT_SOON,
    let_ground_run_out,
    warn_that_ground_runs_out,
)
from cases.actions.likeness import note_likeness
from cases.actions.opening import RAN_OUT as ACCESS_RAN_OUT
from cases.actions.tasks import pass_on_tasks
from cases.keeping import lock_cases_of, locked
from cases.models import Case, Ground, Person
from work.effects import effect


def compare(keys):
    """Ids of people who may be the one of whom something was written; long reading, so before the effect."""
    person = Person.objects.filter(pk=keys["person"], unnamed=False).first()
    return likeness.people_like(person) if person else []


@effect(likeness.EFFECT, prepare=compare)
def note_what_was_found(keys, found):
    """Keep each pair that is new, and ask somebody to look at it."""
    writer = get_user_model().objects.filter(pk=keys["by"]).first()
    people = Person.objects.in_bulk([keys["person"], *found])
    person = next((one for pk, one in people.items() if str(pk) == keys["person"]), None)
    # Whoever had her name taken out of the record meanwhile is nobody's double.
    others = [people[pk] for pk in found if pk in people] if person else []
    # All at once and in one order: who compares three alike people at the same moment waits in no circle.
    lock_cases_of(person, *others)
    for other in others:
        note_likeness(person, other, by=None, writer=writer)


@effect(RAN_OUT)
def end_of_a_ground(keys):
    """The hours or days of a ground are over."""
    ground = Ground.objects.select_related("case").filter(pk=keys["ground"]).first()
    if ground:
        let_ground_run_out(ground)


@effect(RUNS_OUT_SOON)
def two_weeks_before_the_end(keys):
    """The last day of a ground is two weeks away."""
    ground = Ground.objects.select_related("case").filter(pk=keys["ground"]).first()
    if ground:
        warn_that_ground_runs_out(ground)


@effect(COVER_OVER)
def end_of_a_cover(keys):
    """The days on which somebody covered are over: what she took upon herself is passed on."""
    absence = Absence.objects.filter(pk=keys["absence"]).first()
    if absence and absence.ended_at is None:
        pass_on_what_was_covered(absence, by=None)


@effect(ACCESS_RAN_OUT)
def end_of_an_access(keys):
    """The hours for which a case was open to somebody are over: what she had to do is passed on."""
    case = Case.objects.filter(pk=keys["case"]).first()
    if case:
        pass_on_tasks(locked(case), by=None)
