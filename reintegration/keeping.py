"""What several verbs of reintegration share; each is called inside their transaction."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.ages import band_edge
from cases.models import AccessSource, CaseAccess
from programmes.models import Component, ComponentKind
from reintegration.models import Placement
from work import actions as work
from work.errors import refusal


def locked_placement(placement):
    """The placement as it stands now, locked; refused when it followed an exit that never was."""
    rows = Placement.objects.select_for_update(of=("self",))
    found = rows.select_related("case__person", "case__office").get(pk=placement.pk)
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


def close_to_follower(case, *, by):
    """Nobody is followed home any more: the case is closed to who followed, unless a placement goes on."""
    if Placement.objects.open().filter(case=case.pk).exists():
        return
    held = CaseAccess.objects.filter(case=case.pk, source=AccessSource.PLACEMENT, ended_at=None)
    for access in held.select_for_update(of=("self",)):
        changes = {"ended_at": timezone.now()}
        work.write(access, by=by, verb="access.ended", changes=changes, office=case.office)
