"""Every write of a record, and every promise of work to come, passes through here."""

import datetime
import re
import uuid
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from audit.actions import record
from vault.errors import Erased
from vault.lookup import LookupField
from work import effects
from work.asked import Once, fingerprints
from work.errors import Stale
from work.models import DueOnce, IdempotencyKey, OutboxRow, Revision
from work.models.revisions import revision_of

CODE = re.compile(r"[\w.:+/-]{1,60}", re.ASCII)


@transaction.atomic
def create(row, *, by, verb, detail=(), office=None, about=()):
    """Insert a record, after asking it all its own checks, with its line in the trail.

    The line names the record, what it belongs to (`told_with`), and what else it is `about`.
    """
    _clean(row)
    _save(row, force_insert=True)
    record(verb, *_told(row, about), by=by, detail=detail, office=office)
    return row


@transaction.atomic
def write(row, *, by, verb, changes, version=None, detail=(), office=None, about=(), beside=False):
    """Write those of the changes that differ from what is stored; the one function that changes a record.

    With `version`, the one the person saw: Stale when somebody else changed the record meanwhile, unless
    there is nothing left to change. `beside`: a row that is told with this one changes too, so that whoever
    read both before has read what stands no more. The given row and the one answered both hold what is
    stored then.
    """
    stored = type(row)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    before = {field: field.value_from_object(stored) for field in map(stored._meta.get_field, changes)}
    for name, value in changes.items():
        setattr(stored, name, value)
    stored.clean_fields(exclude={field.name for field in stored._meta.fields if field not in before})
    changed = [field for field, old in before.items() if field.value_from_object(stored) != old]
    if changed and version is not None and version != stored.version:
        raise Stale(type(row)._base_manager.get(pk=row.pk), changes)
    if changed or beside:
        _save_changed(stored, {field: before[field] for field in changed}, by=by, verb=verb)
    if changed:
        codes = [*(field.name for field in changed), *detail]
        record(verb, *_told(stored, about), by=by, detail=codes, office=office)
    for field in (*before, stored._meta.get_field("version")):
        setattr(row, field.attname, getattr(stored, field.attname))
    return stored


@transaction.atomic
def remove(row, *, by, verb, detail=(), office=None, about=()):
    """Take out a record that the caller has locked: what stood in it is kept, as of any change.

    It goes with the key of its subject, as all that was replaced does. What finds a sealed value again is
    made of that value, and not kept beside it.
    """
    found_by = {
        "id",
        "version",
        *(field.name for field in row._meta.fields if isinstance(field, LookupField)),
    }
    fields = [field for field in row._meta.concrete_fields if field.name not in found_by]
    before = {field: field.value_from_object(row) for field in fields}
    revision_of(row, before, by=by, verb=verb).save(force_insert=True)
    record(verb, *_told(row, about), by=by, detail=detail, office=office)
    return bool(row.delete())


def _clean(row):
    """Check a new row by itself; where that finds something, its constraints too, to say all at once."""
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError:
        row.full_clean()
        raise


def _save(row, **how):
    """Save the row: the database knows its constraints, and is asked which one only where it refuses."""
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError:
        row.validate_constraints()
        raise


def _told(row, about):
    """Of what a line of the trail about this row tells: the row first, each once."""
    further = [*getattr(row, "told_of", ()), *(getattr(one, "pk", one) for one in about)]
    return [row, *(key for key in dict.fromkeys(further) if key != row.pk)]


def _save_changed(row, before, *, by, verb):
    """Check the row as a whole, keep the values it had, then save the changed fields and the next version."""
    row.clean()
    row.validate_unique()
    revision_of(row, before, by=by, verb=verb).save(force_insert=True)
    row.version += 1
    _save(row, update_fields=[*(field.name for field in before), "version"])


def history(row):
    """What this record was before each change, the latest first: `(revision, {field: value it had})`.

    What was erased with its key is left out: nobody can tell what stood there.
    """
    found = []
    for revision in Revision.objects.of(row):
        with suppress(Erased):
            found.append((revision, revision.read(type(row))))
    return found


def written_at(rows, verb):
    """`{id: moment}` at which this verb last changed each of these records, or else at which it was made.

    A revision bears the moment at which its transaction began: never is it before the record was made.
    """
    if not rows:
        return {}
    changed = Revision.objects.of_rows(rows).filter(verb=verb).order_by("at")
    found = dict(changed.values_list("row", "at"))
    return {row.pk: max(row.created_at, found.get(row.pk, row.created_at)) for row in rows}


@transaction.atomic
def once(key, *, by, verb, make):
    """Call `make` unless this user sent the same key before; answer the id of what was made then or now.

    A second sender waits for the first: where that one succeeds its id is answered, where it is undone the
    second does the work. With the key as a `work.asked.Once`, as pages and the API give it, other answers
    under the same key are refused, as is another verb. Without a key `make` is called each time.
    """
    key, asked = (key.key, key.asked) if isinstance(key, Once) else (key, None)
    if not key:
        return _key_of(make())
    if not CODE.fullmatch(str(key)):
        raise ValidationError(_("The key of this request must be a code of at most 60 signs."), code="key")
    known = fingerprints(asked)
    mine = IdempotencyKey(user=_key_of(by), key=str(key), verb=verb, fingerprint=known[0])
    if _claim(mine):
        mine.made = _key_of(make())
        mine.save(update_fields=["made"])
        return mine.made
    first = IdempotencyKey.objects.get(user=mine.user, key=mine.key)
    if first.verb != verb or (first.fingerprint and bytes(first.fingerprint) not in known):
        used = _("This form was already used for something else. If this is a new record, save it again.")
        raise ValidationError(used, code="key_used")
    return first.made


def is_saved(key, *, by):
    """Has this user saved under this key already? What a page sends by itself may arrive after its form."""
    return bool(key) and IdempotencyKey.objects.filter(user=_key_of(by), key=key[:80]).exists()


@transaction.atomic
def claims(keys, *, what):
    """Rows for these keys, whoever sends them; None where one of them was used already: then nothing is kept.

    Who comes second waits for the first, and is told only once that one has succeeded.
    """
    rows = [IdempotencyKey(key=key, verb=what) for key in sorted(keys)]
    if all(_claim(row) for row in rows):
        return rows
    IdempotencyKey.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return None


def made_under(key):
    """The id of what was made under this key, whoever sent it; None where nothing was."""
    return IdempotencyKey.objects.filter(user=None, key=key).values_list("made", flat=True).first()


def note_saved(key, *, by, what):
    """Remember that this user has saved under this key, where nothing is made by it."""
    _claim(IdempotencyKey(user=_key_of(by), key=str(key), verb=what))


@transaction.atomic
def due_once(schedule, period, effect, *, subject=None, **keys):
    """Queue the effect once for this period of the schedule; the next time answer None."""
    if _claim(DueOnce(schedule=schedule, period=period)):
        return queue(effect, subject=subject, **keys)
    return None


def queue(effect, *, subject=None, not_before=None, **keys):
    """Promise an effect in the current transaction: once that is committed it happens, exactly once.

    Keys are ids and short codes, by which the effect finds what it works on; names and stories are refused.
    """
    effects.named(effect)
    row = OutboxRow(effect=effect, subject=_key_of(subject))
    row.keys = {name: _plain(value) for name, value in keys.items()}
    if not_before is not None:
        row.not_before = not_before
    row.save(force_insert=True)
    return row


@transaction.atomic
def try_again(row, *, by):
    """Give an outbox row that was given up its attempts back; asked twice, once is enough."""
    row = OutboxRow.objects.select_for_update().get(pk=row.pk)
    if row.given_up_at is None:
        return row
    row.given_up_at, row.attempts, row.not_before = None, 0, Now()
    row.save(update_fields=["given_up_at", "attempts", "not_before"])
    subjects = [row.subject] if row.subject else []
    record("outbox.tried_again", *subjects, by=by, kind="work.outboxrow", detail=[row.pk, row.effect])
    return row


def _claim(row):
    """Insert the row unless its key is taken, waiting for whoever is inserting it; True when it is ours."""
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
