"""Whether two names may be of one person, as they are said, heard and written here.

Everything happens in memory: what is made of a name here is kept nowhere.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

# From here on two names are worth a look by a person; `tests/cases/test_alike.py` has the pairs behind it.
ENOUGH = 0.92
# What an equal birth date adds, and what a quite different one takes away.
SAME_DAY, OTHER_DAY = 0.1, 0.05
# Names that lack words of the other are worth this much of their likeness, and the rest by what they cover.
SURE_OF_THREE, SURE_OF_TWO = 0.85, 0.8
# A short word with one letter changed is often another name (Marta, María), an initial says little.
SHORT_WORD, CHANGED_SHORT, INITIAL = 5, 0.6, 0.8
WHOLE = 96

PARTICLES = {"de", "del", "la", "las", "los", "y", "da", "do", "san", "santa"}
SHORTENED = {
    "ma": "maria", "fco": "francisco", "fca": "francisca", "gpe": "guadalupe", "jph": "jose",
    "hdez": "hernandez", "hndz": "hernandez", "glez": "gonzalez", "gzlz": "gonzalez", "rdz": "rodriguez",
    "rdgz": "rodriguez", "mtz": "martinez", "lpz": "lopez", "prz": "perez", "gmz": "gomez", "rmz": "ramirez",
}  # fmt: skip
# Letters that sound alike here: Xol and Shol, Yesenia and Jessenia, Vásquez and Bázques, Quej and Kej.
SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"sh|x", "1"), (r"ch", "2"), (r"ph", "f"), (r"gu(?=[ei])", "6"), (r"qu(?=[ei])|q|k", "c"),
        (r"z|c(?=[eiy])", "s"),
        (r"ll|j|g(?=[eiy])|y(?=[aeiou])", "3"), (r"y", "i"), (r"w|gu(?=[ao])|hu(?=[aeio])", "u"),
        (r"h", ""), (r"v", "b"), (r"(.)\1+", r"\1"),
    ]
]  # fmt: skip
APART = re.compile(r"[,;/()\n]|\s+o\s+")


@dataclass(frozen=True)
class Name:
    """One way in which somebody is called: words of the given names, words of the family names."""

    given: tuple
    family: tuple
    whole: str

    @property
    def words(self):
        return self.given + self.family


@dataclass(frozen=True)
class Known:
    """What is compared of a person: all her names, and what is known of sex and birth beside them."""

    names: tuple
    sex: str = "U"
    born: object = None


def known(given, family, other="", *, sex="U", born=None):
    """What is compared of somebody: her names, and other names, a nickname in the place of the given ones."""
    names = [name(given, family)]
    for one in APART.split(other or ""):
        words = sounds(one)
        if words:
            names.append(name(one, family) if len(words) == 1 else name(one, ""))
    return Known(tuple(one for one in names if one.words), sex, born)


def name(given, family):
    """The name in the words that are compared."""
    whole = "".join(sounded(word) for word in plain(f"{given or ''} {family or ''}"))
    return Name(tuple(sounds(given)), tuple(sounds(family)), whole)


def sounds(text):
    """The words of a name as they sound, without those that only join."""
    words = [SHORTENED.get(word, word) for word in plain(text)]
    return [sounded(word) for word in words if word not in PARTICLES] or [sounded(word) for word in words]


def plain(text):
    """The words without accents, case and signs."""
    bare = unicodedata.normalize("NFKD", text or "").casefold()
    bare = "".join(sign for sign in bare if sign.isalnum() or sign.isspace() or sign in ".-")
    return [word for word in re.split(r"[\s.-]+", bare) if word]


@lru_cache(maxsize=4096)
def sounded(word):
    """A word as it sounds here."""
    for pattern, sound in SOUNDS:
        word = pattern.sub(sound, word)
    return word


def alike(one, other):
    """May these two be one person? (two `Known`)"""
    exact = differs(one.sex, other.sex)
    return any(names_alike(a, b, one.born, other.born, exact) for a in one.names for b in other.names)


def might_be(one, other):
    """Would these two be alike if their birth dates were equal? Asked before those are opened."""
    exact = differs(one.sex, other.sex)
    found = ((a, b) for a in one.names for b in other.names)
    return any(score(a, b, exact) + SAME_DAY >= ENOUGH or same_but_for_a_family_name(a, b) for a, b in found)


def names_alike(a, b, born, other_born, exact):
    """Are these two names enough, by what is known of both births?"""
    same, other = same_day(born, other_born), quite_another_day(born, other_born)
    if same and same_but_for_a_family_name(a, b):
        return True
    return score(a, b, exact) + SAME_DAY * same - OTHER_DAY * other >= ENOUGH


def score(a, b, exact=False):
    """How alike two names are, from 0 to 1, whatever the order of their words."""
    short, long = sorted((a.words, b.words), key=len)
    if len(short) < 2:
        return 0
    if a.whole == b.whole or (not exact and written_together(a, b)):
        return 1
    sure = SURE_OF_THREE if len(short) > 2 else SURE_OF_TWO
    return paired(short, long, exact) * (sure + (1 - sure) * len(short) / len(long))


def written_together(a, b):
    """The same letters in more or fewer words, such as María José and Mariajosé."""
    return len(a.words) != len(b.words) and fuzz.ratio(a.whole, b.whole) >= WHOLE


def paired(short, long, exact):
    """The mean likeness of the words of the shorter name, each with the best that is left of the longer."""
    left, total = list(long), 0
    for word in sorted(short, key=len, reverse=True):
        best = max(left, key=lambda candidate: word_alike(word, candidate, exact), default="")
        if likeness := word_alike(word, best, exact):
            left.remove(best)
            total += likeness
    return total / len(short)


def word_alike(one, other, exact=False):
    """1 for the same sound, less for a slip of the pen, 0 for another word."""
    if one == other:
        return 1
    if exact or not one or not other or of_the_other_sex(one, other):
        return 0
    least = min(len(one), len(other))
    if least == 1:
        return INITIAL if one[0] == other[0] else 0
    if least < 4 or DamerauLevenshtein.distance(one, other) > (1 if least < 8 else 2):
        return 0
    return CHANGED_SHORT if least <= SHORT_WORD else JaroWinkler.similarity(one, other)


def of_the_other_sex(one, other):
    """Mario and María, Juan and Juana: brother and sister, not a slip."""
    short, long = sorted((one, other), key=len)
    return short + "a" == long or (one[:-1] == other[:-1] and {one[-1], other[-1]} == {"a", "o"})


def same_but_for_a_family_name(a, b):
    """The same given names and one family name in common: married, or called after the other parent."""
    given = bool(a.given) and sorted(a.given) == sorted(b.given)
    return given and bool(set(a.family) & set(b.family))


def differs(sex, other):
    """Are both known, and not the same?"""
    return {sex, other} == {"F", "M"}


def same_day(born, other):
    """The same birth date, known to the day."""
    return born is not None and born == other


def quite_another_day(born, other):
    """Two dates that differ in more than one of day, month and year, or in their order."""
    if born is None or other is None:
        return False
    parts, others = (born.day, born.month, born.year), (other.day, other.month, other.year)
    swapped = born.year == other.year and (born.day, born.month) == (other.month, other.day)
    return not swapped and sum(x != y for x, y in zip(parts, others, strict=True)) > 1
