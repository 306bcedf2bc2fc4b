"""What happens while pages ask for JOBS pieces of work, and what is counted afterwards."""

import random
import time
from contextlib import contextmanager
from statistics import quantiles
from threading import Thread

from django.db import DatabaseError, connection
from django.db.models import Max

from bench.soak.killing import House, terminate_connections
from bench.soakroom.models import Asked, Done
from demo.places import make_directory
from tests.brokers import Redis
from work.actions import once, queue
from work.models import OutboxRow, Receipt

JOBS, WORKER_KILLS, REDIS_KILLS = 1000, 20, 5
JOB_PAUSE = 0.15
MOST_SECONDS_AFTER = 180


class Pages(Thread):
    """Asks for one piece of work after the other, as pages do; a write that failed is sent again."""

    def __init__(self, story):
        super().__init__(daemon=True)
        self.story, self.failed, self.written = story, 0, []
        self.start()

    def run(self):
        for job in range(JOBS):
            begun = time.monotonic()
            while not self.asked(job):
                self.failed += 1
            self.written.append((begun, time.monotonic() - begun))
            time.sleep(JOB_PAUSE)
        connection.close()

    def asked(self, job):
        """Write once, with the key that a form sent again would have; False when the data base was away."""

        def make():
            queue("soak.job", story=self.story, job=job)
            return Asked.objects.create(story=self.story, job=job)

        try:
            once(f"{self.story}-{job}", by=None, verb="soak.asked", make=make)
        except DatabaseError:
            connection.close()
            return False
        return True


def files(server, directory):
    """The demo's broker; the worker is killed, beat and all connections to the data base now and then."""
    with House(directory, "filesystem://localhost") as house:
        return worker_dies("files", house, server)


def redis(server, directory):
    """Redis as the broker; the worker is killed, beat and all connections now and then."""
    with redis_that_keeps_nothing() as broker, House(directory, broker.url) as house:
        return worker_dies("redis", house, server)


@contextmanager
def redis_that_keeps_nothing():
    """A Redis server of our own, without persistence."""
    broker = Redis()
    broker.start()
    try:
        yield broker
    finally:
        broker.kill()


def worker_dies(story, house, server):
    """Kill the worker WORKER_KILLS times while pages ask for work."""
    pages, cut_short, ended = Pages(story), set(), 0
    for kill in range(1, WORKER_KILLS + 1):
        while not under_way() - cut_short:
            time.sleep(0.02)
        time.sleep(random.uniform(0, 4))
        house.kill(house.worker)
        cut_short |= under_way()
        if kill % 5 == 0:
            house.kill(house.beat)
        if kill % 6 == 0:
            ended += terminate_connections(server)
            connection.close()
    counted = {"worker killed": WORKER_KILLS, "attempts cut short": len(cut_short)}
    return counted | {"connections ended": ended} | drained(pages)


def under_way():
    """Attempts that have begun and not ended, those among them that were cut short."""
    return set(OutboxRow.objects.open().exclude(leased_by="").values_list("leased_by", flat=True))


def redis_dies(server, directory):
    """Redis is killed and forgets all it held; the writes of pages must not notice."""
    with redis_that_keeps_nothing() as broker, House(directory, broker.url) as house:
        pages, away = Pages("redis_dies"), []
        for _ in range(REDIS_KILLS):
            time.sleep(random.uniform(18, 26))
            broker.kill()
            killed = time.monotonic()
            time.sleep(random.uniform(3, 8))
            broker.start()
            away.append((killed, time.monotonic()))
        counted = {"redis killed": REDIS_KILLS} | drained(pages)
    meanwhile = [moment for moment in pages.written if any(gone < moment[0] < back for gone, back in away)]
    return counted | {
        "write p95 ms while redis was away": p95(meanwhile),
        "workers gone deaf": house.restarts,
    }


def drained(pages):
    """Wait until all that was asked for is done, or far too long, and count."""
    begun = time.monotonic()
    pages.join()
    while OutboxRow.objects.open().exists() and time.monotonic() - begun < 2 * MOST_SECONDS_AFTER:
        time.sleep(0.2)
    asked, done = Asked.objects.filter(story=pages.story), Done.objects.filter(story=pages.story)
    rows = OutboxRow.objects.filter(keys__story=pages.story)
    return {
        "asked": asked.count(),
        "lost": asked.lost().count(),
        "done twice": done.twice().count(),
        "without receipt": done.count() - Receipt.objects.filter(row__in=rows).count(),
        "given up": rows.given_up().count(),
        "seconds after the last kill": round(time.monotonic() - begun, 1),
        "most attempts": rows.aggregate(most=Max("attempts"))["most"],
        "writes sent again": pages.failed,
        "write p95 ms": p95(pages.written),
    }


def p95(written):
    """Milliseconds within which nineteen of twenty writes were done."""
    return round(quantiles([seconds for _begun, seconds in written], n=20)[-1] * 1000, 1)


STORIES = {"files": files, "redis": redis, "redis_dies": redis_dies}
NEVER = ("lost", "done twice", "without receipt", "given up")


def tell(server, directory, chosen):
    """Tell the chosen stories, print what was counted, and answer whether any of it must not be."""
    wrong = False
    for name in chosen or STORIES:
        counted = STORIES[name](server, make_directory(directory / name))
        connection.close()
        print(name, *(f"{what}: {number}" for what, number in counted.items()), sep="\n  ", flush=True)
        wrong |= counted["asked"] != JOBS or any(counted[what] for what in NEVER)
        wrong |= counted["seconds after the last kill"] > MOST_SECONDS_AFTER
        wrong |= name == "redis_dies" and counted["writes sent again"] > 0
    return wrong
