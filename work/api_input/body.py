"""A JSON body, read strictly."""

import json
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from work.api_input.problems import TooLarge, Unreadable

LONGEST, DEEPEST = 1024 * 1024, 10
# Longer whole numbers become decimals: turning thousands of digits into an int takes time for nothing.
LONGEST_INT = 30
BEYOND = Decimal("1E+1000")


class JSONBody(BaseParser):
    """UTF-8 JSON of at most 1 MB; numbers keep every digit, a key stands once."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        sent = stream.read(LONGEST + 1)
        if len(sent) > LONGEST:
            raise TooLarge
        try:
            body = json.loads(
                sent.decode("utf-8-sig"),
                parse_int=whole,
                parse_float=fraction,
                parse_constant=no_constant,
                object_pairs_hook=each_key_once,
            )
        except (ValueError, RecursionError):
            raise ParseError(_("The body is not JSON.")) from None
        if is_deep(body):
            raise ParseError(_("The body holds lists in lists deeper than any form does."))
        return body


def is_deep(value):
    """Whether lists and objects stand in each other deeper than anything here has use for."""
    level = [value]
    for _level in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (
                outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
            )
        ]
    return bool(level)


def whole(digits):
    return int(digits) if len(digits) <= LONGEST_INT else Decimal(digits)


def fraction(digits):
    """Every digit is kept; what no Decimal can hold becomes one that every field finds too long."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return BEYOND


def no_constant(name):
    raise ValueError("NaN and Infinity are not JSON.")


def each_key_once(pairs):
    """An object; of two values under one key nobody could say which was meant."""
    found = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable({shown(key): [_("This key stands twice in the body.")]})
        found[key] = value
    return found


def shown(key):
    """A key as it is repeated in an answer."""
    return key if len(key) <= 60 else f"{key[:60]}…"
