"""How long a quarter's figures take by the engine and by hand, and what making the report takes in memory."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from django.utils import timezone

from config.benching import reported
from config.seeding.frame import AWARDS
from programmes.models import Award
from programmes.periods import quarters_of
from reports.counting import definitions
from reports.making import undisturbed

TURNS = 5
# Of the time of the same figures by hand (design §8).
AT_MOST = 1.3
KIND = "usaid_tracking"


def lines():
    """The quarter's figures both ways, which must agree; then the whole report by a process of its own."""
    award, period = what_is_reported()
    by_engine, by_hand, told = both(award, period)
    ratio = by_engine / by_hand
    yield f"quarter {period} of {award}, {len(definitions())} indicators, {told:,} figures"
    yield f"{'by the engine':32} {by_engine * 1000:8.0f} ms"
    yield f"{'by hand (bench/sql)':32} {by_hand * 1000:8.0f} ms"
    late = "" if ratio <= AT_MOST else "  TOO LONG"
    yield f"{'ratio':32} {ratio:8.2f}    at most {AT_MOST}{late}"
    took, memory = made_whole(award, period)
    yield f"{'the report with its files':32} {took * 1000:8.0f} ms {memory / 2**20:6.0f} MB"


def what_is_reported():
    """The first of the seeded awards, and its last quarter that is over."""
    award, today = Award.objects.get(number=AWARDS[0]), timezone.localdate()
    return award, [period for period in quarters_of(award) if period.end < today][-1]


def both(award, period):
    """Seconds of the shortest turn each way, in turn, after one that warms; and how many figures.

    Both ask as the making of a report does: in one look, with the same memory.
    """
    took = {reported.by_engine: [], reported.by_hand: []}
    for turn in range(1 + TURNS):
        with undisturbed():
            told, by_hand = [timed(ask, award, period, times) for ask, times in took.items()]
        if told != by_hand:
            raise RuntimeError("The engine and the statements by hand do not agree.")
        if not turn:
            took = {ask: [] for ask in took}
    return *map(min, took.values()), len(told)


def timed(ask, award, period, times):
    """The answer; its seconds are noted among the times."""
    began = perf_counter()
    answer = ask(award, period)
    times.append(perf_counter() - began)
    return answer


def made_whole(award, period):
    """Seconds and bytes at the most of a process that makes the report as a worker does, and ends."""
    with tempfile.TemporaryDirectory() as directory:
        command = [sys.executable, "manage.py", "report", KIND, "--award", award.number]
        command += ["--period", period.label, "--out", str(Path(directory) / "report.xlsx")]
        began = perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError("The report was not made.")
    return perf_counter() - began, used.ru_maxrss * 1024
