"""Whose case is meant by a number that somebody says at the shelter's door."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from audit.actions import remember
from cases.models import Case, Level
from cases.numbers import read_case_number
from shelters import rules


def case_named(text, shelter, *, by):
    """The case of this number in the shelter's organisation; any other gets one answer; both are trailed.

    Who comes at night is taken in by the shelter before her case is anybody's here: that it was opened so is
    for its own team to see (`shelters.lacking`). Others bring those whom they look after, and no number of
    another's case answers otherwise than one that nobody has.
    """
    number = read_case_number(text)
    known = Case.objects if rules.works_in(by, shelter) else Case.objects.visible_to(by, Level.ASSISTANCE)
    cases = known.filter(office__organisation=shelter.office.organisation_id)
    case = cases.select_related("person", "office", "worker").filter(number=number).first()
    if case is None:
        remember("admission.not_found", by=by, office=shelter.office)
        raise ValidationError(
            _("No case has this number. Read it again, letter included, as in 26-0147-K."), code="not_found"
        )
    remember("admission.looked_up", case, by=by, office=shelter.office)
    return case
