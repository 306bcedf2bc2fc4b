"""The outbox: what is still to be done, who is at it, and the receipt that it was done, once."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

# Somebody is at a row for this long after his last sign of life; then it is given to somebody else.
LEASE = timedelta(seconds=60)
# A message that nobody took for this long is sent again: sooner than a lease ends, since nothing has begun.
UNTAKEN = timedelta(seconds=30)


class HeartbeatQuerySet(models.QuerySet):
    def outdated(self):
        """Signs of life of attempts that ended long ago."""
        return self.filter(at__lt=Now() - timedelta(days=1))


class Heartbeat(models.Model):
    """The last sign of life of one attempt at one row; written over a connection of its own."""

    worker = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField(db_default=Now())

    objects = HeartbeatQuerySet.as_manager()


class OutboxQuerySet(models.QuerySet):
    def open(self):
        """Rows whose effect has not happened and which have not been given up."""
        return self.filter(done_at=None, given_up_at=None)

    def given_up(self):
        """Rows that failed too often; they wait for a person, newest first."""
        return self.filter(given_up_at__isnull=False).order_by("-given_up_at", "-id")

    def due(self, now=None):
        """Open rows whose time has come and which nobody is at."""
        now = Now() if now is None else now
        return self.open().filter(Q(leased_until=None) | _run_out(now), not_before__lte=now)

    def in_flight(self, now=None):
        """Open rows that were sent lately or are carried by a living worker."""
        now = Now() if now is None else now
        return self.open().filter(
            Q(leased_until__gt=now) | Q(leased_by__in=_alive(now)), leased_until__isnull=False
        )

    def free_to_take(self):
        """Open rows whose time has come and which no living worker carries, whether sent to one or not."""
        return self.open().filter(Q(leased_by="") | _run_out(Now()), not_before__lte=Now())

    def waiting_longer_than(self, seconds):
        """Rows due for that long with nobody at them: a sign that beat or the workers stand still."""
        return self.due().filter(not_before__lte=Now() - timedelta(seconds=seconds))


def _run_out(now):
    """Leased for a time that is over, and not to a worker whose heart beats."""
    return Q(leased_until__lte=now) & ~Q(leased_by__in=_alive(now))


def _alive(now):
    """Workers that showed a sign of life within the length of a lease."""
    return Heartbeat.objects.filter(at__gt=now - LEASE).values("worker")


class OutboxRow(models.Model):
    """Something to be done after a change, written in the transaction of that change.

    The row stays open until its receipt is written in the same transaction as the effect. What was asked
    (effect, keys, subject) is never changed and no row is removed: the database refuses it by trigger.
    """

    id = models.BigAutoField(primary_key=True)
    effect = models.CharField(max_length=80)
    keys = models.JSONField(default=dict)
    subject = models.UUIDField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    not_before = models.DateTimeField(db_default=Now())
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=120, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True, default="")
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(given_up_at=None), name="outbox_done_or_given_up"
            ),
            models.CheckConstraint(
                condition=Q(leased_by="") | Q(leased_until__isnull=False), name="outbox_lease_has_its_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"], condition=Q(done_at=None, given_up_at=None), name="outbox_open"
            ),
            models.Index(
                fields=["leased_until"],
                condition=Q(done_at=None, given_up_at=None, leased_until__isnull=False),
                name="outbox_leased",
            ),
            models.Index(
                fields=["-given_up_at"], condition=Q(given_up_at__isnull=False), name="outbox_given_up"
            ),
        ]

    @property
    def state(self):
        """In one of the words that `components/progress.html` knows."""
        if self.done_at or self.given_up_at:
            return "done" if self.done_at else "failed"
        return "running" if self.leased_by else "waiting"


class Receipt(models.Model):
    """The proof that a row's effect happened: one for each row, written with the effect, never changed."""

    id = models.BigAutoField(primary_key=True)
    row = models.OneToOneField(OutboxRow, models.PROTECT, related_name="receipt")
    worker = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())


class DueOnce(models.Model):
    """One period of a schedule has been queued; unique, so that two beats queue it once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    schedule = models.CharField(max_length=80)
    period = models.CharField(max_length=40)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "period"], name="period_of_a_schedule_once")
        ]
