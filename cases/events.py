"""What happened to a person as events, in their order, as far as somebody may know of them."""

from datetime import date

from django.utils.translation import gettext as _

from cases import rules
from cases.keeping import FIRST_YEAR_OF_HARM, refuse_before_birth, refuse_impossible_day
from cases.models import CaseExploitation, CaseRole, Exploitation
from cases.routes import stages_of
from codebook import places
from vault.keys import open_keys
from work.dates import Precision
from work.dates import shown as shown_day
from work.errors import refusal


def can_stand_in_event(case):
    """May it be written that she lived through an event: of a direct victim who minds no data of hers?"""
    return case.role == CaseRole.DIRECT_VICTIM and not case.person.unnamed


def part_of(case, event):
    """Her part in the event, which holds; refused where somebody took her out of it."""
    part = event.links.standing().filter(case=case).first()
    if part is None:
        raise refusal(
            _("This person does not stand in the event any more: somebody took her out of it meanwhile."),
            code="taken_out",
        )
    part.case = case
    return part


def refuse_impossible_days(person, facts):
    """Refuse that what was done to her began or ended on a day that has not come, or before her life."""
    for name in ("began", "ended"):
        if facts.get(name):
            refuse_impossible_day(facts[name], name, not_before=FIRST_YEAR_OF_HARM)
            precision = facts.get(f"{name}_precision", Precision.DAY)
            refuse_before_birth(person, facts[name], f"{name}_part", precision)


def event_label(event):
    """An event in few words: what for, where and since when; by nothing that says who else was there."""
    kinds = event.get_purposes_display() or event.get_acts_display() or _("What happened")
    where = places.subdivision_label(event.department) if event.department else event.get_country_display()
    day = shown_day(event.began, Precision(event.began_precision)) if event.began else ""
    return ", ".join(filter(None, [str(kinds), where and str(where), day]))


def parts_of(case):
    """Her parts in what happened that hold, in the order of the events, what came after another behind it."""
    parts = case.exploitation_links.standing().select_related("exploitation", "follows")
    found = sorted(parts, key=lambda part: (part.exploitation.began or date.max, part.created_at, part.pk))
    ordered, left = [], {part.pk: part for part in found}
    for part in found:
        _put(part, left, ordered)
    return ordered


def _put(part, left, ordered):
    """This part, after the one that it follows."""
    if left.pop(part.pk, None):
        if part.follows_id in left:
            _put(left[part.follows_id], left, ordered)
        ordered.append(part)


def earlier_of(user, case, but=None):
    """Other events of the same person that she reads, through whichever case of hers."""
    parts = CaseExploitation.objects.standing().filter(case__person=case.person_id)
    parts = parts.exclude(exploitation=but) if but else parts
    parts = parts.select_related("case__office", "exploitation").order_by("exploitation__began", "created_at")
    read = [part.exploitation for part in parts if rules.can_read_account(user, part.case)]
    return list(dict.fromkeys(read))


def others_in(user, case, events):
    """`{event: cases}` of others in these events, as far as she reads them in full: nobody else is told."""
    found = Exploitation.objects.read_by(user).filter(pk__in=[event.pk for event in events])
    return {event.pk: [link.case for link in event.links_read if link.case_id != case.pk] for event in found}


def told(user, case):
    """Her parts in their order, each with what may be told of whom besides and after what it came."""
    parts = parts_of(case)
    events = [part.exploitation for part in parts]
    open_keys(events)
    others = others_in(user, case, events) if parts else {}
    read = {event.pk: event for event in earlier_of(user, case)} if parts else {}
    stages = stages_of(case, *events) if parts else {}
    for part in parts:
        part.stages = stages[part.exploitation_id]
        part.others = others.get(part.exploitation_id, [])
        after = part.follows
        holds = after is not None and after.withdrawn_at is None
        part.after = read.get(after.exploitation_id) if holds else None
        part.after_label = event_label(part.after) if part.after else ""
        part.label = event_label(part.exploitation)
    return parts
