"""JSON values, each taken for what it is or refused in a sentence."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_DIGITS = 30
# The data base keeps neither: PostgreSQL has no NUL in text, and half a surrogate pair is no character.
NOT_KEPT = re.compile("[\x00\ud800-\udfff]")


def refuse(sentence):
    raise ValidationError(sentence)


def text(value):
    """The value itself when it is text that can be kept."""
    if not isinstance(value, str):
        refuse(_("This must be text."))
    if NOT_KEPT.search(value):
        refuse(_("This holds a character that cannot be kept."))
    return value


def number(value):
    """An int or a Decimal of bearable length."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        refuse(_("This must be a number, without quotation marks."))
    if not value:
        return 0
    if isinstance(value, Decimal) and (
        abs(value.adjusted()) > MOST_DIGITS or len(value.as_tuple().digits) > MOST_DIGITS
    ):
        refuse(_("This number is too long."))
    return value


def parts(value, *names):
    """An object of exactly these keys."""
    if not isinstance(value, dict) or set(value) != set(names):
        refuse(_("This must be an object with exactly: %(names)s.") % {"names": ", ".join(names)})
    return value
