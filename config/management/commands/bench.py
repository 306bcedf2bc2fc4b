"""Measure pages, saving and a quarter's figures beside hand-written SQL, in one run, over invented cases."""

from statistics import quantiles
from time import perf_counter

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from cases.models import Case
from config.benching import quarter, recall
from config.benching.browser import Browser, web_server
from config.benching.measures import measures
from config.demo_data import loader

WARM, MEASURED = 20, 200


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--cases", type=int, default=100_000, help="cases to measure among")
        parser.add_argument("--only", choices=["pages", "report"], help="measure nothing else")

    def handle(self, *, cases, only, **options):
        if not settings.DEMO or loader.holds_real_data():
            raise CommandError(
                "This measures among invented people: it runs in the demo only (AMPARO_DEMO=1)."
            )
        if (missing := cases - Case.objects.count()) > 0:
            call_command("seed", cases=missing, stdout=self.stdout)
        if only != "report":
            self.measure_pages()
        if only != "pages":
            for line in quarter.lines():
                self.stdout.write(line)

    def measure_pages(self):
        """One line for each page and each verb."""
        head = f"{'':32} {'p50 ms':>8} {'p95 ms':>8} {'at most':>8} {'SQL p50':>8} {'KB':>6}"
        self.stdout.write(f"{head}   ({Case.objects.count():,} cases)")
        with web_server() as port:
            for measure in measures():
                self.stdout.write(measured(measure, Browser(port, measure.user)))
            self.stdout.write(recall.line())


def measured(measure, browser):
    """One line of the table."""
    times, size = [], 0
    for turn in range(WARM + MEASURED):
        took, size = measure.visit(browser, turn)
        times.append(took)
    cuts = quantiles(times[WARM:], n=100)
    by_hand = f"{asked(*measure.by_hand):8.1f}" if measure.by_hand else f"{'':8}"
    late = "" if cuts[94] <= measure.most else "  TOO LONG"
    figures = f"{cuts[49]:8.1f} {cuts[94]:8.1f} {measure.most:8d} {by_hand} {size / 1024:6.1f}"
    return f"{measure.words:32} {figures}{late}"


def asked(statement, parameters):
    """Milliseconds of the middle of 200 times the same rows by hand, read to the end.

    What is written by hand is taken back: it is less than a page writes, and nobody could go on with it.
    """
    times = []
    with transaction.atomic(), connection.cursor() as cursor:
        for _turn in range(MEASURED):
            began = perf_counter()
            cursor.execute(statement, parameters)
            if cursor.description:
                cursor.fetchall()
            times.append((perf_counter() - began) * 1000)
        transaction.set_rollback(True)
    return quantiles(times, n=100)[49]
