"""An index of names that keeps up with the data base, and remembers for a while who may see whom."""

import time
from threading import Lock

from django.db import connection

from vault.models import FOLLOWED_WITHIN, NameChange
from vault.names import NameIndex

# No more often than that it is asked what changed.
EVERY_SECONDS = 1.0
# So many people's places of those whom they may see are held, each until its key is asked for no more.
MASKS = 200
HORIZON = """
SELECT (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint,
       (pg_current_xact_id_if_assigned()::text)::bigint
"""


class Directory:
    """Everybody's names, asked among those whom somebody may see.

    `everybody()` yields `(person, names)` of all, `these(people)` of those of them who still have a name.
    Whoever asks names a key under which the people were told whom she may see; None where it is not known.
    """

    def __init__(self, sound, everybody, these):
        self._sound, self._everybody, self._these = sound, everybody, these
        self._following, self._index = Lock(), None
        self._masks, self._upto, self._followed_at = {}, 0, 0.0
        # Changes that were followed already although a transaction older than theirs still writes.
        self._seen = frozenset()

    @property
    def built(self):
        return self._index is not None

    def follow(self):
        """Read all names once, afterwards those that changed; whoever comes meanwhile takes what is there."""
        if not self._following.acquire(blocking=not self.built):
            return
        try:
            slept = time.monotonic() - self._followed_at
            if not self.built or slept > FOLLOWED_WITHIN.total_seconds() / 2 or self._index.mostly_gone:
                self._build()
            elif slept >= EVERY_SECONDS:
                self._catch_up()
        finally:
            self._following.release()

    def let_see(self, key, people):
        """Whoever asks under this key may see these people."""
        index = self._index
        self._masks[key] = (index, index.rows(people), index.end)
        for old in list(self._masks)[:-MASKS]:
            self._masks.pop(old, None)

    def find(self, words, key, most):
        """People who may be called so among those told for this key, the likeliest first; or None."""
        index, among, behind = self._masks.get(key, (None, None, None))
        if index is None or index is not self._index:
            return None
        return index.find(words, among=among, behind=behind, most=most)

    def find_anybody(self, words, most):
        """People who may be called so, whoever may see them."""
        return self._index.find(words, most=most)

    def _build(self):
        # Asked before anything is read: what ends meanwhile is read twice, and nothing is missed.
        (upto, _own), index = horizon(), NameIndex(self._sound)
        for person, names in self._everybody():
            index.put(person, names)
        self._masks.clear()
        self._seen = frozenset()
        self._index, self._upto, self._followed_at = index, upto, time.monotonic()

    def _catch_up(self):
        # Asked before the rows: what is older than this is over, and stands among them.
        upto, own = horizon()
        rows = NameChange.objects.filter(transaction__gte=self._upto).exclude(transaction=own or 0)
        rows = list(rows.values_list("pk", "subject", "transaction"))
        changed = {subject for pk, subject, _transaction in rows if pk not in self._seen}
        named = dict(self._these(changed)) if changed else {}
        for person in changed:
            self._index.put(person, named.get(person, ()))
        self._seen = frozenset(pk for pk, _subject, transaction in rows if transaction >= upto)
        self._upto, self._followed_at = upto, time.monotonic()


def horizon():
    """`(the oldest transaction that still writes, our own)`: what is older than the first is over and seen.

    The first may be of another data base of the same server, and hours old.
    """
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        return cursor.fetchone()
