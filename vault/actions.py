"""What is done with subjects and their keys."""

from django.db import transaction
from django.utils import timezone

from audit.actions import record
from vault import keyring, keys
from vault.keys import Subject, make_keys, open_keys
from vault.models import ErasedSubject, NameChange, SubjectKey

__all__ = [
    "Subject",
    "destroy_keys",
    "erase_again",
    "forget_followed_changes",
    "make_keys",
    "open_keys",
    "reseal",
]

SEALING_RINGS = (keyring.IDENTITY, keyring.SECRET)


@transaction.atomic
def destroy_keys(subject, *, by):
    """Destroy the keys of a subject: what they sealed is lost, and nothing is sealed for it again."""
    _destroy(subject, timezone.now())
    record("vault.erased", subject.id, by=by, kind=subject.kind)


@transaction.atomic
def erase_again(erased):
    """Follow a list of erasures in a restored database: (kind, subject, at) of each."""
    for kind, subject, at in erased:
        _destroy(Subject(kind, subject), at)


@transaction.atomic
def reseal(row, **changes):
    """Move a row to another subject: lock and open it, change whose it is, seal it with that one's key."""
    row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update(of=("self",)))
    sealed = [field.name for field in row._meta.concrete_fields if hasattr(field, "ring")]
    for name in sealed:
        getattr(row, name)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=[*sealed, *changes])


def _destroy(subject, at):
    listed = ErasedSubject(kind=subject.kind, subject=subject.id, at=at)
    ErasedSubject.objects.bulk_create([listed], ignore_conflicts=True)
    empty = [
        SubjectKey(kind=subject.kind, subject=subject.id, ring=ring, wrapped=b"") for ring in SEALING_RINGS
    ]
    SubjectKey.objects.bulk_create(
        empty,
        update_conflicts=True,
        unique_fields=["kind", "subject", "ring"],
        update_fields=["key_id", "wrapped"],
    )
    NameChange.objects.create(subject=subject.id)
    keys.forget(subject)


def forget_followed_changes():
    """Every night: changes of names that every index has followed."""
    NameChange.objects.outdated().delete()
