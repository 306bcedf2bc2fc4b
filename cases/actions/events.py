"""Who lived through an event: several people one by one, each with a part of her own."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.events import part_of
from cases.grounds import refuse_unnamed
from cases.intake import draft_key
from cases.keeping import locked
from cases.models import Case, CaseExploitation, Draft, Exploitation
from work import actions as work
from work.errors import refusal


def refuse_foreign_event(event, *, by):
    """Refuse an event that she does not read through a case of her own."""
    if not (by.has_role(*rules.TEAM) and Exploitation.objects.read_by(by).filter(pk=event.pk).exists()):
        raise refusal(_("This event is not yours to open."), code="foreign_event")


def put_to_event(case, event, *, by):
    """Write that she of this locked case lived through the event; of her and of nobody else in the trail."""
    refuse_unnamed(case)
    part = CaseExploitation(case=case, exploitation=event)
    return work.create(part, by=by, verb="exploitation.joined", office=case.office)


def earlier_part(case, event, *, by, began=None, part=None):
    """Her part in the event after which she was exploited again; refused where it cannot have come before.

    It may be of another case of hers that this user reads in full; any other one is as if there were none.
    """
    found = CaseExploitation.objects.standing().filter(exploitation=event, case__person=case.person_id)
    parts = [one for one in found.select_related("case__office", "exploitation") if _reads(by, one)]
    if not parts:
        words = _("Choose an earlier event of the same person.")
        raise refusal(words, field="follows", code="not_hers")
    earlier = parts[0]
    if part and part.exploitation_id in _events_before(earlier):
        words = _("That event stands as a later one already.")
        raise refusal(words, field="follows", code="circle")
    if began and event.began and event.began > began:
        words = _("That event began later than this one: see which of the two came first.")
        raise refusal(words, field="follows", code="later")
    return earlier


def _reads(user, part):
    return rules.can_read_account(user, part.case)


def _events_before(part):
    """The event of this part and those that came before it, by their ids."""
    seen = {}
    while part is not None and part.pk not in seen:
        seen[part.pk] = part.exploitation_id
        part = part.follows
    return set(seen.values())


@transaction.atomic
def join_exploitation(event, *, by, case, other, once=None):
    """Write that the person of another case lived through the same.

    She who writes it reads both cases in full, so that nobody learns by it of somebody who is not hers to
    know; whoever stands in the event besides is told to nobody.
    """
    first, second = _locked(case, other)
    require(rules.can_read_account, by, first)
    require(rules.can_read_account, by, second)
    part_of(first, event)
    event = Exploitation.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)

    def make():
        _refuse_twice(event, second)
        return put_to_event(second, event, by=by)

    return CaseExploitation.objects.get(
        pk=work.once(once, by=by, verb="exploitation.joined", make=make)
    ).exploitation


def _locked(case, other):
    """Both cases, locked in one order, so that two who join them crosswise never wait in a circle."""
    keys = sorted({case.pk, other.pk})
    found = {key: locked(Case(pk=key)) for key in keys}
    return found[case.pk], found[other.pk]


def _refuse_twice(event, case):
    """Refuse to put one case twice to one event.

    Another case of hers is not asked for: that there is one may be none of this user's to know.
    """
    if event.links.standing().filter(case=case).exists():
        words = _("This person stands in the event already.")
        raise refusal(words, field="other", code="twice")


@transaction.atomic
def take_out_of_exploitation(event, *, by, case, withdrawn_reason):
    """Take somebody out of an event to whom it was put by mistake; the event stays with everybody else.

    Whether anybody else stands in it is not told: it goes the same way for the last one.
    """
    case = locked(case)
    require(rules.can_read_account, by, case)
    Exploitation.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
    part = part_of(case, event)
    facts = {"withdrawn_at": timezone.now(), "withdrawn_reason": withdrawn_reason}
    saying = {"by": by, "verb": "exploitation.taken_out", "office": case.office}
    work.write(part, changes=facts, **saying)
    # What was typed on its page and not saved belongs to nothing any more.
    Draft.objects.filter(case=case, section=draft_key(event)).delete()
    return event
