"""Suspects of an event: written down, corrected, met again in another event, taken out, and looked at."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actions import record
from audit.doors import require
from cases import rules
from cases.events import part_of
from cases.grounds import require_ground
from cases.keeping import add_task, lock_person, locked
from cases.models import Exploitation, KnownTo, Suspect, SuspectInEvent, SuspectToPerson, ToHer
from cases.suspects import OF_EVENT, OF_ITSELF, OF_PERSON, family_of, proceedings_of, words_of
from work import actions as work
from work.errors import Stale, refusal


@transaction.atomic
def add_suspect(event, *, by, case, once=None, **facts):
    """Write down somebody who is thought to have done it, in this event and to this person."""
    case, event = _opened(event, case, by=by)
    _refuse_strangers(case, facts)

    def make():
        if not (facts.get("relative") or any(facts.get(name) for name in (*OF_ITSELF, *OF_EVENT))):
            raise refusal(_("Write at least one thing by which this person is known."), code="nothing")
        saying = {"by": by, "verb": "suspect.recorded", "office": case.office, "about": [case]}
        suspect = work.create(Suspect(**_of(facts, OF_ITSELF)), **saying)
        return _put_to(event, suspect, case, facts, saying)

    return SuspectInEvent.objects.get(pk=work.once(once, by=by, verb="suspect.recorded", make=make))


@transaction.atomic
def link_suspect(event, *, by, case, same, once=None, **facts):
    """Write that a suspect of another event that she reads stands in this one too.

    Whoever reads either event goes on reading it alone: nothing says that there is the other one.
    """
    case, event = _opened(event, case, by=by)
    _refuse_strangers(case, facts)
    found = SuspectInEvent.objects.read_by(by).filter(pk=same.pk).select_related("suspect").first()
    if found is None:
        raise refusal(_("Choose a suspect of an event that you read."), field="same", code="foreign")

    def make():
        if event.suspects.standing().filter(suspect=found.suspect_id).exists():
            words = _("This suspect stands in the event already.")
            raise refusal(words, field="same", code="twice")
        saying = {"by": by, "verb": "suspect.linked", "office": case.office, "about": [case]}
        return _put_to(event, found.suspect, case, facts, saying)

    return SuspectInEvent.objects.get(pk=work.once(once, by=by, verb="suspect.linked", make=make))


@transaction.atomic
def change_suspect(one, *, by, case, version=None, **facts):
    """Correct what is written of a suspect, of its part in the event and of what it is to her."""
    case, event = _opened(one.exploitation, case, by=by)
    _refuse_strangers(case, facts)
    one = _standing(one, event)
    suspect = Suspect.objects.select_for_update(of=("self",), no_key=True).get(pk=one.suspect_id)
    hers = SuspectToPerson.objects.filter(of=one, case=case).select_related("case").first()
    row = hers or SuspectToPerson(of=one, case=case)
    of_itself, of_person = _of(facts, OF_ITSELF), _of(facts, OF_PERSON)
    changed = [
        name
        for kept, told in ((suspect, of_itself), (row, of_person))
        for name, value in told.items()
        if getattr(kept, name) != value
    ]
    saying = {"by": by, "verb": "suspect.changed", "office": case.office, "about": [case]}
    was = row.danger
    event_facts = _of(facts, OF_EVENT)
    if changed and version is not None and version != one.version:
        raise Stale(one, facts)
    one = work.write(one, changes=event_facts, version=version, beside=bool(changed), **saying)
    work.write(suspect, changes=of_itself, **saying)
    _keep_of_person(row, of_person, saying, is_new=hers is None)
    _see_to_danger(row, was, by=by)
    return one


@transaction.atomic
def take_out_suspect(one, *, by, case, withdrawn_reason, version=None):
    """Take a suspect out of an event in which it was put by mistake; elsewhere it stands as before."""
    case, event = _opened(one.exploitation, case, by=by)
    one = _standing(one, event)
    facts = {"withdrawn_at": timezone.now(), "withdrawn_reason": withdrawn_reason}
    saying = {"by": by, "verb": "suspect.taken_out", "office": case.office, "about": [case]}
    return work.write(one, changes=facts, version=version, **saying)


@transaction.atomic
def open_suspect(one, *, by, case):
    """Answer what is written of a suspect, `[(field, words)]`; that it was opened is kept before it is."""
    require(rules.can_read_account, by, case)
    require_ground(case)
    part_of(case, one.exploitation)
    record("suspect.opened", one, one.suspect_id, case, by=by, office=case.office)
    return words_of(one, case)


def _opened(event, case, *, by):
    """`(case, event)` locked in this order, of somebody who stands in the event."""
    case = locked(case)
    require(rules.can_read_account, by, case)
    require_ground(case)
    lock_person(case)
    part_of(case, event)
    rows = Exploitation.objects.select_for_update(of=("self",), no_key=True)
    return case, rows.get(pk=event.pk)


def _standing(one, event):
    """The suspect as it stands in the event now."""
    rows = SuspectInEvent.objects.select_for_update(of=("self",), no_key=True).standing()
    found = rows.filter(pk=one.pk, exploitation=event).first()
    if found is None:
        raise refusal(_("This suspect was taken out of the event meanwhile."), code="gone")
    return found


def _put_to(event, suspect, case, facts, saying):
    """The suspect in the event under the next number, with what it is to her."""
    last = event.suspects.aggregate(last=models.Max("number"))["last"] or 0
    one = SuspectInEvent(suspect=suspect, exploitation=event, number=last + 1, **_of(facts, OF_EVENT))
    work.create(one, **saying)
    row = SuspectToPerson(of=one, case=case)
    _keep_of_person(row, _of(facts, OF_PERSON), saying, is_new=True)
    _see_to_danger(row, ToHer.UNKNOWN, by=saying["by"])
    return one


def _keep_of_person(row, facts, saying, *, is_new):
    """What the suspect is to her; of one of whom nothing is said there is no row."""
    usual = {"danger": ToHer.UNKNOWN, "known_to_authorities": KnownTo.UNKNOWN}
    if not is_new:
        work.write(row, changes=facts, **saying)
    elif any(value and value != usual.get(name) for name, value in facts.items()):
        for name, value in facts.items():
            setattr(row, name, value)
        work.create(row, **saying)


def _see_to_danger(row, was, *, by):
    """A suspect who threatens her or looks for her: her risk is assessed again."""
    if row.danger == ToHer.YES and was != ToHer.YES:
        add_task(row.case, "risk_assessment", by=by, due_on=timezone.localdate())


def _refuse_strangers(case, facts):
    """Refuse a relative or a proceeding that is not hers."""
    for name, rows in (("relative", family_of), ("proceeding", proceedings_of)):
        chosen = facts.get(name)
        if chosen and not rows(case).filter(pk=chosen.pk).exists():
            raise refusal(_("Choose one that stands with this person."), field=name, code="foreign")


def _of(facts, names):
    return {name: facts[name] for name in names if name in facts}
