"""How rows go out: moments in UTC, amounts as numbers, half-known dates with their precision."""

from datetime import UTC

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

# A float gives every decimal of this length back as it was.
EXACT_DIGITS = 15


class Moment(serializers.DateTimeField):
    """2026-03-27T20:30:00Z, whatever the office's own time."""

    def __init__(self, **kwargs):
        super().__init__(default_timezone=UTC, **kwargs)


class Amount(serializers.DecimalField):
    """A JSON number."""

    def __init__(self, max_digits, decimal_places, **kwargs):
        if max_digits is None or max_digits > EXACT_DIGITS:
            raise ValueError(f"A JSON number keeps {EXACT_DIGITS} digits at most.")
        super().__init__(max_digits, decimal_places, coerce_to_string=False, **kwargs)

    def to_representation(self, value):
        return float(value)


@extend_schema_field({"oneOf": [{"$ref": "#/components/schemas/PartialDate"}, {"type": "null"}]})
class PartialDate(serializers.Field):
    """`{"date", "precision"}` of two columns, as PartialDate("born_on", "born_on_precision"), or null."""

    def __init__(self, date, precision, **kwargs):
        self.date, self.precision = date, precision
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, row):
        date, precision = getattr(row, self.date), getattr(row, self.precision)
        return {"date": date.isoformat() if date else None, "precision": precision} if precision else None


@extend_schema_field({"$ref": "#/components/schemas/Money"})
class MoneyPair(serializers.Field):
    """`{"amount", "currency"}` of two columns."""

    def __init__(self, amount, currency, **kwargs):
        self.amount, self.currency = amount, currency
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, row):
        amount = getattr(row, self.amount)
        return None if amount is None else {"amount": float(amount), "currency": getattr(row, self.currency)}


class Row(serializers.ModelSerializer):
    """The base of every output serializer; nothing is ever written through it."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.DateTimeField: Moment,
        models.DecimalField: Amount,
        # A blank one would be no e-mail and no address to whoever checks the answer against its schema.
        models.EmailField: serializers.CharField,
        models.URLField: serializers.CharField,
    }

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "Meta" in vars(cls):
            cls.Meta.read_only_fields = cls.Meta.fields
