"""The work that is interrupted."""

import random
import time

from bench.soakroom.models import Done
from work.effects import effect

LONGEST_SECONDS = 0.1


def read_slowly(keys):
    """Some time before the transaction, as a report's reading takes."""
    time.sleep(random.uniform(0, LONGEST_SECONDS))


@effect("soak.job", prepare=read_slowly)
def do_job(keys, _read):
    """Note that the job was done, then dawdle, so that many die between the effect and its commit."""
    Done.objects.create(story=keys["story"], job=keys["job"])
    time.sleep(random.uniform(0, LONGEST_SECONDS))
