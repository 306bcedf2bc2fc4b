from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.roles import Role
from audit.actions import record
from audit.doors import require
from cases.actions.tasks import pass_on_tasks
from cases.keeping import lock_person, locked, refuse_impossible_day
from cases.models import AccessSource, CaseAccess, Level
from reintegration import rules
from reintegration.keeping import (
    ASSIGNED,
    ask_about_family,
    ask_another,
    ask_no_more,
    ask_to_follow,
    close_to_follower,
    component_of,
    end_before,
    ending,
    locked_placement,
    refuse_withdrawn,
    write,
)
from reintegration.models import Placement
from work import actions as work
from work.errors import refusal


@transaction.atomic
def begin_placement(case, *, by, kind, since, entered_from=""):
    """Begin a placement on the day of an exit; one that held until then ends that day.

    Entered later, it ends on the day on which the next placement or stay began, or on which somebody wrote
    that she lives so no more. Called by the exit itself, which has asked whether it may; by hand nobody
    begins one.
    """
    case = locked(case)
    person = lock_person(case)
    end_before(person.pk, since, by=by)
    placement = Placement(case=case, person=person, kind=kind, since=since, entered_from=entered_from)
    for name, value in ending(person.pk, since).items():
        setattr(placement, name, value)
    placement.component = component_of(case)
    placement.take_age(case.person, since)
    work.create(placement, by=by, verb="placement.begun", office=case.office)
    ask_about_family(placement, by=by)
    close_to_follower(person.pk, by=by)
    return placement


@transaction.atomic
def change_placement(placement, *, by, version=None, whereabouts="", **facts):
    """Correct how and where somebody lives; an empty box for where she lives leaves what stands there."""
    placement = locked_placement(placement)
    require(rules.can_change_placement, by, placement)
    refuse_withdrawn(placement)
    if whereabouts:
        facts["whereabouts"] = whereabouts
    case, was = placement.case, placement.kind
    placement = write(placement, "placement.changed", facts, by=by, version=version)
    placement.case = case
    if placement.kind != was:
        ask_about_family(placement, by=by)
    return placement


@transaction.atomic
def end_placement(placement, *, by, until, end_reason, version=None):
    """Record that she lives so no more, from a day on."""
    placement = locked_placement(placement)
    require(rules.can_change_placement, by, placement)
    refuse_withdrawn(placement)
    if placement.until:
        words = _("It is already written that it ended on %(day)s.")
        raise refusal(words % {"day": date_format(placement.until)}, code="ended")
    refuse_impossible_day(until, field="until")
    if until < placement.since:
        raise refusal(_("It cannot end before it began."), field="until", code="before")
    changes = {"until": until, "end_reason": end_reason}
    ended = write(placement, "placement.ended", changes, by=by, version=version)
    close_to_follower(placement.person_id, by=by)
    return ended


@transaction.atomic
def open_whereabouts(placement, *, by):
    """Read where and with whom she lives; the trail keeps that it was read."""
    require(rules.can_open_whereabouts, by, placement)
    office = placement.case.office_id
    record("placement.whereabouts_opened", placement, placement.case_id, by=by, office=office)
    return placement.whereabouts


@transaction.atomic
def assign_follower(placement, *, by, worker=None):
    """Say who follows her home; the case opens for that worker and closes for who followed before.

    The placement has another version then: who had it open before says nothing of it unseen.
    """
    placement = locked_placement(placement)
    require(rules.can_assign_follower, by, placement)
    refuse_withdrawn(placement)
    if worker and placement.until:
        raise refusal(_("This is over: nobody follows her from here any more."), code="over")
    _refuse_stranger(worker, placement.case.office)
    held = CaseAccess.objects.filter(case=placement.case, source=AccessSource.PLACEMENT, ended_at=None)
    facts = {"by": by, "office": placement.case.office}
    ended = list(held.select_for_update(of=("self",), no_key=True).exclude(user=worker))
    for access in ended:
        work.write(access, verb="access.ended", changes={"ended_at": timezone.now()}, **facts)
    begins = worker and not held.filter(user=worker).exists()
    if begins:
        access = CaseAccess(case=placement.case, user=worker, level=Level.ASSISTANCE)
        access.source = AccessSource.PLACEMENT
        work.create(access, verb="access.opened", detail=["placement"], **facts)
    if ended or begins:
        _pass_on(placement, worker, by=by)
        work.write(placement, verb=ASSIGNED, changes={}, beside=True, **facts)
    return placement


def _pass_on(placement, worker, *, by):
    """What whoever followed her had to do waits for whoever does now; where no life goes on, for nobody.

    Where nobody follows her it waits for whoever answers for her case: that nobody has called is no answer.
    """
    if Placement.objects.open().filter(case=placement.case_id).exists():
        ask_another(placement.case, worker or placement.case.worker, by=by)
    else:
        ask_no_more(placement.case, by=by)
    if worker:
        ask_to_follow(placement.case, worker, by=by)
    pass_on_tasks(placement.case, by=by)


def _refuse_stranger(worker, office):
    """Only somebody who works there in reintegration follows people home."""
    if worker and not worker.has_role(Role.REINTEGRATION_WORKER, organisation=office.organisation_id):
        raise refusal(
            _("She is no reintegration worker of this organisation today."), field="worker", code="role"
        )
