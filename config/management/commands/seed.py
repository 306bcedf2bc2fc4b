"""Write many invented cases to measure with; refuses to touch a data base that holds real people."""

from time import perf_counter

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.demo_data import loader
from config.seeding.writing import seed


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--cases", type=int, required=True, help="how many cases to write")
        parser.add_argument("--chance", type=int, default=1, help="another number gives other lives")

    def handle(self, *, cases, chance, **options):
        if not settings.DEMO:
            raise CommandError("This writes invented people: it runs in the demo only (AMPARO_DEMO=1).")
        if loader.holds_real_data():
            raise CommandError("This data base holds data that the demo did not invent: nothing was written.")
        began = perf_counter()
        written = seed(cases, say=self.stdout.write, chance=chance)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for table, rows in sorted(written.items()):
            self.stdout.write(f"{table:32} {rows:>12,}")
        self.stdout.write(f"written in {perf_counter() - began:.0f} s")
