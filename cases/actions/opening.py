from django.db import transaction

from audit.doors import require
from cases import rules
from cases.code_names import propose_code_name, refuse_name_as_code_name
from cases.keeping import component_of, next_number, note_status, population_of, refuse_future
from cases.models import Case, Person
from work import actions as work

# What a person must be told apart by before any ground to keep more exists (design §2).
OF_A_PERSON = ("sex", "majority", "unnamed")


@transaction.atomic
def open_case(*, by, office, on, once=None, person=None, entered_from="", **facts):
    """Open a case in `intake` on a day, with the minimum that may be written before any ground exists.

    `person` is somebody the programme already knows; without one a new person is made of `sex`, `majority`
    and `unnamed`. Back entry names its own day as `on` and where it was entered from. Sent again with the
    same key it answers the case made before.
    """
    require(rules.can_open_case, by, office)

    def make():
        about = {name: facts.pop(name) for name in OF_A_PERSON if name in facts}
        someone = person or work.create(Person(**about), by=by, verb="person.added", office=office)
        return _add_case(someone, by=by, office=office, on=on, entered_from=entered_from, **facts)

    return Case.objects.get(pk=work.once(once, by=by, verb="case.opened", make=make))


def _add_case(person, *, by, office, on, code_name="", component=None, worker=None, **facts):
    """One more case of this person, numbered by the year in which it was opened."""
    case = Case(person=person, office=office, opened_on=on, **facts)
    case.population = facts.get("population") or population_of(case.role)
    case.component = component or component_of(office)
    case.worker = worker or (by if by and by.has_role(*rules.TEAM, office=office) else None)
    case.number = next_number(on.year)
    case.code_name = code_name or propose_code_name(office)
    refuse_name_as_code_name(case.code_name, person.given_names, person.family_names, person.other_names)
    refuse_future(on)
    work.create(case, by=by, verb="case.opened", office=office)
    note_status(case, before="", by=by, on=on)
    return case
