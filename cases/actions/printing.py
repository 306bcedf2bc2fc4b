from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.keeping import locked
from cases.models import Printout
from work import actions as work
from work.errors import refusal

# Beside the sections in the line of the trail: the name stands on the paper.
NAME = "name"


@transaction.atomic
def print_case(case, *, by, sections, purpose, name_reason=None, once=None):
    """Keep that a summary goes on paper, as the next copy of the case; sent twice it is one copy.

    Whoever is shown the summary may print it; that she did is taken for granted. With a reason the name
    stands on it.
    """
    case = locked(case)
    require(rules.can_print_case, by, case)
    if name_reason and case.person.unnamed:
        words = _("The person does not want data kept: there is no name to print.")
        raise refusal(words, field="name_reason", code="unnamed")

    def make():
        last = case.printouts.aggregate(last=Max("running"))["last"] or 0
        facts = {"sections": sections, "purpose": purpose, "name_reason": name_reason or None}
        made = Printout(case=case, running=last + 1, author=by, **facts)
        codes = [purpose, *sections, *([NAME] if name_reason else ())]
        return work.create(made, by=by, verb="case.printed", office=case.office, detail=codes)

    made = Printout.objects.get(pk=work.once(once, by=by, verb="case.printed", make=make))
    made.case = case
    return made
