"""What happens to accounts at night."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import BadTry, UnsentText


@shared_task(name="accounts.tidy")
def tidy():
    """Every night: forget ended sessions, bad tries that count no more, and texts nobody came back for."""
    SessionStore.clear_expired()
    BadTry.objects.outdated().delete()
    UnsentText.objects.outdated().delete()
