"""Several people, or several programs, at the same moment."""

import re
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier, Condition
from time import sleep

from django.db import connection


def together(*calls):
    """Let all the calls begin at once, each on its own connection; answer what each answered or raised."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait(30)
            return call()
        except Exception as error:  # noqa: BLE001 what a call raises is its answer
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


class Crossing:
    """People at work on the same records, who meet before each row they lock and each row they write.

    Whoever comes there waits for the others, or for `patience` where they wait for a lock; then chance says
    who goes first. So every order of reading, locking and writing comes about, and a seed repeats it.
    """

    POINT = re.compile(r"^(INSERT|UPDATE|DELETE)|FOR (NO KEY )?UPDATE")

    def __init__(self, seed, patience=0.004):
        self.chance, self.patience = Random(seed), patience
        self.gate, self.at_work, self.waiting, self.times = Condition(), 0, 0, 0

    def together(self, *calls):
        """Let all the calls begin at once and cross; answer what each answered or raised."""
        self.at_work = len(calls)
        return together(*map(self._crossing, calls))

    def _crossing(self, call):
        def run():
            try:
                with connection.execute_wrapper(self._at_each_point):
                    return call()
            finally:
                with self.gate:
                    self.at_work -= 1
                    self._open_gate()

        return run

    def _at_each_point(self, execute, statement, *rest):
        if self.POINT.search(statement):
            sleep(self._meet())
        return execute(statement, *rest)

    def _meet(self):
        with self.gate:
            self.waiting += 1
            self._open_gate()
            if self.waiting:
                this_time = self.times
                self.gate.wait_for(lambda: self.times != this_time, self.patience)
                self.waiting -= self.times == this_time
            return self.chance.random() * self.patience / 2 if self.at_work > 1 else 0

    def _open_gate(self):
        if self.waiting >= self.at_work:
            self.waiting, self.times = 0, self.times + 1
            self.gate.notify_all()
