"""The rings of keys that everything sealed hangs from, as the environment gives them in AMPARO_KEYS.

    identity:2026a:<base64 of 32 bytes> secret:2026a:<…> lookup:2026a:<…>

The first key of a ring is the current one; the others still open what they sealed. No key ever shows itself:
not in a repr, a log, a pickle or an error page.
"""

import base64
import hashlib
import re
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from vault.errors import BadKeys, KeyLost

IDENTITY, SECRET, LOOKUP = RINGS = ("identity", "secret", "lookup")
LENGTH = 32
ID = re.compile(r"[A-Za-z0-9_-]{1,16}")


class Key:
    """One key of 256 bits under the id by which envelopes call it."""

    __slots__ = ("_material", "cipher", "id")

    def __init__(self, key_id, material):
        self.id, self._material, self.cipher = key_id, material, AESGCM(material)

    def __repr__(self):
        return f"<Key {self.id!r}>"

    def __reduce__(self):
        raise TypeError("A key is never pickled or copied.")

    def is_made_of(self, material):
        """Whether the key consists of these bytes."""
        return secrets.compare_digest(self._material, material)

    def derive(self, purpose):
        """The bytes of another key, for one purpose only (HKDF-SHA256)."""
        return HKDF(hashes.SHA256(), LENGTH, salt=None, info=purpose.encode()).derive(self._material)

    def looks_typed(self):
        """Whether these are letters and digits rather than random bytes (chance of an error: 1 in 10^13)."""
        return all(32 <= byte < 127 for byte in self._material) or len(set(self._material)) < 12


class Ring:
    """The keys of one name: the first seals, all of them open."""

    def __init__(self, name):
        self.name, self.keys = name, {}

    def __repr__(self):
        return f"<Ring {self.name}: {', '.join(self.keys)}>"

    @property
    def current_id(self):
        return next(iter(self.keys))

    @property
    def current(self):
        return self.keys[self.current_id]

    def key(self, key_id):
        """The key of this id, or KeyLost in a sentence that says how to get it back."""
        if key_id not in self.keys:
            raise KeyLost(
                _(
                    "This cannot be opened now: the key %(ring)s:%(id)s is missing. What was written is not "
                    "lost; whoever runs this installation has to put the key back into AMPARO_KEYS."
                )
                % {"ring": self.name, "id": key_id}
            )
        return self.keys[key_id]


def ring(name):
    """The ring of this name, as the settings give it."""
    return parse(_text(settings.AMPARO_KEYS, settings.AMPARO_KEYS_FILE))[name]


@sensitive_variables()
def refuse_bad_keys(*, keys, keys_file, secret_key):
    """Raise BadKeys, in one sentence, when the rings would protect nobody."""
    rings = parse(_text(keys, keys_file))
    careless = set(_careless_keys(secret_key))
    for name, ring in rings.items():
        for key_id, key in ring.keys.items():
            if any(key.is_made_of(material) for material in careless):
                raise BadKeys(f"AMPARO_KEYS: the key {name}:{key_id} is made from SECRET_KEY; {MAKE_NEW}")
            if key.looks_typed():
                raise BadKeys(f"AMPARO_KEYS: the key {name}:{key_id} is not random; {MAKE_NEW}")


MAKE_NEW = "`manage.py make_keys` writes new ones."


@lru_cache(maxsize=4)
@sensitive_variables()
def parse(text):
    """The rings by name, or BadKeys in one sentence that names the entry and never the key."""
    rings = {name: Ring(name) for name in RINGS}
    seen = []
    for number, entry in enumerate(text.split(), start=1):
        name, key_id, key = _entry(entry, number)
        if key_id in rings[name].keys:
            raise BadKeys(
                f"AMPARO_KEYS, entry {number}: the id {name}:{key_id} is there twice; give each key its own."
            )
        if any(key.is_made_of(other) for other in seen):
            raise BadKeys(f"AMPARO_KEYS, entry {number}: the key {name}:{key_id} is there twice; {MAKE_NEW}")
        seen.append(key._material)
        rings[name].keys[key_id] = key
    if missing := [name for name in RINGS if not rings[name].keys]:
        raise BadKeys(f"AMPARO_KEYS has no key for the ring {missing[0]}; {MAKE_NEW}")
    return rings


@sensitive_variables()
def _entry(entry, number):
    name, _colon, rest = entry.partition(":")
    key_id, _colon, encoded = rest.partition(":")
    if name not in RINGS or not ID.fullmatch(key_id):
        raise BadKeys(f"AMPARO_KEYS, entry {number}: write identity:ID:KEY, secret:ID:KEY or lookup:ID:KEY.")
    try:
        material = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise BadKeys(f"AMPARO_KEYS, entry {number}: the key {name}:{key_id} is not base64.") from None
    if len(material) != LENGTH:
        raise BadKeys(
            f"AMPARO_KEYS, entry {number}: the key {name}:{key_id} has {len(material)} bytes, not {LENGTH}."
        )
    return name, key_id, Key(key_id.encode(), material)


def _text(keys, keys_file):
    if keys and keys_file:
        raise BadKeys("Set AMPARO_KEYS or AMPARO_KEYS_FILE, not both.")
    return keys or (_read(keys_file) if keys_file else "")


@lru_cache(maxsize=4)
def _read(path):
    try:
        return Path(path).read_text(encoding="ascii")
    except OSError as error:
        raise BadKeys(f"AMPARO_KEYS_FILE: {path} cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise BadKeys(f"AMPARO_KEYS_FILE: {path} is not a text file.") from None


@sensitive_variables()
def _careless_keys(secret):
    """What haste makes out of one secret: itself, cut or filled up, decoded, or hashed once."""
    raw = secret.encode()
    yield raw[:LENGTH].ljust(LENGTH, b"\0")
    for digest in (hashlib.sha256(raw), hashlib.sha512(raw), hashlib.blake2b(raw), hashlib.blake2s(raw)):
        yield digest.digest()[:LENGTH]
    yield hashlib.blake2b(raw, digest_size=LENGTH).digest()
    padded = raw + b"=" * (-len(raw) % 4)
    for decode, text in (
        (base64.b64decode, padded),
        (base64.urlsafe_b64decode, padded),
        (bytes.fromhex, secret),
    ):
        try:
            yield decode(text)[:LENGTH]
        except ValueError:
            continue


def new_keys(key_id):
    """A new line for AMPARO_KEYS: one random key for each ring."""
    return " ".join(
        f"{name}:{key_id}:{base64.b64encode(secrets.token_bytes(LENGTH)).decode()}" for name in RINGS
    )
