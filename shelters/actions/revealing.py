from django.db import transaction

from audit.actions import record
from audit.doors import require
from shelters import rules
from shelters.roll import residents_with_names
from work import actions as work


@transaction.atomic
def open_address(shelter, *, by):
    """Read where a shelter stands: `(address, telephone)`; the trail keeps that she did."""
    require(rules.can_open_address, by, shelter)
    record("shelter.address_opened", shelter, by=by, office=shelter.office)
    return shelter.address, shelter.telephone


@transaction.atomic
def open_names(shelter, *, by, day, once):
    """The residents of this night with their names, by one event that names all their cases.

    The same sending opens them once: a page that is loaded again stays closed. Then the answer is None.
    """
    require(rules.can_see_residents, by, shelter)
    found = []

    def make():
        found.append(residents_with_names(shelter, day, by))
        cases = [line.stay.case_id for line in found[0]]
        record("residents.named", *cases, by=by, kind="cases.case", office=shelter.office)
        return shelter

    work.once(once, by=by, verb="residents.named", make=make)
    return found[0] if found else None
