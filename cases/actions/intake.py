from django.db import transaction
from django.utils import timezone

from audit.doors import require
from cases import rules
from cases.actions.events import earlier_part
from cases.events import part_of, refuse_impossible_days
from cases.grounds import require_ground
from cases.keeping import (
    ask_which_is_wrong,
    lock_person,
    locked,
    refuse_impossible_day,
)
from cases.models import CaseExploitation, Exploitation, Needs
from cases.suspending import resume_on_contact
from work import actions as work
from work.errors import Stale

UNCHANGED = object()


@transaction.atomic
def record_exploitation(
    case, *, by, once=None, on=None, was_child=None, own_account=None, follows=None, first=False, **facts
):
    """Write what was done to her as an event, and her part in it; `on` names the day of a back entry.

    `was_child` is what she or somebody says of that time; what follows from her birth date is never kept
    (`legal.was_child`). With `first` she who writes it saw nothing written yet: where somebody has written
    the first one since, hers is held against that one (Stale) and stands not beside it. `own_account` is what
    concerns this person alone; `follows` is an earlier event of the same person, after which this one came.
    """
    case = locked(case)
    require(rules.can_read_account, by, case)
    require_ground(case, on)
    refuse_impossible_days(lock_person(case), facts)
    earlier = follows and earlier_part(case, follows, by=by, began=facts.get("began"))

    def make():
        if first and (written := _first_part(case)):
            raise Stale(written.exploitation, facts)
        facts_of = {"by": by, "office": case.office, "about": [case]}
        event = work.create(Exploitation(**facts), verb="exploitation.recorded", **facts_of)
        hers = {"was_child": was_child, "account": own_account, "follows": earlier}
        part = CaseExploitation(case=case, exploitation=event, **hers)
        work.create(part, by=by, verb="exploitation.joined", office=case.office)
        return event

    return Exploitation.objects.get(pk=work.once(once, by=by, verb="exploitation.recorded", make=make))


def _first_part(case):
    """Her part in the event that was written first of this case, which its page shows; or None."""
    parts = case.exploitation_links.standing().select_related("exploitation")
    return parts.order_by("created_at", "id").first()


@transaction.atomic
def edit_exploitation(
    event,
    *,
    by,
    case,
    version=None,
    was_child=UNCHANGED,
    own_account=UNCHANGED,
    follows=UNCHANGED,
    **facts,
):
    """Change what is written of an event, and of her part in it: either outdates what was read of both."""
    case = locked(case)
    require(rules.can_read_account, by, case)
    require_ground(case)
    refuse_impossible_days(lock_person(case), facts)
    part, of_part = part_of(case, event), {"was_child": was_child, "account": own_account}
    if follows is not UNCHANGED:
        began = facts.get("began", event.began)
        of_part["follows"] = follows and earlier_part(case, follows, by=by, began=began, part=part)
    of_part = {name: value for name, value in of_part.items() if value is not UNCHANGED}
    saying = {"by": by, "verb": "exploitation.changed", "office": case.office}
    event = work.write(
        event,
        changes=facts,
        version=version,
        about=[case],
        beside=any(getattr(part, name) != value for name, value in of_part.items()),
        **saying,
    )
    work.write(part, changes=of_part, **saying)
    return event


@transaction.atomic
def record_needs(case, *, by, on=None, once=None, **facts):
    """Write what she needs and wants, and what whoever looks after her at night must know."""
    case = locked(case)
    require(rules.can_record_service, by, case)
    day = on or timezone.localdate()
    refuse_impossible_day(day, field="on")
    facts |= _pregnancy_said(facts, case.needs.filter(on__lte=day).first(), day)

    def make():
        asked = Needs(case=case, on=day, **facts)
        work.create(asked, by=by, verb="needs.asked", office=case.office)
        ask_which_is_wrong(case, day, by=by)
        resume_on_contact(case, by=by, on=day)
        return asked

    return Needs.objects.get(pk=work.once(once, by=by, verb="needs.asked", make=make))


@transaction.atomic
def edit_needs(asked, *, by, version=None, **facts):
    """Change what was written of her needs on a day."""
    case = locked(asked.case)
    require(rules.can_record_service, by, case)
    # Read anew behind the case: her name may have left meanwhile, and the key of what was read before it.
    asked = Needs.objects.select_for_update(of=("self",), no_key=True).get(pk=asked.pk)
    asked.case = case
    facts |= _pregnancy_said(facts, asked, asked.on)
    return work.write(
        asked,
        by=by,
        verb="needs.changed",
        changes=facts,
        version=version,
        office=case.office,
    )


def _pregnancy_said(facts, before, day):
    """Since when she has said what is written of a pregnancy: an answer that is repeated keeps its day."""
    if "pregnant" not in facts:
        return {}
    answer = facts["pregnant"]
    if not answer:
        return {"pregnant_said_on": None}
    same = before and before.pregnant == answer and before.pregnant_said_on
    return {"pregnant_said_on": same or day}
