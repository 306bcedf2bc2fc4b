"""How names are compared and put in order, however they were typed."""

import re
import unicodedata

ENYE = "n\u0303"


def unaccented(text):
    """Lower case without accents; ñ is a letter of its own and becomes n here, since old lists lack it."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def plain(text):
    """Letters and digits alone, words parted by one space: 'Depto. de  PETÉN' becomes 'depto de peten'."""
    return " ".join(re.findall(r"[^\W_]+", unaccented(str(text))))


def spanish_order(text):
    """A key that sorts as a Spanish dictionary does: accents do not count, ñ follows n."""
    decomposed = unicodedata.normalize("NFD", str(text).casefold()).replace(ENYE, "n\uffff")
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)), str(text)
