"""Fields whose column holds sealed bytes and whose attribute reads as plain text, date, JSON or bytes.

A value assigned in the clear is sealed when the row is saved and opened when it is read. The database never
sees it: it cannot be filtered by, computed with, updated in bulk or serialised.
"""

import json
from datetime import date
from uuid import UUID

from django import forms
from django.core import checks, validators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import Exact

from vault import envelope, keyring, keys
from vault.lookup import LookupField
from vault.models import Sealed
from vault.values import SealedAttribute, SealedValue

__all__ = ["LookupField", "SealedBytes", "SealedDate", "SealedJSON", "SealedText"]

SMALLEST = 2 + 4 + envelope.NONCE + envelope.BLOCK + envelope.TAG


class OnlyNull(Exact):
    """`field=None` asks whether something is there; nothing else can be asked of what is sealed."""

    def __init__(self, lhs, rhs):
        if rhs is not None:
            raise _refusal(lhs.output_field, "it cannot be searched; only isnull can be asked")
        super().__init__(lhs, rhs)


class SealedField(models.Field):
    """What all sealed fields share."""

    descriptor_class = SealedAttribute
    mutable = False

    def __init__(self, *args, ring=keyring.IDENTITY, **kwargs):
        self.ring = ring
        super().__init__(*args, **{**kwargs, "serialize": False})
        if self.max_length is not None:
            self.validators = [*self.validators, validators.MaxLengthValidator(self.max_length)]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["serialize"]
        return name, path, args, {**kwargs, "ring": self.ring}

    def get_internal_type(self):
        return "BinaryField"

    def db_check(self, connection):
        """The database itself takes nothing but envelopes into the column."""
        column = connection.ops.quote_name(self.column)
        return f"substring({column} FROM 1 FOR 2) = '\\x0104'::bytea AND octet_length({column}) >= {SMALLEST}"

    # Sealing and opening

    def place(self, instance):
        """Whose key seals the value of this row, and the one place where it opens."""
        meta = self.model._meta
        subject = keys.Subject.of(instance)
        return subject, f"v1:{meta.app_label}.{meta.db_table}.{self.column}:{instance.sealing_row()}"

    def open(self, instance, value):
        """The value with its plain text, opened if it is not open yet."""
        if not value.opened:
            subject, place = self.place(instance)
            padded = envelope.unseal(keys.data_key(subject, self.ring), value.envelope, place)
            value.plain, value.place = self.decoded(envelope.unpad(padded)), (subject, place)
        return value

    def seal(self, instance, plain):
        """The value in an envelope for this row."""
        subject, place = self.place(instance)
        if not isinstance(subject.id, UUID) or not isinstance(instance.sealing_row(), UUID):
            raise ValueError(f"{self} is sealed: row and subject need their UUIDs before anything is saved.")
        key = keys.data_key(subject, self.ring, make=True)
        plain = self.to_python(plain)
        sealed = envelope.seal(key, envelope.pad(self.encoded(plain)), place)
        return SealedValue(sealed, plain, (subject, place))

    def pre_save(self, instance, add):
        """The envelope to write: sealed now if the value was assigned, or its row or subject changed."""
        value = getattr(type(instance), self.attname).held(instance)
        if value is None:
            return None
        if add or value.opened:
            value = self._sealed_here(instance, value)
        return value.envelope

    def _sealed_here(self, instance, value):
        value = self.open(instance, value)
        if self.mutable or value.place != self.place(instance) or self._key_is_gone(instance, value):
            value = self.seal(instance, value.plain)
            setattr(instance, self.attname, value)
        return value

    def _key_is_gone(self, instance, value):
        """True when the key that sealed this was made in work that was undone, and undone with it."""
        key = keys.data_key(keys.Subject.of(instance), self.ring, make=True)
        return value.envelope.key_id != key.id

    def from_db_value(self, value, expression, connection):
        return None if value is None else SealedValue(envelope.Envelope(value))

    # What is refused

    def get_db_prep_value(self, value, connection, prepared=False):
        return self.get_db_prep_save(value, connection)

    def get_db_prep_save(self, value, connection):
        if value is None or isinstance(value, envelope.Envelope):
            return value if value is None else bytes(value)
        raise _refusal(self, "it is written by saving the row, not by update() or bulk_update()")

    def get_lookup(self, lookup_name):
        if lookup_name not in {"exact", "isnull"}:
            raise _refusal(self, "it cannot be searched; only isnull can be asked")
        return OnlyNull if lookup_name == "exact" else super().get_lookup(lookup_name)

    def value_to_string(self, obj):
        raise _refusal(self, "it is never serialised")

    def check(self, **kwargs):
        """Refuse to start with a sealed field that could not keep what it promises."""
        return [
            *super().check(**kwargs),
            *self._problem(not issubclass(self.model, Sealed), "its model is not Sealed", "vault.E003"),
            *self._problem(
                self.ring not in {keyring.IDENTITY, keyring.SECRET}, "there is no such ring", "vault.E004"
            ),
            *self._problem(
                self.unique or self.db_index or self.has_db_default(),
                "the database cannot compare it",
                "vault.E005",
            ),
        ]

    def _problem(self, is_one, words, number):
        return [checks.Error(f"{self} is sealed: {words}.", obj=self, id=number)] if is_one else []

    # Forms

    def formfield(self, **kwargs):
        """A form field of the plain value; no browser remembers what was typed into it."""
        field = super().formfield(**{"show_hidden_initial": False, **self.form_options(), **kwargs})
        field.widget.attrs.setdefault("autocomplete", "off")
        return field


class SealedText(SealedField):
    """Sealed text; empty text and no text stay two things."""

    encoded = staticmethod(str.encode)
    decoded = staticmethod(bytes.decode)

    def to_python(self, value):
        return value if value is None or isinstance(value, str) else str(value)

    def form_options(self):
        empty = {"empty_value": None} if self.null else {}
        if self.choices:
            return empty
        wide = {"widget": forms.Textarea} if self.max_length is None else {"max_length": self.max_length}
        return {"form_class": forms.CharField, **empty, **wide}


class SealedDate(SealedField):
    """A sealed date."""

    empty_strings_allowed = False
    _dates = models.DateField()

    def encoded(self, plain):
        return plain.isoformat().encode()

    def decoded(self, plain):
        return date.fromisoformat(plain.decode())

    def to_python(self, value):
        return self._dates.to_python(value)

    def form_options(self):
        return {"form_class": forms.DateField}


class SealedJSON(SealedField):
    """Sealed JSON; what was opened is sealed again when the row is saved, so changes inside it are kept."""

    empty_strings_allowed = False
    mutable = True

    def encoded(self, plain):
        return json.dumps(plain, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()

    def decoded(self, plain):
        return json.loads(plain)

    def form_options(self):
        return {"form_class": forms.JSONField, "encoder": DjangoJSONEncoder}


class SealedBytes(SealedField):
    """Sealed bytes: a photograph, the secret of a second factor."""

    empty_strings_allowed = False
    encoded = decoded = staticmethod(bytes)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"editable": False, **kwargs})

    def to_python(self, value):
        return None if value is None else bytes(value)

    def formfield(self, **kwargs):
        """Bytes are not typed into forms."""


def _refusal(field, words):
    return TypeError(f"{field} is sealed: {words}.")
