"""Every write of a record, and every promise of work to come, passes through here."""

import datetime
import re
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actions import record
from work import effects
from work.errors import Stale
from work.models import DueOnce, IdempotencyKey, OutboxRow

CODE = re.compile(r"[\w.:+/-]{1,60}", re.ASCII)


@transaction.atomic
def create(row, *, by, verb, detail=(), office=None):
    """Insert a record, after asking it all its own checks, with its line in the trail."""
    row.full_clean()
    row.save(force_insert=True)
    record(verb, row, by=by, detail=detail, office=office)
    return row


@transaction.atomic
def write(row, *, by, verb, changes, version=None, detail=(), office=None):
    """Write those of the changes that differ from what is stored; the one function that changes a record.

    With `version`, the one the person saw: Stale when somebody else changed the record meanwhile, unless there
    is nothing left to change. The given row and the one answered both hold what is stored then.
    """
    stored = type(row)._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    before = {field: field.value_from_object(stored) for field in map(stored._meta.get_field, changes)}
    for name, value in changes.items():
        setattr(stored, name, value)
    stored.clean_fields(exclude={field.name for field in stored._meta.fields} - {field.name for field in before})
    changed = [field for field, old in before.items() if field.value_from_object(stored) != old]
    if changed and version is not None and version != stored.version:
        raise Stale(type(row)._base_manager.get(pk=row.pk), changes)
    if changed:
        _save_changed(stored, changed)
        record(verb, stored, by=by, detail=[*(field.name for field in changed), *detail], office=office)
    for field in (*before, stored._meta.get_field("version")):
        setattr(row, field.attname, getattr(stored, field.attname))
    return stored


def _save_changed(row, fields):
    """Check the row as a whole, then save these fields and the next version."""
    row.clean()
    row.validate_unique()
    row.validate_constraints()
    row.version += 1
    row.save(update_fields=[*(field.name for field in fields), "version"])


@transaction.atomic
def once(key, *, by, verb, make, asked=None):
    """Call `make` unless this user sent the same key before; answer the id of what was made then or now.

    A second sender waits for the first: where that one succeeds its id is answered, where it is undone the
    second does the work. `asked`, what was typed, is kept as a keyed digest: another input under the same
    key is refused, as is another verb. Without a key there is nothing to compare and `make` is called.
    """
    if not key:
        return _key_of(make())
    if not CODE.fullmatch(str(key)):
        raise ValidationError(_("The key of this request must be a code of at most 60 signs."), code="key")
    mine = IdempotencyKey(user=getattr(by, "pk", by), key=str(key), verb=verb)
    if _claim(mine):
        mine.made = _key_of(make())
        mine.save(update_fields=["made"])
        return mine.made
    first = IdempotencyKey.objects.get(user=mine.user, key=mine.key)
    if first.verb != verb:
        raise ValidationError(_("This form was already used for something else. Open it again."), code="key")
    return first.made


@transaction.atomic
def due_once(schedule, period, effect, *, subject=None, **keys):
    """Queue the effect unless this period of this schedule was queued before; answer the outbox row or None."""
    if _claim(DueOnce(schedule=schedule, period=period)):
        return queue(effect, subject=subject, **keys)
    return None


def queue(effect, *, subject=None, not_before=None, **keys):
    """Promise an effect, in the current transaction: it happens exactly once after that is committed, or never.

    Keys are ids and short codes, by which the effect finds what it works on; names and stories are refused.
    """
    effects.named(effect)
    keys = {name: _plain(value) for name, value in keys.items()}
    times = {} if not_before is None else {"not_before": not_before}
    return OutboxRow.objects.create(effect=effect, subject=getattr(subject, "pk", subject), keys=keys, **times)


def _claim(row):
    """Insert the row unless its unique key is taken, waiting for whoever is inserting it now; True when it is ours."""
    type(row).objects.bulk_create([row], ignore_conflicts=True)
    return type(row).objects.filter(pk=row.pk).exists()


def _key_of(made):
    return getattr(made, "pk", made)


def _plain(value):
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, uuid.UUID | datetime.date):
        return str(value)
    if isinstance(value, str) and CODE.fullmatch(value):
        return value
    raise ValueError("The outbox takes ids and short codes, nothing else.")
