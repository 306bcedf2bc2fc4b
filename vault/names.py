"""Names found although they are misspelt: an index that lives in memory and is written nowhere.

Sealed names leave nothing searchable in the data base (`security.md` §4): whoever takes it away learns no
name. Here are only the letters, three at a time, of every word and of how it sounds; the room that keeps the
names says how a word sounds and which people have which names.
"""

import math
from array import array
from functools import cache, lru_cache
from threading import RLock

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein

# So many words are held taken apart.
WORDS = 50_000
# So many of those who share most letters are compared word by word.
NEAR = 400
# From here on a name is worth showing: of ten letters two may be wrong, of a short word one.
ENOUGH = 0.72
# The beginning of a word is nearly the word; each word of the name that was not typed counts a little less.
BEGINNING, LEAST_BEGINNING, LEFT_OVER = 0.95, 2, 0.01
# A word that only sounds the same comes after one that is written the same.
SAME_SOUND = 0.97


class NameIndex:
    """Who is called so, the likeliest first; changed and asked from several threads.

    `sound` says how a word sounds. A person has several names, each of them a tuple of words.
    """

    def __init__(self, sound=lambda word: word):
        self._sound, self._lock = sound, RLock()
        self._people, self._names, self._row_of = [], [], {}
        self._alive, self._rows_with = array("b"), {}
        # Many people share few words: each is taken apart once. It lives and dies with the index.
        self._letters = lru_cache(maxsize=WORDS)(self._letters_of)

    def __len__(self):
        return len(self._row_of)

    def put(self, person, names):
        """This person is called so from now on, and no longer as before."""
        names = tuple(tuple(words) for words in names if words)
        with self._lock:
            self.drop(person)
            if not names:
                return
            row = len(self._people)
            self._people.append(person)
            self._names.append(names)
            self._alive.append(1)
            self._row_of[person] = row
            for letters in {letters for words in names for word in words for letters in self._letters(word)}:
                self._rows_with.setdefault(letters, array("i")).append(row)

    def drop(self, person):
        """Nobody finds this person by name any more."""
        with self._lock:
            row = self._row_of.pop(person, None)
            if row is not None:
                self._alive[row] = 0
                self._people[row] = self._names[row] = None

    @property
    def mostly_gone(self):
        """Is more of it left over from names that changed than it is worth? Then it is built anew."""
        return len(self._people) > 1000 and len(self._people) > 2 * len(self._row_of)

    @property
    def end(self):
        """The place of whoever is put next: who is put later stands at it or behind it."""
        return len(self._people)

    def rows(self, people):
        """The places of these people, to be asked among them again and again (`find`)."""
        with self._lock:
            found = (self._row_of.get(person) for person in people)
            return np.array(sorted(row for row in found if row is not None), dtype=np.int32)

    def find(self, words, *, among=None, behind=0, most=25):
        """People who may be called so, the likeliest first; only `among` these places, when they are given.

        Whoever stands at the place `behind` or later was put after those places were looked up, and counts
        as one of them.
        """
        words = sorted((word for word in words if word), key=len, reverse=True)
        with self._lock:
            near = self._near(words, among, behind)
            alike = cache(self._alike)
            scored = sorted((-self._score(words, row, alike), row) for row in near)
            return [self._people[row] for score, row in scored if -score >= ENOUGH][:most]

    def _letters_of(self, word):
        """The letters of a word, three at a time, as it is written and as it sounds."""
        return threes(word) | {f"~{three}" for three in threes(self._sound(word))}

    def _near(self, words, among, behind):
        """Places of those who share most of these letters; what few share weighs more."""
        count = len(self._people)
        weights = np.zeros(count, dtype=np.float32)
        for letters in {letters for word in words for letters in self._letters(word)}:
            if rows := self._rows_with.get(letters):
                weights[np.frombuffer(rows, dtype=np.int32)] += math.log(1 + count / len(rows))
        if among is not None:
            seen = np.zeros(count, dtype=bool)
            seen[among] = True
            seen[behind:] = True
            weights[~seen] = 0
        weights[np.frombuffer(self._alive, dtype=np.int8) == 0] = 0
        # Of those with any weight alone: among thousands without one numpy looks for the border in vain.
        places = np.flatnonzero(weights)
        if len(places) > NEAR:
            places = places[np.argpartition(weights[places], len(places) - NEAR)[-NEAR:]]
        return places.tolist()

    def _score(self, words, row, alike):
        """How well what was typed fits the best of this person's names, from 0 to 1."""
        return max(fit(words, name, alike) for name in self._names[row])

    def _alike(self, typed, word):
        """How alike a typed word and one of a name are, from 0 to 1."""
        if typed == word:
            return 1.0
        if len(typed) >= LEAST_BEGINNING and word.startswith(typed):
            return BEGINNING
        sound, other = self._sound(typed), self._sound(word)
        if sound == other:
            return SAME_SOUND
        written = DamerauLevenshtein.normalized_similarity(typed, word)
        return max(written, DamerauLevenshtein.normalized_similarity(sound, other))


def fit(words, name, alike):
    """The mean likeness of the typed words, each with the best word that is left of the name."""
    left, total = list(name), 0.0
    for word in words:
        likeness, best = 0.0, None
        for one in left:
            if (found := alike(word, one)) > likeness:
                likeness, best = found, one
        if best is not None:
            left.remove(best)
            total += likeness
    return total / len(words) - LEFT_OVER * len(left)


def threes(word):
    """The letters of a word three at a time, with its beginning and its end."""
    padded = f"  {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
