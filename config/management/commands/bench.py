"""Measure pages against hand-written SQL and an empty page, in one run; whatever it writes is undone."""

import uuid
from statistics import quantiles
from time import perf_counter

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from config.demo_data import loader

WARM, MEASURED = 20, 200
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEWEST = "SELECT * FROM audit_event ORDER BY id DESC LIMIT 26"
AWARDS = "SELECT * FROM programmes_award ORDER BY number, id LIMIT 26"
# What is measured: words, role that asks, address, the rows of it by hand.
PAGES = [
    ("empty page", None, "/inicio/", None),
    ("my day", Role.PROGRAMME_MANAGER, "/", None),
    ("awards", Role.PROGRAMME_MANAGER, "/programme/", AWARDS),
    ("code lists", Role.ADMINISTRATOR, "/lists/", None),
    ("trail, newest", Role.DATA_PROTECTION, "/trail/", NEWEST),
    ("trail, one person", Role.DATA_PROTECTION, "/trail/?person=caseworker", None),
]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--events", type=int, default=100_000, help="lines of the trail to read among")

    def handle(self, *, events, **options):
        with transaction.atomic():
            if not loader.is_loaded():
                loader.load()
            fill_trail(events)
            self.stdout.write(f"{'page':24} {'p50 ms':>8} {'p95 ms':>8} {'SQL p50':>8}   ({events:,} events)")
            for words, role, address, statement in PAGES:
                middle, slow = spent(visit(role, address))
                by_hand = f"{spent(lambda s=statement: asked(s))[0]:8.1f}" if statement else ""
                self.stdout.write(f"{words:24} {middle:8.1f} {slow:8.1f} {by_hand}")
            transaction.set_rollback(True)


def fill_trail(events):
    """Lines of everybody in the demo, in turn."""
    people = list(User.objects.values_list("pk", flat=True))
    Event.objects.bulk_create(
        (
            Event(verb="trail.read", actor=people[i % len(people)], subjects=[uuid.UUID(int=i % 5000)])
            for i in range(events)
        ),
        batch_size=5000,
    )


def visit(role, address):
    """A function that asks for the address as somebody of this role."""
    client = Client(SERVER_NAME="localhost")
    if role:
        client.force_login(User.objects.get(sign_in_name=role), backend=BACKEND)

    def ask():
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    return ask


def asked(statement):
    """The rows of a statement, read to the end."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.fetchall()


def spent(call):
    """Milliseconds of the middle and of the slowest twentieth of 200 calls, after 20 that do not count."""
    times = []
    for turn in range(WARM + MEASURED):
        start = perf_counter()
        call()
        if turn >= WARM:
            times.append((perf_counter() - start) * 1000)
    cuts = quantiles(times, n=100)
    return cuts[49], cuts[94]
