"""What several verbs of shelters share; each is called inside their transaction."""

from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases import dependants
from cases.actions.tasks import pass_on_tasks
from cases.ages import band_edge
from cases.keeping import lock_person
from cases.keeping import locked as locked_case
from cases.models import AccessSource, CaseAccess, Level
from programmes.periods import months_after
from shelters.models import ALREADY, Bed, Stay
from work import actions as work
from work.errors import refusal


def locked_stay(stay):
    """The stay as it stands now, locked after its case and its person, whose age is taken for its days."""
    case = locked_case(stay.case)
    lock_person(case)
    stays = Stay.objects.select_for_update(of=("self",), no_key=True)
    stay = stays.select_related("shelter__office").get(pk=stay.pk)
    stay.case = case
    return stay


def write(stay, verb, changes, *, by, version=None):
    """Write a stay with its line in the trail; what was locked with it stays at hand."""
    written = work.write(stay, by=by, verb=verb, changes=changes, version=version, office=stay.shelter.office)
    written.shelter, written.case, written.person = stay.shelter, stay.case, stay.case.person
    return written


def refuse_withdrawn(stay):
    """Refuse to go on with a stay that was a mistake."""
    if stay.withdrawn_at:
        raise refusal(_("This stay was recorded by mistake and withdrawn."), code="withdrawn")


def refuse_another_stay(stays, person, since, until, *, field):
    """Refuse days on which she lives in a shelter by another of these stays; a stay of no night meets none.

    Whoever calls holds her lock: nobody writes another meanwhile, and the database keeps it besides.
    """
    if since != until and stays.filter(person=person).meeting(since, until).exists():
        raise refusal(ALREADY, code="already_lives", field=field)


def refuse_before_arrival(left_on, admitted_on):
    """Refuse that somebody left before she came."""
    if left_on < admitted_on:
        words = _("She came on %(day)s: she left that day or later.")
        raise refusal(words % {"day": date_format(admitted_on)}, field="left_on")


def latest_exit(shelter, admitted_on):
    """The day until which the shelter keeps somebody who came on this one."""
    return months_after(admitted_on, shelter.longest_months)


def expected_exit(shelter, admitted_on, wished=None, *, back_entry=False, field="expected_exit_on"):
    """The day on which she is expected to leave; a plan beyond what the shelter allows is refused."""
    last = latest_exit(shelter, admitted_on)
    if wished and wished > last and not back_entry:
        words = _("A stay here lasts at most %(months)d months. Plan her exit within them.")
        raise refusal(words % {"months": shelter.longest_months}, field=field)
    return wished or months_after(admitted_on, shelter.expected_months)


def bed_for(stay, bed, since):
    """The bed, locked, when it may be given to this stay from this night on; refused in a sentence when not.

    Whoever wants the same bed waits here: the second is told that it is taken, nobody falls in a deadlock.
    """
    bed = Bed.objects.select_for_update(of=("self",), no_key=True).select_related("room").get(pk=bed.pk)
    until = stay.left_on
    if bed.room.shelter_id != stay.shelter_id:
        raise refusal(_("This bed stands in another shelter."), field="bed")
    if since < bed.since or (bed.until and (until is None or until > bed.until)):
        raise refusal(_("This bed is not in use at that time."), field="bed")
    taken = bed.assignments.filter(Q(until=None) | Q(until__gt=since)).exclude(since=F("until"))
    if until:
        taken = taken.filter(since__lt=until)
    if taken.exists():
        raise refusal(_("Somebody else sleeps in this bed at that time. Choose another."), field="bed")
    return bed


def open_case_to(stay, *, by):
    """Let the shelter read what it needs to look after her, as long as she lives there."""
    facts = {"case": stay.case, "office": stay.shelter.office, "source": AccessSource.STAY}
    if not CaseAccess.objects.live().filter(**facts).exists():
        access = CaseAccess(level=Level.ASSISTANCE, since=stay.admitted_on, **facts)
        work.create(access, by=by, verb="access.opened", office=stay.shelter.office, detail=["stay"])


def close_case_to(stay, *, by):
    """The shelter does not look after her any more: her case is closed to it, unless she lives there now."""
    if _others_here(stay).open().exists():
        return
    for access in _opened_here(stay).filter(ended_at=None):
        changes = {"ended_at": timezone.now()}
        work.write(access, by=by, verb="access.ended", changes=changes, office=stay.shelter.office)
    pass_on_tasks(stay.case, by=by)


def undo_opening(stay, *, by):
    """She never lived there: nobody helped her by what this stay opened, and nobody adds to it afterwards.

    What stood open by it says from now on that no more than her number was known
    (`CaseAccessQuerySet.over_lately` asks for rows by which somebody helped). Where a stay that stands was
    recorded since, the two opened one door, and that stay's holds.
    """
    since = {"created_at__gte": stay.created_at}
    if _others_here(stay).filter(**since).exists():
        return
    for access in _opened_here(stay).filter(ended_at__isnull=False, **since):
        changes = {"level": Level.REFERENCE}
        work.write(access, by=by, verb="access.undone", changes=changes, office=stay.shelter.office)


def _others_here(stay):
    """Her other stays in the same shelter, in this case."""
    here = Stay.objects.standing().filter(case=stay.case_id, shelter__office=stay.shelter.office_id)
    return here.exclude(pk=stay.pk)


def _opened_here(stay):
    """What her stays in this shelter opened of the case."""
    facts = {"case": stay.case_id, "office": stay.shelter.office_id, "source": AccessSource.STAY}
    return CaseAccess.objects.filter(**facts)


def begin_what_follows(stay, *, by, entered_from=""):
    """She left: whoever follows her from where she went begins that day."""
    facts = {"destination": stay.exit_reason, "entered_from": entered_from or stay.entered_from}
    dependants.after_exit(stay.case, on=stay.left_on, by=by, **facts)


def ages_at_exit(stay, left_on):
    """The age band of the day on which she left, none where she has not left."""
    person = stay.case.person
    if left_on is None:
        return {"left_age_from": None, "left_child": None}
    return {"left_age_from": band_edge(person.age_on(left_on)), "left_child": person.is_child_on(left_on)}
