"""Places: countries, their subdivisions, municipalities once they are imported, and how people write them."""

import re
from functools import cache

from codebook import files, lists, standards
from codebook.codes import spoken
from codebook.models import Municipality
from codebook.spelling import plain, spanish_order

# Subdivisions that the programme may call otherwise: their countries' lists are code lists.
LISTED = {"GT": "admin1_guatemala", "HN": "admin1_honduras"}
HOME = tuple(LISTED)
OTHER_SPELLINGS = files.DATA / "other_spellings.yaml"
# Words before a name that say what it is, and short forms inside it.
KIND = re.compile(
    r"^(?:departamento|depart|depto|dpto|dept|dep|dpt|provincia|prov|estado|edo|department|province|state)"
    r"(?: (?:de|del|of))?(?: |$)"
)
SHORT = {"sta": "santa", "sto": "santo", "fco": "francisco", "gral": "general", "s": "san"}
ARTICLE = re.compile(r"^(?:el|la|los|las) ")


def country_choices(language=None):
    """Countries, in the order of the alphabet, without the answers that are no country."""
    return [pair for pair in lists.get("country").choices(language) if not pair[0].startswith("XX-")]


def nationality_choices(language=None, include=()):
    """Countries, stateless and unknown."""
    return lists.get("country").choices(language, include=include)


def subdivision_choices(country, language=None, include=()):
    """The subdivisions of a country, in the order of a Spanish dictionary."""
    return sorted(_subdivisions(country, language, include), key=lambda pair: spanish_order(pair[1]))


def _subdivisions(country, language, include):
    if country in LISTED:
        return lists.get(LISTED[country]).choices(language, include=include)
    column = _column(language)
    return [(code, names[column]) for code, names in standards.subdivisions(country).items()]


def subdivision_label(code, language=None):
    """What a subdivision is called; a code that nobody knows is shown as it stands."""
    current = current_code(code)
    country = current.partition("-")[0]
    if country in LISTED:
        found = lists.get(LISTED[country]).find(current)
        return found.label(language) if found else str(code or "")
    names = standards.subdivisions(country).get(current)
    return names[_column(language)] if names else str(code or "")


def _column(language):
    return 1 if spoken(language) == "es" else 0


def current_code(code):
    """The code in force for an old or loosely written one: GT-AV and gt 16 become GT-16."""
    tidy = re.sub(r"[\s_.]+", "-", str(code or "").strip().upper())
    return former_codes().get(tidy, tidy)


@cache
def former_codes():
    """{old letters: code in force} for Guatemala."""
    rows = files.one_list(LISTED["GT"])["codes"]
    return {row["former_iso"]: row["code"] for row in rows}


def match_subdivision(text, country=None):
    """The code of a subdivision however it was written, None when it is not one of the country's.

    Without a country, those of the programme's own are looked through; a name that two of them share is None.
    """
    countries = [country] if country else HOME
    found = {code for each in countries if (code := match_in(each, text))}
    return found.pop() if len(found) == 1 else None


def match_in(country, text):
    """The code of a subdivision of this country, by its code, its old letters or its name."""
    for code in (current_code(text), current_code(f"{country}-{text}".replace(" ", ""))):
        if code in standards.subdivisions(country):
            return code
    return spellings(country).get(name_key(text))


def name_key(text):
    """A name as it is compared: without accents, case, "Depto. de", articles and short forms."""
    bare = KIND.sub("", plain(text))
    words = [SHORT.get(word, word) for word in bare.split()]
    return ARTICLE.sub("", " ".join(words))


@cache
def spellings(country):
    """{name as it is compared: code} of a country; a name that stands for two is left out."""
    other = files.read(OTHER_SPELLINGS)
    found = {}
    for code, names in standards.subdivisions(country).items():
        for name in {name_key(name) for name in (*names, *other.get(code, ()))}:
            found.setdefault(name, set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if name and len(codes) == 1}


def municipality_choices(subdivision):
    """The municipalities of a subdivision, none where their list was not imported."""
    rows = Municipality.objects.of(current_code(subdivision)).values_list("code", "name")
    return sorted(rows, key=lambda pair: spanish_order(pair[1]))


def read_municipality(text, subdivision):
    """A municipality as it is stored: its code where the imported list has it, else the text as typed."""
    typed = " ".join(str(text or "").split())
    wanted = name_key(typed)
    same = [
        code for code, name in municipality_choices(subdivision) if wanted == name_key(name) or typed == code
    ]
    return same[0] if len(same) == 1 else typed


def municipality_labels(values):
    """{stored: name} for municipalities, by one query: the name behind a code, or the text that was typed."""
    known = dict(Municipality.objects.filter(code__in=set(values)).values_list("code", "name"))
    return {value: known.get(value, value) for value in values}
