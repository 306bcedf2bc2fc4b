"""Whoever protects data is not a technician: every verb of the trail has words."""

import re
from pathlib import Path

from django.conf import settings

from audit.words import all_words, words_by_room

SAID = re.compile(r"""(?:verb=|\brecord\(\s*|\bremember\(\s*|queue_verb=)"([a-z_]+(?:\.[a-z_]+)?)\"""")
ROOMS = [
    "audit", "vault", "work", "codebook", "accounts", "programmes", "cases", "shelters", "reintegration",
    "reports", "config",
]  # fmt: skip


def verbs_in_the_code():
    files = [path for room in ROOMS for path in Path(settings.BASE_DIR, room).rglob("*.py")]
    return {verb for path in files for verb in SAID.findall(path.read_text(encoding="utf-8"))}


def test_every_verb_that_is_written_has_words():
    assert verbs_in_the_code() - set(all_words()) == set()


def test_every_room_with_verbs_has_a_title_of_its_own():
    titles = [str(title) for title, _words in words_by_room()]

    assert len(titles) == len(set(filter(None, titles))) >= 4


def test_the_search_for_verbs_finds_some():
    assert {"sign_out", "award.created", "trail.read"} <= verbs_in_the_code()
