"""What was asked under an idempotency key: other answers under the same key are no second sending."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from vault.lookup import digests

SAID_BY_THEIR_TEXT = (date, time, timedelta, Decimal, UUID, Promise)


@dataclass(frozen=True)
class Once:
    """The key of a form or a request, with what was asked in it; only a keyed digest of that is kept."""

    key: Any
    asked: Any

    def __bool__(self):
        return bool(self.key)


def fingerprints(asked):
    """Keyed digests of what was asked, under every key of the ring; nothing where nothing is compared."""
    return [None] if asked is None else digests("work.idempotencykey", json.dumps(plain(asked)))


def plain(value):
    """The same lists and texts for the same answers, in whatever process and order they were read."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Model):
        return [value._meta.label_lower, str(value.pk)]
    if isinstance(value, SAID_BY_THEIR_TEXT):
        return str(value)
    if isinstance(value, Mapping):
        return _in_order([name, answer] for name, answer in value.items())
    if isinstance(value, set | frozenset | QuerySet):
        return _in_order(value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if is_dataclass(value):
        return [[field.name, plain(getattr(value, field.name))] for field in fields(value)]
    if isinstance(value, File):
        return _content(value)
    raise TypeError(f"Two answers of the type {type(value).__name__} cannot be compared.")


def _in_order(values):
    return sorted(map(plain, values), key=json.dumps)


def _content(file):
    """A file is what stands in it, whatever its name; whoever reads it next begins at its beginning."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
