"""The way of an event, stage by stage: added, changed, put earlier or later, taken out."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from audit.doors import require
from cases import rules
from cases.events import part_of, refuse_impossible_days
from cases.grounds import require_ground
from cases.keeping import lock_person, locked
from cases.models import Exploitation, RouteStage
from work import actions as work
from work.errors import refusal

MOVED = gettext_lazy("The order was changed meanwhile: look at the route as it stands now.")


class Direction(models.TextChoices):
    """Which way a stage is moved within the order."""

    EARLIER = "earlier", pgettext_lazy("stage of a route", "Earlier")
    LATER = "later", pgettext_lazy("stage of a route", "Later")


@transaction.atomic
def add_route_stage(event, *, by, case, alone=False, once=None, **facts):
    """Write the next place on the way: of everybody in the event, or of her alone."""
    case, event, person = _opened(event, case, by=by)
    refuse_impossible_days(person, facts)

    def make():
        last = event.route_stages.aggregate(last=models.Max("position"))["last"] or 0
        stage = RouteStage(exploitation=event, case=case if alone else None, position=last + 1, **facts)
        about = {"office": case.office, "about": [case]}
        return work.create(stage, by=by, verb="route.stage_added", **about)

    return RouteStage.objects.get(pk=work.once(once, by=by, verb="route.stage_added", make=make))


@transaction.atomic
def change_route_stage(stage, *, by, case, version=None, **facts):
    """Correct what is written of a place on the way; what it was stays readable."""
    case, stage, person = _stands(stage, case, by=by)
    refuse_impossible_days(person, facts)
    saying = {"by": by, "verb": "route.stage_changed", "office": case.office, "about": [case]}
    return work.write(stage, changes=facts, version=version, **saying)


@transaction.atomic
def move_route_stage(stage, *, by, case, direction, version=None):
    """Put a stage before the one before it, or after the one after it, of those that her team reads."""
    case, stage, _person = _stands(stage, case, by=by)
    if version is not None and version != stage.version:
        raise refusal(MOVED, code="stale")
    rows = list(RouteStage.objects.told_to([case]).filter(exploitation=stage.exploitation_id))
    step = 1 if direction == Direction.LATER else -1
    place = [row.pk for row in rows].index(stage.pk) + step
    if not 0 <= place < len(rows):
        return stage
    other = rows[place]
    saying = {"by": by, "verb": "route.stage_moved", "office": case.office, "about": [case]}
    here, there = stage.position, other.position
    work.write(other, changes={"position": here}, **saying)
    return work.write(stage, changes={"position": there}, **saying)


@transaction.atomic
def remove_route_stage(stage, *, by, case):
    """Take out a place that was written by mistake; what stood there is kept as of any change."""
    case, stage, _person = _stands(stage, case, by=by)
    return work.remove(stage, by=by, verb="route.stage_removed", office=case.office, about=[case])


def _opened(event, case, *, by):
    """`(case, event, person)` locked in this order, of a person who stands in the event."""
    case = locked(case)
    require(rules.can_read_account, by, case)
    require_ground(case)
    person = lock_person(case)
    part_of(case, event)
    rows = Exploitation.objects.select_for_update(of=("self",), no_key=True)
    return case, rows.get(pk=event.pk), person


def _stands(stage, case, *, by):
    """`(case, stage, person)` as they stand now; another one's own stage is none of hers."""
    case, event, person = _opened(stage.exploitation, case, by=by)
    found = RouteStage.objects.told_to([case]).filter(exploitation=event, pk=stage.pk)
    found = found.select_related("case", "exploitation").first()
    if found is None:
        raise refusal(_("This is not kept any more."), code="gone")
    return case, found, person
