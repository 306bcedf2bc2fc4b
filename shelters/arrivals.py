"""Whose case is meant by a number that somebody says at the shelter's door."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from audit.actions import remember
from cases.models import Case
from cases.numbers import read_case_number


def case_named(text, shelter, *, by):
    """The case of this number in the shelter's organisation; any other gets one answer, and is trailed.

    Who comes at night is taken in before her case is anybody's here: that it was opened so is for its own
    team to see (`shelters.lacking`).
    """
    number = read_case_number(text)
    cases = Case.objects.filter(office__organisation=shelter.office.organisation_id)
    case = cases.select_related("person", "office", "worker").filter(number=number).first()
    if case is None:
        remember("admission.not_found", by=by, office=shelter.office)
        raise ValidationError(
            _("No case has this number. Read it again, letter included, as in 26-0147-K."), code="not_found"
        )
    return case
