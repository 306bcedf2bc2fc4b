"""Hold everybody's names in memory and answer the web servers of this machine who is called so."""

from threading import Event, Thread

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.named import held_here
from vault.serving import follow_for_ever, keep_out_of_dumps, serve


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if not settings.NAMES_SOCKET:
            raise CommandError("NAMES_SOCKET names the Unix socket where this answers: set it first.")
        keep_out_of_dumps()
        names = held_here()
        Thread(target=follow_for_ever, args=(names, Event()), daemon=True).start()
        serve(names, settings.NAMES_SOCKET)
