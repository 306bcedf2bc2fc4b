"""Effects of tests: each leaves a mark, so that doing it twice, or not at all, is seen."""

import threading
import time

from django.db import connection

from audit.doors import require, rule
from tests.testrooms.models import Mark
from work.effects import effect, report_progress

may_go_on = threading.Event()
readings = []


@effect("tests.mark")
def mark(keys):
    """Leave a mark."""
    Mark.objects.create(job=keys["job"])


@effect("tests.dawdle")
def dawdle(keys):
    """Leave a mark, and some time in which to die before it is committed."""
    Mark.objects.create(job=keys["job"])
    time.sleep(1)


@effect("tests.fail")
def fail(keys):
    """Leave a mark, then fail in words that nobody may keep."""
    Mark.objects.create(job=keys["job"])
    raise ValueError("María told us where she hides")


def read_in_its_own_transaction(keys):
    """Long reading, outside the effect's transaction."""
    readings.append(keys["job"])
    return {"in_transaction": connection.in_atomic_block, "job": keys["job"] * 2}


@effect("tests.prepared", prepare=read_in_its_own_transaction)
def mark_what_was_prepared(keys, prepared):
    """Leave a mark of what was read before."""
    assert not prepared["in_transaction"]
    assert connection.in_atomic_block
    Mark.objects.create(job=prepared["job"])


@effect("tests.long")
def work_long(keys):
    """Leave a mark, say how far it is, and wait until the test says go on."""
    Mark.objects.create(job=keys["job"])
    report_progress(3, 12, "reading")
    may_go_on.wait(30)
    report_progress(12, 12, "written")


@rule("Nobody may leave such a mark.")
def can_leave_such_a_mark(user, thing):
    return False


@effect("tests.refused")
def be_refused(keys):
    """Leave a mark, then ask for what nobody may."""
    Mark.objects.create(job=keys["job"])
    require(can_leave_such_a_mark, None)
