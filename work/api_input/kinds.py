"""How each kind of form field stands in JSON: one table for reading and for the schema."""

import re
from decimal import Decimal

from django import forms
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from work.api_input.values import number, parts, refuse, text
from work.dates import EARLIEST, LATEST
from work.forms import MoneyField, PartialDateField

LARGEST_INT = 2**31 - 1
LONGEST_LIST = 1000
UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


class Kind:
    """Text, and what all kinds share."""

    def nullable(self, field):
        """May the field be null, which empties it?"""
        return not field.required

    def schema(self, field):
        """The kind's part of the OpenAPI schema."""
        longest = getattr(field, "max_length", None)
        return {
            "type": "string",
            **({"minLength": 1} if field.required else {}),
            **({"maxLength": longest} if longest else {}),
            "pattern": "^[^\\x00]*$",
        }

    def take(self, field, value):
        """What the form is given for this JSON value; refuses in a sentence what is of another kind."""
        longest = getattr(field, "max_length", None)
        if longest and len(text(value)) > longest:
            refuse(_("This may have at most %(longest)s characters.") % {"longest": longest})
        return text(value)

    def present(self, field, value):
        """What the form is given for the value that stands already."""
        return field.prepare_value(value)

    def spread(self, name, taken):
        """The taken value under the names that the field's widget reads."""
        return {name: taken}


class Shaped(Kind):
    """Text of one shape only."""

    def __init__(self, shape, sentence, **schema):
        self.shape, self.sentence, self.said = shape, sentence, schema

    def schema(self, field):
        return {"type": "string", **self.said}

    def take(self, field, value):
        if not isinstance(value, str) or not self.shape.fullmatch(value):
            refuse(self.sentence)
        return value


class Moment(Shaped):
    """A point in time with its offset."""

    def take(self, field, value):
        try:
            moment = parse_datetime(super().take(field, value))
        except ValueError:
            moment = None
        if moment is None or not EARLIEST <= moment.year <= LATEST:
            refuse(self.sentence)
        return moment


class Formatted(Kind):
    """Text whose shape the form checks, named in the schema."""

    def __init__(self, name):
        self.name = name

    def schema(self, field):
        return super().schema(field) | {"format": self.name}


class Truth(Kind):
    def nullable(self, field):
        return isinstance(field, forms.NullBooleanField)

    def schema(self, field):
        must = field.required and not isinstance(field, forms.NullBooleanField)
        return {"type": "boolean", **({"enum": [True]} if must else {})}

    def take(self, field, value):
        return value if isinstance(value, bool) else refuse(_("This must be true or false."))


class Whole(Kind):
    def bounds(self, field):
        lowest, highest = field.min_value, field.max_value
        return (
            -LARGEST_INT if lowest is None else lowest,
            LARGEST_INT if highest is None else highest,
        )

    def schema(self, field):
        lowest, highest = self.bounds(field)
        return {"type": "integer", "minimum": lowest, "maximum": highest}

    def take(self, field, value):
        if (value := number(value)) != int(value):
            refuse(_("This must be a whole number."))
        if abs(value) > LARGEST_INT:
            refuse(_("This number is too long."))
        return int(value)


class Fraction(Kind):
    def schema(self, field):
        places, digits = getattr(field, "decimal_places", None), getattr(field, "max_digits", None)
        lowest, highest = field.min_value, field.max_value
        if digits is not None:
            largest = 10 ** (digits - (places or 0)) - 1
            lowest, highest = -largest if lowest is None else lowest, largest if highest is None else highest
        return {
            "type": "number",
            **({} if lowest is None else {"minimum": plain(lowest)}),
            **({} if highest is None else {"maximum": plain(highest)}),
        }

    def take(self, field, value):
        return Decimal(f"{Decimal(number(value)):f}")


class Choice(Kind):
    def keys(self, field):
        """The codes that may be sent; empty text only where nothing need be chosen."""
        pairs = [
            pair
            for key, label in field.choices
            for pair in (label if isinstance(label, list | tuple) else [(key, label)])
        ]
        keys = [key for key, _label in pairs if key not in ("", None)]
        return keys if field.required or not all(isinstance(key, str) for key in keys) else [*keys, ""]

    def schema(self, field):
        keys = self.keys(field)
        return {"type": json_type(keys), **({"enum": keys} if any(keys) else {})}

    def take(self, field, value):
        if type(value) is not PYTHON_TYPES[json_type(self.keys(field))]:
            refuse(_("This must be one of the codes, as the schema gives them."))
        return text(value) if isinstance(value, str) else value


class Key(Kind):
    """Another record, by its id or its code."""

    def column(self, field):
        return field.queryset.model._meta.get_field(field.to_field_name or field.queryset.model._meta.pk.name)

    def schema(self, field):
        if isinstance(self.column(field), models.UUIDField):
            return {"type": "string", "format": "uuid"}
        return {"type": "string", "minLength": 1, "maxLength": 100}

    def take(self, field, value):
        if isinstance(self.column(field), models.UUIDField):
            return IDENTIFIER.take(field, value)
        return text(value)


class Many(Kind):
    """A list of codes or of records."""

    def __init__(self, one):
        self.one = one

    def nullable(self, field):
        return False

    def schema(self, field):
        items = {key: value for key, value in self.one.schema(field).items() if key != "minLength"}
        least = {"minItems": 1} if field.required else {}
        return {"type": "array", "items": items, "uniqueItems": True, "maxItems": LONGEST_LIST, **least}

    def take(self, field, value):
        if not isinstance(value, list):
            refuse(_("This must be a list."))
        if len(value) > LONGEST_LIST:
            refuse(_("This list is too long."))
        taken = [self.one.take(field, item) for item in value]
        if len(set(taken)) < len(taken):
            refuse(_("Something stands twice in this list."))
        return taken


class HalfKnown(Kind):
    """A date with its precision: `{"date": "2011-03-01", "precision": "month"}`."""

    def schema(self, field):
        return {"$ref": "#/components/schemas/PartialDate"}

    def take(self, field, value):
        said = parts(value, "date", "precision")
        if said["precision"] == "unknown" and said["date"] is None:
            return "", True
        if said["precision"] not in [*PRECISIONS] or not isinstance(said["date"], str):
            refuse(_("Give the date as YYYY-MM-DD and its precision: day, month, year or unknown."))
        known, rest = PRECISIONS[said["precision"]]
        if not DAY.fullmatch(said["date"]) or not said["date"].endswith(rest):
            refuse(_("Of a month or a year the date is its first day, as YYYY-MM-DD."))
        return said["date"][:known], False

    def spread(self, name, taken):
        written, unknown = taken or ("", False)
        return {name: written} | ({f"{name}_unknown": "on"} if unknown else {})


class Money(Kind):
    """An amount and its currency: `{"amount": 1234.5, "currency": "USD"}`."""

    def schema(self, field):
        amount, currency = field.fields
        parts_of = {"amount": NUMBER.schema(amount), "currency": CODE.schema(currency)}
        return {
            "type": "object",
            "properties": parts_of,
            "required": list(parts_of),
            "additionalProperties": False,
        }

    def take(self, field, value):
        said, (amount, currency) = parts(value, "amount", "currency"), field.fields
        return NUMBER.take(amount, said["amount"]), CODE.take(currency, said["currency"])

    def spread(self, name, taken):
        amount, currency = taken or (None, None)
        return {name: amount, f"{name}_currency": currency}


def plain(value):
    return int(value) if value == int(value) else float(value)


def json_type(keys):
    """The JSON type of codes; codes of two types would be asked for in one form by mistake only."""
    kinds = {type(key) for key in keys} - {str} or {str}
    return {bool: "boolean", int: "integer"}.get(kinds.pop(), "string")


PYTHON_TYPES = {"boolean": bool, "integer": int, "string": str}
# How much of YYYY-MM-DD is known, and what the rest must be.
PRECISIONS = {"day": (10, ""), "month": (7, "-01"), "year": (4, "-01-01")}
IDENTIFIER = Shaped(UUID, gettext_lazy("This must be an id, as the API gives them."), format="uuid")
NUMBER, CODE = Fraction(), Choice()
DATE = Shaped(DAY, gettext_lazy("This must be a date as 2026-03-27."), format="date")
TIME = Shaped(CLOCK, gettext_lazy("This must be a time as 14:30."), pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")
MOMENT_KIND = Moment(
    MOMENT,
    gettext_lazy("This must be a moment with its offset, as 2026-03-27T14:30:00Z."),
    format="date-time",
)
# The first that fits: a class stands before those it descends from.
KINDS = [
    (PartialDateField, HalfKnown()),
    (MoneyField, Money()),
    (forms.ModelMultipleChoiceField, Many(Key())),
    (forms.ModelChoiceField, Key()),
    (forms.MultipleChoiceField, Many(CODE)),
    (forms.ChoiceField, CODE),
    (forms.NullBooleanField, Truth()),
    (forms.BooleanField, Truth()),
    (forms.DateTimeField, MOMENT_KIND),
    (forms.DateField, DATE),
    (forms.TimeField, TIME),
    (forms.FloatField, NUMBER),
    (forms.DecimalField, NUMBER),
    (forms.IntegerField, Whole()),
    (forms.UUIDField, IDENTIFIER),
    (forms.EmailField, Formatted("email")),
    (forms.URLField, Formatted("uri")),
    (forms.CharField, Kind()),
]


def kind_of(field):
    """The kind of this form field; a field that no kind knows is a mistake of whoever wrote the form."""
    for form_field, kind in KINDS:
        if isinstance(field, form_field):
            return kind
    raise TypeError(f"work.api_input.kinds has no kind for {type(field).__name__}.")


def files_among(fields):
    """The fields that take a file: such a form is sent as multipart/form-data."""
    return {name: field for name, field in fields.items() if isinstance(field, forms.FileField)}


def sendable(fields):
    """The fields that can be sent as JSON: files come another way, disabled ones not at all."""
    return {
        name: field
        for name, field in fields.items()
        if not field.disabled and not isinstance(field, forms.FileField)
    }
