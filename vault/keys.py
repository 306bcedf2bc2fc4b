"""Data keys: one for each subject in each ring, made when it is first sealed, held for one request only."""

import os
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from vault import envelope, keyring
from vault.errors import Erased, KeyLost, VaultError
from vault.lookup import AnyOf
from vault.models import SubjectKey

COLUMNS = ("id", "kind", "subject", "ring", "key_id", "wrapped")
SubjectKey._meta.get_field("subject").register_lookup(AnyOf)

_held = ContextVar("held data keys", default=None)


class Subject(NamedTuple):
    """Whoever or whatever a data key belongs to: a person, an incident, a shelter, a user's secrets."""

    kind: str
    id: UUID

    @classmethod
    def of(cls, thing):
        """The subject that seals this row; a subject is its own."""
        return thing if isinstance(thing, cls) else cls(thing.sealing_kind, thing.sealing_subject())


@contextmanager
def held_keys():
    """Keep unwrapped keys until the block ends: one request, one task or one batch, never longer."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.get().clear()
        _held.reset(token)


class _Transaction:
    """Waits among a transaction's on-commit calls; a rollback removes it, and with it what was read since.

    Without it, a key made in a savepoint that was undone would go on sealing, and nothing could open that.
    """

    committed = False

    def __call__(self):
        self.committed = True

    def stands(self):
        return self.committed or any(call is self for _ids, call, _robust in connection.run_on_commit)

    @classmethod
    def now(cls):
        """The mark of the savepoint we are in."""
        waiting = connection.run_on_commit
        if waiting and isinstance(waiting[-1][1], cls) and waiting[-1][0] == set(connection.savepoint_ids):
            return waiting[-1][1]
        mark = cls()
        transaction.on_commit(mark)
        return mark


def data_key(subject, ring, *, make=False):
    """The key of this subject in this ring, opened; with `make`, a new one if it never had any."""
    key, read_in = (_held.get() or {}).get((subject, ring), (None, None))
    if key is not None and read_in.stands():
        return key
    row = _rows(kind=subject.kind, subject=subject.id, ring=ring).first()
    if row is None and make:
        [row] = make_keys([subject], ring)
    if row is None:
        raise KeyLost(_("This cannot be opened: its key is not in the database."))
    return _hold(row, _Transaction.now())


def open_keys(things):
    """Load the keys of many subjects, or of the subjects of many rows, in one query; the block holds them.

    A key that does not open is left out: whoever reads its row is told why.
    """
    now = _Transaction.now()
    for row in _rows(_any_of(map(Subject.of, things))):
        with suppress(VaultError):
            _hold(row, now)


@sensitive_variables()
def make_keys(subjects, ring):
    """The key rows of these subjects in one ring, made where there is none; two who make one get the same."""
    new = []
    for kind, subject in sorted(set(subjects)):
        row = SubjectKey(kind=kind, subject=subject, ring=ring)
        new.append(_wrap(row, os.urandom(keyring.LENGTH)))
    SubjectKey.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    return list(SubjectKey.objects.filter(_any_of(subjects), ring=ring))


def forget(subject):
    """Let go of the keys of a subject that this block holds."""
    held = _held.get() or {}
    for place in [place for place in held if place[0] == subject]:
        del held[place]


@sensitive_variables()
def wrap_again(row):
    """Wrap the data key in a row with the current key of its ring; the row is not saved."""
    return _wrap(row, _material(row))


def _rows(*of, **these):
    """Key rows without what it costs to make a model of each."""
    return SubjectKey.objects.filter(*of, **these).values_list(*COLUMNS, named=True)


def _hold(row, now):
    key = keyring.Key(row.id.bytes[:4], _material(row))
    if (held := _held.get()) is not None:
        held[Subject(row.kind, row.subject), row.ring] = key, now
    return key


@sensitive_variables()
def _material(row):
    if not row.wrapped:
        raise Erased(_("This was erased and its key destroyed: nobody can open it any more."))
    return envelope.unseal(keyring.ring(row.ring).key(row.key_id), row.wrapped, _place(row))


@sensitive_variables()
def _wrap(row, material):
    ring = keyring.ring(row.ring)
    row.key_id, row.wrapped = ring.current_id, envelope.seal(ring.current, material, _place(row))
    return row


def _place(row):
    return f"v1:vault_subjectkey:{row.ring}:{row.kind}:{row.subject}"


def _any_of(subjects):
    ids = {}
    for kind, subject in subjects:
        ids.setdefault(kind, set()).add(subject)
    return reduce(or_, (Q(kind=kind, subject__any_of=list(some)) for kind, some in ids.items()), Q(pk=None))
