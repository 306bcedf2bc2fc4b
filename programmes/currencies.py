"""Currencies by their ISO 4217 code, those of the region first."""

import gettext
from functools import cache

import pycountry
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

FIRST = ["USD", "GTQ", "HNL", "EUR", "CAD", "JPY", "CHF", "GBP", "MXN", "NIO", "CRC", "BZD"]


@cache
def names(language):
    """{code: name} in this language."""
    try:
        translate = gettext.translation("iso4217", pycountry.LOCALES_DIR, languages=[language]).gettext
    except FileNotFoundError:
        translate = str
    return {currency.alpha_3: translate(currency.name) for currency in pycountry.currencies}


def choices():
    """Code and name, those of the region first."""
    known = names((get_language() or "en")[:2])
    order = [*FIRST, *sorted(set(known) - set(FIRST))]
    return [(code, f"{code} – {known[code]}") for code in order]


def check_currency(code):
    """Refuse what is no currency."""
    if pycountry.currencies.get(alpha_3=code) is None:
        raise ValidationError(
            _("“%(code)s” is no currency code."), code="currency", params={"code": str(code)[:10]}
        )
