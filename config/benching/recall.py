"""Of how many people whose names are misspelt by one or two letters the search finds them among the first."""

import random
import string

from cases.models import Person
from cases.named import asked, words_of
from vault.keys import held_keys, open_keys

NAMES, FIRST, AT_LEAST = 500, 20, 0.98


def line():
    """The share of those who are found, asked among everybody."""
    chance, found = random.Random(7), 0  # noqa: S311 (for measuring)
    everybody = sorted(Person.objects.named().order_by().values_list("pk", flat=True))
    people = chance.sample(everybody, min(NAMES, len(everybody)))
    for person, name in names_of(people):
        typed = misspelt(name, chance, chance.choice([1, 2]))
        found += person in asked().find_anybody(words_of(typed), FIRST)
    share = found / len(people)
    late = "" if share >= AT_LEAST else "  TOO FEW"
    return f"{f'found among the first {FIRST}':32} {share:8.3f}    at least {AT_LEAST}{late}"


def names_of(people):
    with held_keys():
        rows = list(Person.objects.filter(pk__in=people).order_by("pk"))
        open_keys(rows)
        return [(person.pk, person.full_name) for person in rows]


def misspelt(name, chance, letters):
    """The name with so many letters left out, doubled up, taken for another, or in the wrong order."""
    for _number in range(letters):
        place = chance.choice(
            [at for at, sign in enumerate(name[:-1]) if sign != " " and name[at + 1] != " "]
        )
        before, one, two, after = name[:place], name[place], name[place + 1], name[place + 2 :]
        another = chance.choice(string.ascii_lowercase)
        name = before + chance.choice([two, another + two, one + another + two, two + one]) + after
    return name
