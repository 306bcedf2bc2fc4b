from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.actions.events import put_to_event, refuse_foreign_event
from cases.actions.knowing import shut_alike
from cases.code_names import propose_code_name, refuse_name_as_code_name
from cases.events import can_stand_in_event
from cases.grounds import refuse_naming_words
from cases.keeping import (
    call_supervisors,
    component_of,
    next_number,
    note_status,
    population_of,
    refuse_impossible_day,
)
from cases.models import AccessSource, Case, CaseAccess, CaseRole, Danger, EnteredFrom, Level, Person
from work import actions as work
from work.errors import refusal

# What a person must be told apart by before any ground to keep more exists (design §2).
OF_A_PERSON = ("sex", "majority", "unnamed")
# A child who accompanies somebody is looked after by whoever looks after her.
WITH_THE_MOTHER = {"office": "office", "component": "component_now", "worker": "worker"}

# How long a case is open to who opened it and answers for none.
FIRST_DAYS = timedelta(hours=72)
# What happens when they are over.
RAN_OUT = "cases.access_ran_out"


@transaction.atomic
def open_case(*, by, office, on=None, once=None, person=None, entered_from="", exploitation=None, **facts):
    """Open a case in `intake` on a day, with the minimum that may be written before any ground exists.

    `person` is somebody the programme already knows; without one a new person is made of `sex`, `majority`
    and `unnamed`. Back entry names its own day as `on` and where it was entered from. A child who accompanies
    somebody comes to that case's office, component and worker. `exploitation` is an event that she lived
    through too: who is helped otherwise, or without her data, is not put to it. Sent again with the same key
    it answers the case made before.
    """
    require(rules.can_open_case, by, office)

    def make():
        about = {name: facts.pop(name) for name in OF_A_PERSON if name in facts}
        about |= _majority_of_role(facts.get("role"), about)
        someone = person or work.create(Person(**about), by=by, verb="person.added", office=office)
        day = on or timezone.localdate()
        case = _add_case(someone, by=by, office=office, on=day, entered_from=entered_from, **facts)
        if exploitation and can_stand_in_event(case):
            refuse_foreign_event(exploitation, by=by)
            put_to_event(case, exploitation, by=by)
        return case

    return Case.objects.get(pk=work.once(once, by=by, verb="case.opened", make=make))


def _majority_of_role(role, about):
    """Who comes as an accompanying child is one, unless somebody has said otherwise."""
    child = role == CaseRole.ACCOMPANYING_CHILD and "majority" not in about
    return {"majority": "minor"} if child else {}


def _add_case(person, *, by, office, on, code_name="", component=None, worker=None, **facts):
    """One more case of this person, numbered by the year in which it was opened."""
    refuse_impossible_day(on, field="on")
    refuse_impossible_day(facts["found_on"], field="found_on")
    # Somebody known may be told her name or her age by somebody else at this moment.
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    case = Case(person=person, office=office, opened_on=on, component=component, worker=worker, **facts)
    refuse_naming_words(case, facts)
    case.population = facts.get("population") or population_of(case.role)
    _place(case, by=by)
    case.number = next_number(on.year)
    case.code_name = code_name or propose_code_name(case.office)
    refuse_name_as_code_name(case.code_name, *_names_of(person))
    work.create(case, by=by, verb="case.opened", office=case.office)
    note_status(case, before="", by=by, on=on)
    if shut_alike(person, by=by, mother_case=case.mother_case):
        case.refresh_from_db(fields=["worker", "version"])
    _let_opener_in(case, by=by)
    # Whether she is in danger is asked of today, from whatever the rest is entered.
    if case.danger == Danger.YES and case.entered_from != EnteredFrom.DEMO:
        call_supervisors(case, by=by)
    return case


def _place(case, *, by):
    """Say which office, line of work and person answer for the case, where nobody has said so."""
    if case.mother_case and case.role == CaseRole.ACCOMPANYING_CHILD:
        _refuse_mother_elsewhere(case.mother_case, by=by)
        for name, of_hers in WITH_THE_MOTHER.items():
            setattr(case, name, getattr(case.mother_case, of_hers))
    if not case.component_id:
        case.component = component_of(case.office)
    if not case.worker_id and by and by.has_role(*rules.TEAM, office=case.office):
        case.worker = by


def _refuse_mother_elsewhere(mother, *, by):
    """Refuse a child who would go to another organisation: its writer would never see the case again."""
    if by and not by.has_role(organisation=mother.office.organisation_id):
        raise refusal(
            _(
                "Another organisation helps her, and the child would be out of your sight there. Ask it to "
                "open the case of the child, or open one here for the child as an indirect victim."
            ),
            code="elsewhere",
            field="mother_case",
        )


def _names_of(person):
    return person.given_names, person.family_names, person.other_names


def _let_opener_in(case, *, by):
    """Whoever opened a case sees it: one that somebody else answers for is opened to her as well.

    Who answers for no cases looks after her for the first days; after them a stay opens the case, or nobody.
    """
    if by is None or rules.level_of(by, case):
        return
    access = CaseAccess(case=case, user=by, level=Level.FULL, source=AccessSource.TEAM)
    if not by.has_role(*rules.TEAM):
        access.level, access.expires_at = Level.ASSISTANCE, timezone.now() + FIRST_DAYS
    work.create(access, by=by, verb="case.access_given", office=case.office)
    if access.expires_at:
        work.queue(RAN_OUT, subject=case, not_before=access.expires_at, case=case.pk)
