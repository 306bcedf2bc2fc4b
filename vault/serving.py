"""A directory of names in a process of its own, asked over a Unix socket that only its own user opens.

A message is what is asked in JSON, and for `let_see` the ids of people, 16 bytes each, behind it.
"""

import ctypes
import json
import logging
import os
import resource
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Client, Listener
from uuid import UUID

from django.db import DatabaseError, close_old_connections

from vault.errors import NamesAway, NamesNotRead
from vault.following import EVERY_SECONDS

logger = logging.getLogger(__name__)
PR_SET_DUMPABLE = 4
ID = 16
UNIX = "AF_UNIX"
GONE = (EOFError, OSError)


def keep_out_of_dumps():
    """No crash writes the names of this process to a disk, and no other program of its user reads them."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def serve(directory, path):
    """Answer everybody who asks, until the process ends; what was left by another run is taken away."""
    with suppress(FileNotFoundError):
        os.unlink(path)
    before = os.umask(0o177)
    try:
        listener = Listener(path, UNIX)
    finally:
        os.umask(before)
    with listener:
        while True:
            asker = listener.accept()
            threading.Thread(target=_answer_all, args=(directory, asker), daemon=True).start()


def _answer_all(directory, asker):
    with asker, suppress(*GONE):
        while True:
            asked = asker.recv_bytes()
            asker.send_bytes(json.dumps(_answer(directory, asked)).encode())


def _answer(directory, asked):
    head, _end, ids = asked.partition(b"\n")
    question = json.loads(head)
    if not directory.built:
        return {"away": True}
    if "let_see" in question:
        people = [UUID(bytes=ids[place : place + ID]) for place in range(0, len(ids), ID)]
        directory.let_see(question["let_see"], people)
        return {}
    words, key, most = question["words"], question["key"], question["most"]
    found = directory.find(words, key, most) if key else directory.find_anybody(words, most)
    return {"found": found if found is None else [str(person) for person in found]}


def follow_for_ever(directory, stop):
    """Keep up with the data base, whether or not anybody asks; one that is away is tried again."""
    while not stop.wait(EVERY_SECONDS):
        try:
            directory.follow()
        except DatabaseError:
            logger.warning("names_not_followed")
        close_old_connections()


class Asked:
    """The same directory, as another process asks it."""

    def __init__(self, path):
        self._path, self._of_thread = path, threading.local()

    @property
    def built(self):
        """Has it read all names?"""
        try:
            self._ask({"words": [], "key": "", "most": 0})
        except NamesNotRead:
            return False
        return True

    def follow(self):
        """It follows by itself."""

    def let_see(self, key, people):
        self._ask({"let_see": key}, b"".join(person.bytes for person in people))

    def find(self, words, key, most):
        found = self._ask({"words": words, "key": key, "most": most})["found"]
        return found if found is None else [UUID(one) for one in found]

    def find_anybody(self, words, most):
        return self.find(words, "", most)

    def _ask(self, question, ids=b""):
        message = json.dumps(question).encode() + b"\n" + ids
        # One that was left open when the other side began anew fails once, and is opened again.
        for fresh in (False, True):
            try:
                line = self._line(fresh=fresh)
                line.send_bytes(message)
                answer = json.loads(line.recv_bytes())
                break
            except GONE:
                self._of_thread.line = None
        else:
            raise NamesAway()
        if answer.get("away"):
            raise NamesNotRead()
        return answer

    def _line(self, *, fresh):
        if fresh or getattr(self._of_thread, "line", None) is None:
            self._of_thread.line = Client(self._path, UNIX)
        return self._of_thread.line
