"""How a case is found: by its number, its code name, or an exact telephone or document of the person.

What was typed is kept nowhere: not in an address, not in the trail, not in a log. What somebody may not open
is answered as if it were not there.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from audit.actions import record
from cases.code_names import bare
from cases.models import Case, IdentityDocument, Level, Telephone
from cases.numbers import WRITTEN, read_case_number
from codebook.code_names import neutral_words
from work.door_by_door import behind, first_rows

MOST = 25
CLIPPED = 200
DIGIT = re.compile(r"\d")


@dataclass
class Found:
    """What a search came to: the cases, or a sentence that says why there are none."""

    cases: list = field(default_factory=list)
    sentence: str = ""
    more: bool = False
    # Only one is meant: she is led there.
    one: object = None


def find(typed, *, user):
    """Cases that she may open and that are meant by what she typed; each search stands in the trail."""
    typed = " ".join(typed.split())[:CLIPPED]
    for kind, means, look in WAYS:
        if means(typed):
            record("case.searched", by=user, kind="cases.case", detail=kind.split())
            return look(typed, user)
    raise AssertionError("The last way takes everything.")


def by_number(typed, user):
    """The one case of this number; a letter that does not fit is said of any number."""
    number = read_case_number(typed)
    if number is None:
        return Found(sentence=_("The letter does not fit the digits. Check the letter and the digits."))
    case = Case.objects.visible_to(user).filter(number=number).first()
    return Found(one=case, sentence="" if case else none_found())


def by_code_name(typed, user):
    """Cases whose code name begins so, with or without its accents."""
    begins = "".join(bare(typed)) if " " not in typed else ""
    words = [word for word in neutral_words() if begins and "".join(bare(word)).startswith(begins)]
    ours = Case.objects.filter(code_name__in=words)
    chosen = Case.objects.filter(code_name__istartswith=typed).exclude(code_name__in=words)
    return listed(behind(Case.objects.visible_to(user), "pk", [ours, chosen]), "code_name")


def by_what_is_sealed(typed, user):
    """Cases of people of whom this telephone or this document is kept: exact, or nothing."""
    phones, papers = (model.objects.filter(number_lookup=typed) for model in (Telephone, IdentityDocument))
    people = phones.values("person").union(papers.values("person"), all=True)
    return listed(Case.objects.visible_to(user, Level.ASSISTANCE).filter(person__in=people), "-opened_on")


def listed(cases, *order):
    """So many of these cases as a page shows."""
    rows = list(first_rows(cases.for_list().order_by(*order, "id"), MOST + 1))
    one = rows[0] if len(rows) == 1 else None
    return Found(rows[:MOST], "" if rows else none_found(), more=len(rows) > MOST, one=one)


def none_found():
    """The one answer for what is not there and for what is not hers."""
    return _("Not found among the cases that you may open.")


# The first that takes what was typed is the one that is meant.
WAYS = [
    ("number", lambda typed: WRITTEN.match(typed.upper()), by_number),
    ("telephone document", lambda typed: len(DIGIT.findall(typed)) > 3, by_what_is_sealed),
    ("code_name", lambda typed: True, by_code_name),
]
