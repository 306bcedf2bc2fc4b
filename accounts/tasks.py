"""What happens to accounts at night."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import BadTry


@shared_task(name="accounts.tidy")
def tidy():
    """Every night: forget sessions that have ended, and bad tries that count no more."""
    SessionStore.clear_expired()
    BadTry.objects.outdated().delete()
