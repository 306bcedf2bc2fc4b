"""What several verbs of reintegration share; each is called inside their transaction."""

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from cases import dependants
from cases.actions.tasks import pass_on_tasks
from cases.ages import band_edge
from cases.keeping import add_task, lock_person, locked
from cases.models import AccessSource, CaseAccess, Relative, Task
from cases.task_words import UNSAFE_FAMILY
from programmes.models import Component, ComponentKind
from reintegration.models import WITH_FAMILY, Placement
from work import actions as work
from work.errors import refusal
from work.models import Revision

# How a placement is raised where nothing is written of it but who follows her home.
ASSIGNED = "placement.assigned"
# What whoever follows her home is asked first.
FOLLOW_HOME = "follow_home"


def locked_placement(placement):
    """The placement as it stands now, locked after its case and its person."""
    case = locked(placement.case)
    lock_person(case)
    found = Placement.objects.select_for_update(of=("self",), no_key=True).get(pk=placement.pk)
    found.case = case
    return found


def refuse_withdrawn(placement):
    """Refuse to go on with a placement that never was."""
    if placement.withdrawn_at:
        raise refusal(_("This placement followed an exit that was taken back."), code="withdrawn")


def component_of(case):
    """The line of work to which following her home belongs."""
    own = Component.objects.default_for(case.office, ComponentKind.REINTEGRATION).first()
    return own or case.component_now


def ages(person, day):
    """The age band of this day, as the columns of a placement."""
    return {"age_from": band_edge(person.age_on(day)), "child": person.is_child_on(day)}


def write(placement, verb, changes, *, by, version=None):
    """Write a placement with its line in the trail."""
    office = placement.case.office
    return work.write(placement, by=by, verb=verb, changes=changes, version=version, office=office)


def end_before(person_id, day, *, by, but=None):
    """Another life of hers begins this day, in a home or in a shelter: the one that holds then ends.

    An end that somebody wrote for a later day, with its reason, ends what follows instead (`ending`).
    """
    for held in _of_person(person_id).on(day).exclude(pk=but):
        write(held, "placement.ended", {"until": day, "end_reason": None}, by=by)


def until_next(person_id, since, *, but=None):
    """The day on which the next placement or stay of hers begins, as far as it is written; or None."""
    later = Placement.objects.standing().exclude(pk=but).exclude(until=F("since"))
    homes = later.filter(person=person_id, since__gte=since).order_by("since")
    days = homes.values_list("since", flat=True).first(), dependants.next_stay(person_id, since)
    return min(filter(None, days), default=None)


def ending(person_id, since, *, but=None):
    """When a life that begins this day ends as far as it is written, and why, as changes of its placement.

    An end that somebody wrote of a life before it, for a day after this one, is hers whatever came between.
    """
    until = until_next(person_id, since, but=but)
    before = Placement.objects.standing().filter(Q(since__lte=since) | Q(pk=but), person=person_id)
    for placement in before.order_by("-since", "-created_at"):
        written = _written_end(placement)
        if written and written["until"] > since and (until is None or written["until"] <= until):
            return written
    return {"until": until, "end_reason": None}


def _written_end(placement):
    """The end that somebody wrote last, with its reason, whatever has cut the placement since; or None."""
    end = {"until": placement.until, "end_reason": placement.end_reason}
    for before in ({}, *(values for _revision, values in work.history(placement))):
        end |= {name: before[name] for name in end if name in before}
        if end["until"] and end["end_reason"] is not None:
            return end
    return None


def let_go_on(person_id, day, *, by):
    """What began on this day was written wrongly: the placement that it ended goes on until what begins next.

    One that somebody ended, with a reason, ends as it was written, and whoever followed her home when it was
    cut follows her again.
    """
    for ended in _of_person(person_id).filter(until=day, end_reason=None):
        end = ending(person_id, max(ended.since, day), but=ended.pk)
        write(ended, "placement.corrected", end, by=by)
        if ended.until is None:
            _open_again(ended, by=by)


def _of_person(person_id):
    rows = Placement.objects.standing().filter(person=person_id).order_by("since", "pk")
    return rows.select_for_update(of=("self",), no_key=True).select_related("case__office", "case__person")


def close_to_follower(person_id, *, by):
    """Her cases in which no placement goes on are closed to whoever followed her home."""
    going_on = Placement.objects.open().filter(person=person_id).order_by().values("case")
    held = CaseAccess.objects.filter(case__person=person_id, source=AccessSource.PLACEMENT, ended_at=None)
    held = held.exclude(case__in=going_on).select_related("case__office").order_by("pk")
    for access in held.select_for_update(of=("self",), no_key=True):
        changes = {"ended_at": timezone.now()}
        work.write(access, by=by, verb="access.ended", changes=changes, office=access.case.office)
        ask_no_more(access.case, by=by)
        pass_on_tasks(access.case, by=by)


def ask_to_follow(case, worker, *, by):
    """Whoever is to follow her home finds it among her tasks."""
    add_task(case, FOLLOW_HOME, by=by, assignee=worker)


def ask_about_family(placement, *, by):
    """She lives with family of whom somebody is not suitable, or took part: the team sees who lives there.

    Nothing is refused: where she went is written as it is.
    """
    case, over = placement.case, placement.until is not None and placement.until <= timezone.localdate()
    unsafe = Relative.objects.unsafe_destinations(case.person_id)
    if placement.kind in WITH_FAMILY and not over and unsafe.exists():
        add_task(case, UNSAFE_FAMILY, by=by, due_on=timezone.localdate(), key=str(placement.pk))


def ask_another(case, worker, *, by):
    """Another follows her, or nobody yet: what was asked of who did, and is not done, waits for this one."""
    for task in _asked_to_follow(case):
        work.write(task, by=by, verb="task.changed", changes={"assignee": worker}, office=case.office)


def ask_no_more(case, *, by):
    """Nobody follows her from this case any more: what was asked of who did is done."""
    for task in _asked_to_follow(case):
        changes = {"done_at": timezone.now(), "done_by": by}
        work.write(task, by=by, verb="task.done", changes=changes, office=case.office)


def _asked_to_follow(case):
    waiting = Task.objects.open().filter(kind=FOLLOW_HOME, key=str(case.pk))
    return waiting.select_for_update(of=("self",), no_key=True)


def _open_again(placement, *, by):
    """Whoever followed her home until this placement was cut follows her still, unless her team decided
    otherwise since or she works there no more: then it waits with those whom nobody follows."""
    office, followed = placement.case.office, CaseAccess.objects.filter(case=placement.case_id)
    last = followed.filter(source=AccessSource.PLACEMENT).order_by(F("ended_at").asc(nulls_last=True)).last()
    if last is None or last.ended_at is None:
        return
    # Whom her team took off before the placement was cut does not come back by its going on.
    cut = Revision.objects.of(placement).filter(verb="placement.ended").order_by("-version").values("at")[:1]
    closed = Revision.objects.of(last).filter(verb="access.ended", at__gte=cut)
    works_there = last.user.has_role(Role.REINTEGRATION_WORKER, organisation=office.organisation_id)
    if works_there and closed.exists():
        access = CaseAccess(case=placement.case, user=last.user, level=last.level, source=last.source)
        work.create(access, by=by, verb="access.opened", office=office, detail=["placement"])
        ask_to_follow(placement.case, last.user, by=by)
