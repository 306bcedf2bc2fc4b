"""Load invented organisations, people and awards; refuses to touch a data base that holds real ones."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo_data import loader


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("This loads invented people: it runs in the demo only (AMPARO_DEMO=1).")
        if loader.holds_real_data():
            raise CommandError("This data base holds data that the demo did not invent: nothing was loaded.")
        if loader.is_loaded():
            self.stdout.write("The invented people are already there.")
            return
        loader.load()
        self.stdout.write("Invented people are loaded.")
