"""What Celery is asked to do; the data base remembers what is to be done, Celery only delivers."""

from celery import shared_task

from vault.actions import forget_followed_changes
from work import carrying, relay
from work.models import UNTAKEN, Heartbeat, IdempotencyKey, Progress, RequestCount

LONGEST_WORK_SECONDS = 2 * 60 * 60


@shared_task(name="work.relay")
def relay_due_work():
    """Every two seconds: send a message for each outbox row that is due."""
    relay.relay(send)


def send(pk):
    """Send one row's message; one that waits too long expires, since the relay sends another by then."""
    carry_out.apply_async((pk,), expires=UNTAKEN.total_seconds())


@shared_task(name="work.carry_out", time_limit=LONGEST_WORK_SECONDS)
def carry_out(pk):
    """Carry out one outbox row."""
    carrying.carry_out(pk)


@shared_task(name="work.tidy")
def tidy():
    """Every night: forget keys nobody sends again, old signs of life and progress, counts, changed names."""
    IdempotencyKey.objects.outdated().delete()
    Heartbeat.objects.outdated().delete()
    Progress.objects.outdated().delete()
    RequestCount.objects.outdated().delete()
    forget_followed_changes()
