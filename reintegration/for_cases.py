"""What reintegration adds to the verbs and the page of a case (`cases.dependants`)."""

from datetime import timedelta

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.dependants import Stage
from cases.keeping import add_task
from cases.models import AccessSource, CaseAccess
from cases.resting import lost
from cases.timelines import Entry
from reintegration import rules
from reintegration.actions import begin_placement
from reintegration.keeping import ASSIGNED, ages, close_to_follower, end_before, ending, let_go_on, write
from reintegration.models import BEGUN_BY_EXIT, Placement
from work.actions import written_at
from work.models import Revision

# The consent to be followed up, and what is said of what rests on it.
FOLLOWED, FOLLOW_UP = "followup", "follow_up"


def stages_of(case_ids):
    """Living after the shelter."""
    for case_id in (
        Placement.objects.open().filter(case__in=case_ids).order_by().values_list("case", flat=True)
    ):
        yield case_id, Stage.REINTEGRATION


def _followed_on(ground):
    """Placements that go on and are followed by this consent alone."""
    if FOLLOWED not in lost(ground):
        return []
    return list(Placement.objects.open().filter(case=ground.case))


def resting_on_ground(ground):
    """Contacts after the shelter, to which only this consent agrees."""
    return [FOLLOW_UP] if _followed_on(ground) else []


def stop_resting_on(ground, by):
    """Nobody is left alone by it: whoever follows her asks first how, and whether, to stay in touch."""
    placements = _followed_on(ground)
    for placement in placements:
        add_task(ground.case, "followup_consent", by=by, key=str(placement.pk))
    return [FOLLOW_UP] if placements else []


def age_rows(person):
    """Rewrite the age bands of her placements from her mended birth date; she is locked."""
    rows = Placement.objects.select_for_update(of=("self",), no_key=True).filter(person=person)
    for placement in rows.order_by("pk"):
        placement.take_age(person, placement.since)
        placement.save(update_fields=["age_from", "child"])


def forget_identity(person, emptied):
    """That she lives so since a day stays and counts; where and with whom leaves the record."""
    for placement in Placement.objects.filter(person=person):
        emptied(placement, department="", country="", age_from=None)


def sealed_rows(case_ids):
    """Her placements: where and with whom is sealed under her key."""
    placements = Placement.objects.select_for_update(of=("self",)).select_related("case")
    return placements.filter(case__in=case_ids).order_by("pk")


def placements_of(case, user):
    """How she lived in this case, for who may read it; read once for all parts of the case's page."""
    if not rules.reads_placements(user, case):
        return []
    prefetch_related_objects([case], Prefetch("placements", Placement.objects.standing()))
    return case.placements.all()


def verbs(case, user):
    """How she lives after the shelter."""
    for placement in placements_of(case, user):
        if placement.until is None:
            yield _("Her placement"), reverse("reintegration:placement", args=[placement.pk])


def timeline(case, user):
    """Placements that began and ended; where she lives is told elsewhere, when asked."""
    placements = [placement for placement in placements_of(case, user) if placement.lasted]
    ended = written_at([one for one in placements if one.until], "placement.ended")
    for placement in placements:
        how = placement.get_kind_display()
        yield Entry(_("Placement began"), placement.since, how, icon="home", at=placement.created_at)
        if placement.until:
            at = ended[placement.pk]
            yield Entry(_("Placement ended"), placement.until, how, icon="home", at=at)


def after_exit(case, *, on, destination, by, entered_from=""):
    """An exit to a family, to a home of her own or to her country begins a placement, unless she lives so."""
    kind = BEGUN_BY_EXIT.get(destination)
    if kind and not Placement.objects.on(on).filter(person=case.person_id, kind=kind).exists():
        begin_placement(case, by=by, kind=kind, since=on, entered_from=entered_from)
    close_to_follower(case.person_id, by=by)


def after_admission(case, *, on, by, was_on=None, over=False):
    """She came back to a shelter: a placement ends that day, and goes on if she never came.

    Where the stay is over already, whoever followed her home stays until it is known what the exit begins.
    """
    if on:
        end_before(case.person_id, on, by=by)
    if was_on:
        let_go_on(case.person_id, was_on, by=by)
    if not over:
        close_to_follower(case.person_id, by=by)


def after_exit_corrected(case, *, was_on, on, destination, by, went=None):
    """The exit was on another day, to another place, or never was: what it had begun follows it.

    How she lives is written anew only where she went to another place than was said (`went`): her team may
    know it better than the exit.
    """
    kind = BEGUN_BY_EXIT.get(destination) if on else None
    rows = Placement.objects.standing().select_for_update(of=("self",), no_key=True)
    begun = rows.filter(case=case, since=was_on).select_related("case__office").first()
    if begun is None:
        return after_exit(case, on=on, destination=destination, by=by) if on else None
    if kind is None:
        _withdraw(begun, by=by)
    else:
        so = {} if kind == BEGUN_BY_EXIT.get(went) else {"kind": kind}
        _begin_on(begun, on, so, case.person, by=by)
    let_go_on(case.person_id, was_on, by=by)
    return close_to_follower(case.person_id, by=by)


def _begin_on(placement, day, so, person, *, by):
    """The placement begins on another day, and ends before what comes next; one ended by hand stays ended."""
    end_before(person.pk, day, by=by, but=placement.pk)
    end = ending(person.pk, day, but=placement.pk)
    if placement.end_reason is not None:
        own = max(placement.until, day)
        if end["until"] is None or own <= end["until"]:
            end = {"until": own, "end_reason": placement.end_reason}
    write(placement, "placement.corrected", {"since": day, **end, **so, **ages(person, day)}, by=by)


def _withdraw(placement, *, by):
    """No exit led to it: it counts nowhere; if anything rested on it, whoever answers for her is told."""
    rested = list(resting_on(placement))
    write(placement, "placement.withdrawn", {"withdrawn_at": timezone.now()}, by=by)
    if rested:
        soon = timezone.localdate() + timedelta(days=1)
        add_task(placement.case, "placement_withdrawn", by=by, due_on=soon, key=str(placement.pk))


def resting_on_exit(case, on):
    """What rests by now on the placement that an exit of this day had begun."""
    begun = Placement.objects.standing().filter(case=case, since=on).first()
    return list(resting_on(begun)) if begun else []


def resting_on(placement):
    """Sentences that say what was done since a placement began."""
    follows = CaseAccess.objects.live().filter(case=placement.case_id, source=AccessSource.PLACEMENT)
    if follows.exists():
        yield _("Somebody follows her home already.")
    if Revision.objects.of(placement).exclude(verb=ASSIGNED).exists():
        yield _("Something has been written since of how she lives.")
