"""What several verbs of reintegration share; each is called inside their transaction."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import dependants
from cases.ages import band_edge
from cases.keeping import lock_person, locked
from cases.models import AccessSource, CaseAccess
from programmes.models import Component, ComponentKind
from reintegration.models import Placement
from work import actions as work
from work.errors import refusal


def locked_placement(placement):
    """The placement as it stands now, locked after its case and its person; refused when it never was."""
    case = locked(placement.case)
    lock_person(case)
    found = Placement.objects.select_for_update(of=("self",), no_key=True).get(pk=placement.pk)
    found.case = case
    if found.withdrawn_at:
        raise refusal(_("This placement followed an exit that was taken back."), code="withdrawn")
    return found


def component_of(case):
    """The line of work to which following her home belongs."""
    own = Component.objects.default_for(case.office, ComponentKind.REINTEGRATION).first()
    return own or case.component


def ages(person, day):
    """The age band of this day, as the columns of a placement."""
    return {"age_from": band_edge(person.age_on(day)), "child": person.is_child_on(day)}


def write(placement, verb, changes, *, by, version=None):
    """Write a placement with its line in the trail."""
    office = placement.case.office
    return work.write(placement, by=by, verb=verb, changes=changes, version=version, office=office)


def end_before(person_id, day, *, by, but=None):
    """Another life of hers begins this day, in a home or in a shelter: the one that holds then ends."""
    for held in _of_person(person_id).on(day).exclude(pk=but):
        write(held, "placement.ended", {"until": day}, by=by)
        close_to_follower(held.case, by=by)


def until_next(person_id, since, *, but=None):
    """The day on which the next placement or stay of hers begins, as far as it is written; or None."""
    later = Placement.objects.standing().exclude(pk=but).exclude(until=F("since"))
    homes = later.filter(person=person_id, since__gte=since).order_by("since")
    days = homes.values_list("since", flat=True).first(), dependants.next_stay(person_id, since)
    return min(filter(None, days), default=None)


def let_go_on(person_id, day, *, by):
    """What began on this day was written wrongly: the placement that it ended goes on until what begins next.

    One that somebody ended, with a reason, stays ended.
    """
    for ended in _of_person(person_id).filter(until=day, end_reason=None):
        until = until_next(person_id, max(ended.since, day), but=ended.pk)
        write(ended, "placement.corrected", {"until": until}, by=by)


def _of_person(person_id):
    rows = Placement.objects.standing().filter(person=person_id).order_by("since", "pk")
    return rows.select_for_update(of=("self",), no_key=True).select_related("case__office", "case__person")


def close_to_follower(case, *, by):
    """Nobody is followed home any more: the case is closed to who followed, unless a placement goes on."""
    if Placement.objects.open().filter(case=case.pk).exists():
        return
    held = CaseAccess.objects.filter(case=case.pk, source=AccessSource.PLACEMENT, ended_at=None)
    for access in held.select_for_update(of=("self",), no_key=True):
        changes = {"ended_at": timezone.now()}
        work.write(access, by=by, verb="access.ended", changes=changes, office=case.office)
