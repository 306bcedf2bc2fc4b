"""Sealing bytes: AES-256-GCM, bound by additional data to the one place where they may be opened.

0x01 | length of key id | key id | nonce (12) | ciphertext | tag (16)
"""

import os

from cryptography.exceptions import InvalidTag
from django.utils.translation import gettext as _

from vault.errors import SealBroken

VERSION = 1
NONCE = 12
TAG = 16
BLOCK = 32


class Envelope(bytes):
    """Sealed bytes. Only these may be written to a sealed column: anything else is plain and is refused."""

    __slots__ = ()

    @property
    def key_id(self):
        """The id of the key that sealed this, as it stands in the clear."""
        return bytes(self[2 : 2 + self[1]])

    @property
    def body(self):
        return self[2 + self[1] :]


def seal(key, plain, place):
    """Seal bytes with a key, for one place."""
    nonce = os.urandom(NONCE)
    header = bytes([VERSION, len(key.id)]) + key.id
    return Envelope(header + nonce + key.cipher.encrypt(nonce, plain, place.encode()))


def unseal(key, envelope, place):
    """The bytes again, or SealBroken: another key, another place or a single changed bit opens nothing."""
    envelope = Envelope(envelope)
    if len(envelope) < 2 or envelope[0] != VERSION or envelope.key_id != key.id:
        raise SealBroken(_("This cannot be opened: it was not sealed with the key of its record."))
    body = envelope.body
    if len(body) < NONCE + TAG:
        raise SealBroken(_("This cannot be opened: a part of it is missing."))
    try:
        return key.cipher.decrypt(body[:NONCE], body[NONCE:], place.encode())
    except InvalidTag:
        raise SealBroken(
            _("This cannot be opened: it was changed, or moved from where it was written.")
        ) from None


def pad(plain):
    """Fill up to whole blocks, so that the length of what is sealed tells little about a name."""
    return plain + b"\x80" + bytes(-(len(plain) + 1) % BLOCK)


def unpad(padded):
    """What was filled up, without the filling."""
    plain, mark, rest = padded.rpartition(b"\x80")
    if not mark or rest.strip(b"\0"):
        raise SealBroken(_("This cannot be opened: it does not end as it was written."))
    return plain
