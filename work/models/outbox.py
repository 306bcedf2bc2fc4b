"""The outbox: what is still to be done, who is at it, and the receipt that it was done, once."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
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

    def nobody_at(self, now):
        """Rows without a lease in force: neither sent lately nor carried by a worker whose heart beats."""
        untaken = Q(leased_by="", leased_at__lte=now - UNTAKEN)
        return self.filter(Q(leased_at=None) | untaken | _fallen(now))

    def due(self, now=None):
        """Open rows whose time has come and which nobody is at."""
        now = Now() if now is None else now
        return self.open().nobody_at(now).filter(not_before__lte=now)

    def free_to_take(self):
        """Open rows whose time has come and which no living worker carries, whether sent to one or not."""
        return self.open().filter(Q(leased_by="") | _fallen(Now()), not_before__lte=Now())

    def in_flight(self, now=None):
        """Open rows that were sent lately or are carried by a living worker."""
        idle = self.open().nobody_at(Now() if now is None else now)
        return self.open().exclude(pk__in=idle.values("pk"))

    def waiting_longer_than(self, seconds):
        """Rows due for that long with nobody at them: a sign that beat or the workers stand still."""
        return self.due().filter(not_before__lte=Now() - timedelta(seconds=seconds))


def _fallen(now):
    """Taken by a worker that has shown no sign of life for the length of a lease."""
    alive = Heartbeat.objects.filter(worker=OuterRef("leased_by"), at__gt=now - LEASE)
    return ~Q(leased_by="") & Q(leased_at__lte=now - LEASE) & ~Exists(alive)


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
    leased_at = models.DateTimeField(null=True)
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
                condition=Q(leased_by="") | Q(leased_at__isnull=False), name="outbox_lease_has_its_time"
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"], condition=Q(done_at=None, given_up_at=None), name="outbox_open"
            ),
            models.Index(
                fields=["-given_up_at"], condition=Q(given_up_at__isnull=False), name="outbox_given_up"
            ),
        ]


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
