"""Who sleeps in which bed from which night until before which; called inside the verbs' transaction."""

from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shelters.keeping import bed_for
from shelters.models import Bed, BedAssignment
from work import actions as work
from work.errors import refusal

GIVEN_UP = "bed.given_up"


def give_bed(stay, bed, since, *, by):
    """Give her this bed from this night on, until she leaves."""
    bed = bed_for(stay, bed, since)
    assignment = BedAssignment(bed=bed, stay=stay, person_id=stay.person_id, since=since, until=stay.left_on)
    return work.create(assignment, by=by, verb="bed.given", office=stay.shelter.office)


def end_bed(assignment, until, *, by, office, verb="bed.left"):
    """Let her sleep there until before this night, and never for less than no night."""
    changes = {"until": max(until, assignment.since)}
    return work.write(assignment, by=by, verb=verb, changes=changes, office=office)


def give_bed_up(assignment, until, *, by, office):
    """From this night on she sleeps in no bed of the shelter, though she lives there on."""
    return end_bed(assignment, until, by=by, office=office, verb=GIVEN_UP)


def _given_up_on(assignment):
    """From which night on she slept in no bed after this one, though she lived there; None where she did not.

    An exit on that day or before looks the same in the row: its kept revisions know which it was.
    """
    until = assignment.until
    for revision, before in work.history(assignment):
        if revision.verb == GIVEN_UP:
            return until
        until = before.get("until", until)
    return None


def bed_on(stay, night):
    """Where she sleeps on this night, None without a bed."""
    return stay.beds.slept_in(night).select_related("bed__room").first()


def refuse_later_moves(stay, since):
    """A move is written after those that came before it."""
    later = stay.beds.filter(since__gt=since).exclude(until=F("since")).order_by("since").first()
    if later:
        words = _("She moved again on %(day)s: write a day from then on.")
        raise refusal(words % {"day": date_format(later.since)}, field="since")


def end_beds(stay, left_on, *, by):
    """She left: from that night on she sleeps in no bed of the shelter."""
    for assignment in stay.beds.all():
        if assignment.until is None or assignment.until > left_on:
            end_bed(assignment, left_on, by=by, office=stay.shelter.office)


def fit_beds_to(stay, was, *, by):
    """The days of a stay were corrected: its beds begin and end with it again.

    `was`: its first night and the day of leaving as they stood. What the leaving had cut short, even to no
    night, goes on until she moved, and at last until she leaves. A bed that somebody else has had meanwhile
    is not taken from her, and in one that stands there no more nobody sleeps.
    """
    # Before looking who sleeps in them, so that nobody is given one meanwhile.
    list(Bed.objects.select_for_update(no_key=True).filter(assignments__stay=stay).order_by("pk"))
    beds = list(stay.beds.select_related("bed").order_by("since", "created_at"))
    ends = _ends_anew(beds, was[1], stay.left_on)
    for assignment in beds:
        if assignment.until == assignment.since and assignment.pk not in ends:
            continue
        since = stay.admitted_on if assignment.since == was[0] else max(assignment.since, stay.admitted_on)
        until = ends.get(assignment.pk, assignment.until)
        since = max(since, assignment.bed.since)
        last = [day for day in (until, stay.left_on, assignment.bed.until) if day is not None]
        until = max(since, min(last)) if last else None
        if not _others_sleep_there(assignment, since, until):
            changes = {"since": since, "until": until}
            work.write(assignment, by=by, verb="bed.corrected", changes=changes, office=stay.shelter.office)


def _ends_anew(beds, left_on, leaves_on):
    """`{bed assignment: day}` of those that ended because she left: until the next move, the last until she
    leaves; one that she gave up until then."""
    if left_on is None:
        return {}
    cut = [one for one in beds if one.until == left_on or (one.until == one.since and one.since >= left_on)]
    days = [*(one.since for one in cut[1:]), leaves_on]
    return {one.pk: _given_up_on(one) or day for one, day in zip(cut, days, strict=True)} if cut else {}


def _others_sleep_there(assignment, since, until):
    others = BedAssignment.objects.filter(bed=assignment.bed_id).exclude(pk=assignment.pk)
    others = others.filter(Q(until=None) | Q(until__gt=since)).exclude(until=F("since"))
    return (others.filter(since__lt=until) if until else others).exists() and since != until
