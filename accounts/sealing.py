"""The secrets of second factors, sealed for their person.

allauth keeps them in `Authenticator.data`, and its own hooks for encryption are not told whose they are. So
the column itself is given another class: what is saved is sealed with the data key of the row's person and
bound to the person and the type, what is read opens with the same. A row's data moved to another person or
type does not open; neither does data that somebody wrote into the table in the clear.
"""

import base64
import binascii
import json
import uuid

from allauth.mfa.models import Authenticator
from django.db.models import JSONField
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext as _

from vault import envelope
from vault.errors import SealBroken
from vault.keyring import IDENTITY
from vault.keys import Subject, data_key


class Kept:
    """What stands in the table, not yet opened."""

    def __init__(self, column):
        self.column = column

    def __repr__(self):
        return "<sealed>"

    def envelope(self):
        """The sealed bytes; whatever else somebody wrote there is refused."""
        try:
            return envelope.Envelope(base64.b64decode(self.column["sealed"], validate=True))
        except (KeyError, TypeError, binascii.Error):
            raise SealBroken(_("This second factor is not sealed as it should be.")) from None


class OpenedData(DeferredAttribute):
    """`Authenticator.data` as allauth reads and writes it: a plain dict, opened when it is asked for."""

    def __get__(self, row, owner=None):
        if row is None:
            return self
        held = super().__get__(row, owner)
        if isinstance(held, Kept):
            held = row.__dict__[self.field.attname] = opened(row, held)
        return held

    def __set__(self, row, value):
        row.__dict__[self.field.attname] = value


class SealedData(JSONField):
    """The column of `Authenticator.data`."""

    def from_db_value(self, value, expression, connection):
        return Kept(super().from_db_value(value, expression, connection))

    def pre_save(self, row, add):
        held = row.__dict__[self.attname]
        return held.column if isinstance(held, Kept) else sealed(row, held)

    def value_from_object(self, row):
        return self.pre_save(row, False)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def seal_second_factors():
    """Put the sealed column in the place of allauth's; called once, when the programme starts."""
    field = Authenticator._meta.get_field("data")
    field.__class__ = SealedData
    Authenticator.data = OpenedData(field)


def sealed(row, data):
    key = data_key(Subject("user", row.user_id), IDENTITY, make=True)
    sealed_bytes = envelope.seal(key, json.dumps(data).encode(), place(row))
    return {"sealed": base64.b64encode(sealed_bytes).decode()}


def opened(row, kept):
    key = data_key(Subject("user", row.user_id), IDENTITY)
    return json.loads(envelope.unseal(key, kept.envelope(), place(row)))


def place(row):
    """Where the data belong: person and type name the row, before it has a number."""
    return f"v1:mfa_authenticator.data:{uuid.uuid5(row.user_id, row.type)}"
