from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import forget_unsent_texts
from audit.actions import record
from audit.doors import require
from cases import rules
from cases.grounds import lets_keep
from cases.keeping import add_task, lock_all_of_her, lock_person, locked, open_once
from cases.models import Case, LegalHold, Majority, Person, Task
from cases.naming import alert_of, rows_joined_with, take_out
from vault.actions import Subject, destroy_keys
from work import actions as work
from work.errors import refusal
from work.models import SealedFile


@transaction.atomic
def keep_unnamed(case, *, by, keep_alert=False):
    """She does not want her data kept: who she is leaves the record, what was given to her stays and counts.

    All her cases go to a new row that holds her sex and whether she is a child or an adult; the key of the
    old one is destroyed, and with it every earlier value of hers in the revisions. With `keep_alert` she
    agrees that what whoever looks after her tonight must know stays. A ground that holds is ended first, and
    while a legal hold stands on any of her cases nothing of her leaves.
    """
    person, cases = lock_all_of_her(case)
    require(rules.can_change_case, by, next(one for one in cases if one.pk == case.pk))
    if person.unnamed:
        return _fresh(case, person)
    if LegalHold.objects.standing().filter(case__in=cases).exists():
        raise refusal(_not_from_here(), code="held")
    for one in cases:
        if lets_keep(one):
            raise refusal(_still_held(one, case, by), code="ground_in_force")
    alerts = {one.pk: alert_of(one) for one in cases}
    new = Person(sex=person.sex, majority=_majority(person), unnamed=True)
    new.save(force_insert=True)
    # Whatever points at a case and its person together, such as her stays and beds, follows by the database.
    Case.objects.filter(person=person).update(person=new)
    rows = take_out(person, new, by=by, alerts=alerts if keep_alert else {})
    said = [*(one.number for one in cases), *map(str, rows)]
    # A row that was joined with hers holds names of hers too: the last one is the first to go.
    for row in reversed([person, *rows_joined_with(person)]):
        _erase(row, said, by=by)
    record("person.unnamed", new, *cases, by=by, office=case.office)
    for one in cases if not keep_alert else ():
        if alerts[one.pk]:
            add_task(one, "needs", by=by, due_on=timezone.localdate())
    _tell_other_offices(case, cases, by=by)
    return _fresh(case, new)


@transaction.atomic
def name_again(case, *, by):
    """She wants her data kept after all: her page opens again, once a ground for it is in force.

    A ground that was in force before had to end when her name left the record, so this one was given since.
    """
    case = locked(case)
    require(rules.can_change_case, by, case)
    if not case.person.unnamed:
        return case
    if not lets_keep(case):
        raise refusal(
            _("Record her consent or another ground first: without one nothing that names her is kept."),
            code="no_ground",
        )
    lock_person(case)
    work.write(case.person, by=by, verb="person.named_again", changes={"unnamed": False}, office=case.office)
    return case


def _majority(person):
    """Child or adult today, by all that was known of her."""
    known = {True: Majority.CHILD, False: Majority.ADULT}
    return known.get(person.is_child_on(), Majority.UNKNOWN)


def _erase(person, named_by, *, by):
    """Her old row, her files, what was typed of her and not sent, and the key that opens the revisions.

    `named_by` is by what addresses of pages name her: numbers of her cases, ids of what belongs to them.
    """
    SealedFile.objects.filter(sealing_kind=person.sealing_kind, sealed_for=person.pk).delete()
    forget_unsent_texts(named_by, by=by)
    destroy_keys(Subject.of(person), by=by)
    person.delete()


def _fresh(case, person):
    """The case as it stands now, with her."""
    case.refresh_from_db()
    case.person = person
    return case


def _tell_other_offices(case, cases, *, by):
    """Whoever answers for her elsewhere hears that her case has lost its words, not where it was asked."""
    for one in cases:
        if one.office_id != case.office_id:
            facts = {"kind": "identity_left", "key": str(one.pk), "due_on": timezone.localdate()}
            open_once(Task(case=one, office=one.office, **facts), by=by)


def _still_held(held, case, by):
    """Why it cannot be done, without a word of a case that she who asks may not open."""
    if held.pk == case.pk:
        return _(
            "A ground to keep her data is in force. End it first, with the day on which she took it back."
        )
    if rules.can_change_case(by, held):
        return _("A ground to keep her data is in force in case %(number)s. End it first.") % {
            "number": held.number
        }
    return _not_from_here()


def _not_from_here():
    """What is said where the reason lies in a case, or in a hold, of which she may not know."""
    return _("This cannot be done from here now. Ask those who protect data to take it further.")
