"""Bringing everything under the current keys: in short transactions, while people work."""

from collections import Counter
from functools import partial

from django.apps import apps
from django.db import transaction

from vault import keyring, keys
from vault.errors import Erased, VaultError
from vault.lookup import LookupField
from vault.models import SubjectKey

BATCH = 500


def outdated(ring):
    """Data keys that an older key of this ring wraps."""
    return SubjectKey.objects.filter(ring=ring).exclude(key_id__in=["", keyring.ring(ring).current_id])


def rewrap(ring):
    """Wrap the data keys of a ring with its current key: how many were, and what hinders how many."""
    done, left = 0, Counter()
    for page in _locked_pages(outdated(ring)):
        wrapped = [row for row in page if _worked(keys.wrap_again, row, left)]
        SubjectKey.objects.bulk_create(
            wrapped, update_conflicts=True, unique_fields=["id"], update_fields=["key_id", "wrapped"]
        )
        done += len(wrapped)
    return done, left


def lookup_fields():
    """Every look-up field there is."""
    return [
        field
        for model in apps.get_models()
        if not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, LookupField)
    ]


def looked_up(field):
    """Rows that have something to be looked up by."""
    return field.model._base_manager.filter(**{f"{field.of}__isnull": False})


def remake(field):
    """Make the digests of a field again with the current key: how many changed, and what hinders how many."""
    done, left = 0, Counter()
    for page in _locked_pages(looked_up(field)):
        before = {row.pk: getattr(row, field.attname) for row in page}
        with keys.held_keys():
            keys.open_keys(page)
            made = [row for row in page if _worked(partial(_make, field), row, left)]
        changed = [row for row in made if getattr(row, field.attname) != before[row.pk]]
        field.model._base_manager.bulk_update(changed, [field.attname])
        done += len(changed)
    return done, left


def _locked_pages(rows):
    """Rows in the order of their keys; each page is locked while it is worked on, saved before the next."""
    rows, last = rows.order_by("pk").select_for_update(of=("self",)), None
    while True:
        with transaction.atomic():
            page = list((rows if last is None else rows.filter(pk__gt=last))[:BATCH])
            if not page:
                return
            yield page
        last = page[-1].pk


def _make(field, row):
    try:
        field.make(row)
    except Erased:  # whoever asks for the number of an erased person must not be told that she was here
        setattr(row, field.attname, None)


def _worked(change, row, left):
    try:
        change(row)
    except VaultError as error:
        left[str(error)] += 1
        return False
    return True
