"""How a case is found: by its number, its code name, an exact telephone or document, or a name nearly so.

What was typed is kept nowhere: not in an address, not in the trail, not in a log. What somebody may not open
is answered as if it were not there.
"""

import re
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext as _

from audit.actions import record
from cases.code_names import bare
from cases.likeness import facts_of
from cases.models import TEAM, Case, IdentityDocument, Level, Telephone
from cases.named import AWAY, cases_called
from cases.numbers import WRITTEN, complete_number, read_case_number, what_to_mend
from codebook.code_names import neutral_words
from vault.errors import NamesAway
from work.door_by_door import any_of, behind, first_rows, for_one, ids_among

MOST = 25
CLIPPED = 200
DIGIT = re.compile(r"\d")


@dataclass
class Found:
    """What a search came to: the cases, or a sentence that says why there are none, or what to look at."""

    cases: list = field(default_factory=list)
    sentence: str = ""
    more: bool = False
    # Cases of people who may be called so, the likeliest first, each with what tells people apart (`told`).
    named: list = field(default_factory=list)
    # Names could not be looked for.
    away: bool = False
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
    if wrong := what_to_mend(typed):
        return Found(sentence=wrong)
    case = for_one(Case.objects.visible_to(user)).filter(number=read_case_number(typed)).first()
    return Found(one=case, sentence="" if case else none_found())


def by_digits(typed, user):
    """The case whose number has these digits, beside those of whom they are a telephone or a document.

    Without its letter a wrong digit goes unnoticed: the case is shown, and she is not led there.
    """
    case = for_one(Case.objects.visible_to(user)).for_list().filter(number=complete_number(typed)).first()
    sealed = by_what_is_sealed(typed, user)
    if case is None:
        return sealed
    words = _("The number was written without its letter: see whether this is the case that you mean.")
    return Found([case, *(one for one in sealed.cases if one != case)], words, more=sealed.more)


def by_code_name(typed, user):
    """Cases whose code name begins so, with or without its accents."""
    begins = "".join(bare(typed)) if " " not in typed else ""
    words = [word for word, plain in bare_words() if begins and plain.startswith(begins)]
    # Few bear a name of their own: found by its beginning first, not by reading every name in order.
    own = Case.objects.filter(code_name__istartswith=typed).exclude(code_name__in=words).order_by()
    doors = [Case.objects.filter(code_name__in=words)] if words else []
    if own.exists():
        doors.append(Case.objects.filter(any_of("pk", own.values("pk"))))
    if not doors:
        return Found(sentence=no_code_name())
    found = listed(behind(Case.objects.visible_to(user), "pk", doors), "code_name")
    found.sentence = found.sentence and no_code_name()
    return found


@cache
def bare_words():
    """Each neutral word, and how it is compared."""
    return [(word, "".join(bare(word))) for word in neutral_words()]


def by_code_name_or_name(typed, user):
    """Cases whose code name begins so, and those of people who may be called so."""
    found = by_code_name(typed, user)
    try:
        found.named = told(cases_called(typed, user, MOST), user)
    except NamesAway:
        found.away, found.sentence = True, AWAY if found.sentence else ""
        return found
    if found.named:
        found.one, found.sentence = None, ""
    return found


def told(cases, user):
    """The same cases, each with what tells its person from others, as far as it is told to this user."""
    seen = Case.objects.visible_to(user, Level.FULL)
    in_full = ids_among(seen, [case.pk for case in cases]) if cases and user.has_role(*TEAM) else ()
    for case in cases:
        case.told = facts_of(case.person) if case.pk in in_full else ""
    return cases


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
    """The answer for what is not there and for what is not hers alike."""
    return _("Not found among the cases that you may open.")


def no_code_name():
    """Nothing begins so and nobody is called so, among the cases that are hers to open."""
    return _(
        "No code name begins so and nobody is called so among the cases that you may open. By its number "
        "or by the whole telephone or document, a case is found too."
    )


# The first that takes what was typed is the one that is meant.
WAYS = [
    ("number", lambda typed: WRITTEN.match(typed.upper()), by_number),
    ("number telephone document", complete_number, by_digits),
    ("telephone document", lambda typed: len(DIGIT.findall(typed)) > 3, by_what_is_sealed),
    ("code_name name", lambda typed: True, by_code_name_or_name),
]
