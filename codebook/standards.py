"""Countries, subdivisions and languages of the ISO standards, with their names in Spanish."""

import gettext
from functools import cache
from pathlib import Path

import pycountry

from codebook import files

COUNTRY_NAMES = files.DATA / "country_names.yaml"
PROVENANCE = "source_read"


@cache
def spanish(standard):
    """The Spanish names that come with the standard's files."""
    return gettext.translation(standard, Path(pycountry.__file__).with_name("locales"), ["es"])


@cache
def countries():
    """Every country of ISO 3166-1 as a row of a code list, by its two letters."""
    ours = files.read(COUNTRY_NAMES)
    return tuple(
        {
            "code": country.alpha_2,
            "en": getattr(country, "common_name", country.name),
            "es": spanish("iso3166-1").gettext(country.name),
            "alpha3": country.alpha_3,
            "provenance": PROVENANCE,
        }
        | ours.get(country.alpha_2, {})
        for country in sorted(pycountry.countries, key=lambda country: country.alpha_2)
    )


@cache
def subdivisions(country):
    """Every subdivision of a country by ISO 3166-2: {code: (English name, Spanish name)}."""
    found = pycountry.subdivisions.get(country_code=country) or []
    return {one.code: (one.name, spanish("iso3166-2").gettext(one.name)) for one in found}


@cache
def language(code):
    """A language of ISO 639-3 as a row of a code list, None when there is none of these three letters."""
    if not (found := pycountry.languages.get(alpha_3=code)):
        return None
    return {
        "code": found.alpha_3,
        "en": found.name,
        "es": spanish("iso639-3").gettext(found.name),
        "provenance": PROVENANCE,
    }
