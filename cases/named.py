"""People found by name, although it is misspelt: names are held in memory and nowhere else.

Up to so many people each web process holds them itself; beyond that one process does for all
(`manage.py search_index`, NAMES_SOCKET). Only people whom the asker may see come out: whom she may see is
told to the directory for a few seconds, and what comes back is asked of the data base once more.
"""

import time
from contextlib import suppress
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases import alike
from cases.likeness import NAMES, batches, opened
from cases.models import Case, Level, Person
from vault.errors import NamesAway, VaultError
from vault.following import Directory
from vault.keys import held_keys, open_keys
from vault.serving import Asked
from work.door_by_door import first_rows

MOST_HELD_HERE = 20_000
# Whom somebody may see is looked up anew so often; whoever was added meanwhile counts as seen until then.
SECONDS = 20
# So many of the likeliest are compared with what is written of somebody.
NEAR = 25
# More words than anybody is called by.
WORDS = 8
AWAY = _(
    "Names cannot be looked for just now. By the number, the code name, a telephone or a document a case is "
    "found as always."
)


@cache
def directory():
    """The names, here or in the process that holds them for all."""
    return Asked(settings.NAMES_SOCKET) if settings.NAMES_SOCKET else held_here()


def held_here():
    """A directory in this process, which nobody has asked yet."""
    return Directory(alike.sounded, everybody, these)


def everybody():
    """`(person, names)` of everybody of whom a name is kept and can be opened."""
    for batch in batches(Person.objects.named()):
        yield from readable_names(batch)


def these(people):
    """The same of these people, as far as they still have a name."""
    rows = list(Person.objects.named().filter(pk__in=people).only(*NAMES))
    with held_keys():
        open_keys(rows)
        yield from readable_names(rows)


def readable_names(people):
    """The names of those whose key is here."""
    for person in people:
        with suppress(VaultError):
            yield person.pk, names_of(person)


def names_of(person):
    """Each way in which she is called, in the words by which it is looked for."""
    own = words_of(" ".join(filter(None, (person.given_names, person.family_names))))
    family = words_of(person.family_names)
    others = [words_of(one) for one in alike.APART.split(person.other_names or "")]
    # A nickname stands in the place of the given names.
    return [own, *(one + family if len(one) == 1 else one for one in others if one)]


def words_of(text):
    """The words by which a name is looked for."""
    words = [alike.SHORTENED.get(word, word) for word in alike.plain(text or "")]
    return [word for word in words if word not in alike.PARTICLES] or words


def ready():
    """Are the names read, here or where they are held for all? A process that is away holds up nobody."""
    try:
        return asked().built
    except NamesAway:
        return True


def asked():
    """The directory, as new as it gets without waiting; refused where there are too many to hold here."""
    names = directory()
    if isinstance(names, Directory) and not names.built and _too_many():
        raise NamesAway()
    names.follow()
    return names


def _too_many():
    return Person.objects.named().order_by()[: MOST_HELD_HERE + 1].count() > MOST_HELD_HERE


def people_called(typed, user, most):
    """Ids of people who may be called so, the likeliest first, of those whose name she may see."""
    words, names = words_of(typed)[:WORDS], asked()
    if not any(len(word) > 1 for word in words):
        return []
    held = ",".join(sorted(str(membership.pk) for membership in user.acting_memberships))
    key = f"{user.pk}:{held}:{int(time.monotonic() // SECONDS)}"
    found = names.find(words, key, most)
    if found is None:
        seen = Case.objects.visible_to(user, Level.ASSISTANCE).order_by().values_list("person", flat=True)
        names.let_see(key, set(seen))
        found = names.find(words, key, most)
    return found or []


def cases_called(typed, user, most):
    """The cases that she may open of people who may be called so, the likeliest first."""
    order = {person: place for place, person in enumerate(people_called(typed, user, most))}
    seen = Case.objects.visible_to(user, Level.ASSISTANCE).filter(person__in=order)
    rows = first_rows(seen.for_list().select_related("person").order_by("-opened_on", "id"))
    return sorted(rows, key=lambda case: order[case.person_id])[:most]


def cases_like(person, user, most=5):
    """Cases that she may open of people who may be this one, who is being written down and not kept yet."""
    mine = opened(person, with_birth=True)
    if not mine.names:
        return []
    found = [one for one in cases_called(person.full_name, user, NEAR) if one.person_id != person.pk]
    open_keys(case.person for case in found)
    return [case for case in found if _is_like(mine, case.person)][:most]


def _is_like(mine, other):
    try:
        return alike.alike(mine, opened(other, with_birth=True))
    except VaultError:
        return False
