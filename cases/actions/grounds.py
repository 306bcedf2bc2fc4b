from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from audit.doors import require
from cases import rules
from cases.grounds import (
    end_of_vital_interest,
    lets_keep,
    refuse_answer_for_adult,
    refuse_answer_for_child,
)
from cases.intake import NEEDING_GROUND
from cases.keeping import add_task, lock_person, locked, refuse_future
from cases.models import Answer, Draft, Ground, GroundKind, IdentityDocument, Telephone
from work import actions as work
from work.errors import refusal

IDENTITY = ("given_names", "family_names", "other_names", "birth_date", "residence")


@transaction.atomic
def record_ground(case, *, by, kind, since, once=None, **facts):
    """Write a line of the ledger: why the programme may keep what it keeps, or that she refused it.

    A child's ground rests on a guardian, the State guardian, a court or a danger to her life, and says what
    she herself answered. Vital interest holds for 72 hours.
    """
    case = locked(case)
    require(rules.can_change_case, by, case)
    lock_person(case)

    def make():
        ground = Ground(case=case, kind=kind, since=since, recorded_by=by, **facts)
        refuse_future(since, field="since")
        _refuse_wrong_giver(ground)
        if kind == GroundKind.VITAL_INTEREST:
            ground.expires_at = end_of_vital_interest(since)
        return work.create(ground, by=by, verb="ground.recorded", office=case.office, detail=[kind])

    return Ground.objects.get(pk=work.once(once, by=by, verb="ground.recorded", make=make))


@transaction.atomic
def end_ground(ground, *, by, ended_on, version=None):
    """A ground ends on a day, because she took her consent back or the measure was lifted.

    Where nothing else lets the programme keep her data, supervisors decide what becomes of them.
    """
    case = locked(ground.case)
    require(rules.can_change_case, by, case)
    if Ground.objects.get(pk=ground.pk).ended_on:
        raise refusal(_("This ground has ended already."), code="ended")
    refuse_future(ended_on, field="ended_on")
    ground = work.write(
        ground,
        by=by,
        verb="ground.ended",
        changes={"ended_on": ended_on},
        version=version,
        office=case.office,
    )
    if not lets_keep(case):
        _drop_drafts(case=case)
        if not case.person.unnamed:
            add_task(case, "data_without_ground", by=by)
    return ground


@transaction.atomic
def keep_unnamed(case, *, by, version=None):
    """She does not want her data kept: who she is leaves the record, what was given to her stays and counts.

    A ground that holds for her data is ended first; other cases of hers keep what they rest on.
    """
    case = locked(case)
    require(rules.can_change_case, by, case)
    person = lock_person(case)
    for one in person.cases.all():
        if lets_keep(one):
            raise refusal(_still_held(), code="ground_in_force")
    for kept in (*Telephone.objects.filter(person=person), *IdentityDocument.objects.filter(person=person)):
        kept.delete()
    _drop_drafts(case__person=person)
    # Not through `work.write`: its revision would keep the very names that she does not want kept.
    for name in IDENTITY:
        setattr(person, name, None)
    person.birth_precision, person.age_estimated, person.unnamed = "unknown", False, True
    person.version += 1
    changed = [*IDENTITY, "birth_precision", "age_estimated", "unnamed", "version"]
    person.save(update_fields=changed)
    record("person.unnamed", person, case, by=by, office=case.office)
    return case


def _drop_drafts(**of_whom):
    """Typed words that may be kept no longer go with the ground on which they were typed."""
    Draft.objects.filter(section__in=NEEDING_GROUND, **of_whom).delete()


def _still_held():
    return _("A ground to keep her data is in force. End it first, with the day on which she took it back.")


def _refuse_wrong_giver(ground):
    """Refuse what a child or an adult cannot decide alone, by her age on that day."""
    if ground.answer == Answer.REFUSED:
        return
    child = ground.case.person.is_child_on(ground.since)
    if child:
        asked = {name: getattr(ground, name) for name in ("kind", "giver", "assent")}
        refuse_answer_for_child(**asked)
    elif child is False and ground.kind == GroundKind.CONSENT:
        refuse_answer_for_adult(giver=ground.giver)
