"""Bring all data keys and look-ups under the current keys of AMPARO_KEYS; run again, it goes on."""

from django.core.management.base import BaseCommand, CommandError

from audit.actions import record
from vault import keyring, rotation
from vault.actions import SEALING_RINGS


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count what is left to do")

    def handle(self, *, dry_run, **options):
        if dry_run:
            self.count()
            return
        left = [
            self.said(f"{ring}: data keys wrapped again", rotation.rewrap(ring)) for ring in SEALING_RINGS
        ]
        left += [
            self.said(f"{field}: look-ups made again", rotation.remake(field))
            for field in rotation.lookup_fields()
        ]
        record("vault.rotated", detail=[f"{name}:{keyring.ring(name).current_id}" for name in keyring.RINGS])
        if any(left):
            raise CommandError(
                "Keep the older keys in AMPARO_KEYS: not everything could be brought under the current ones."
            )
        self.stdout.write("Older keys can be taken out of AMPARO_KEYS once no backup needs them.")

    def count(self):
        """What a run would do."""
        for ring in SEALING_RINGS:
            self.stdout.write(f"{ring}: {rotation.outdated(ring).count()} data keys to wrap again")
        for field in rotation.lookup_fields():
            self.stdout.write(f"{field}: {rotation.looked_up(field).count()} look-ups to compare")

    def said(self, what, outcome):
        """Print how much was done and what stood in the way; answers whether something is left."""
        done, left = outcome
        self.stdout.write(f"{what}: {done}")
        for sentence, rows in left.items():
            self.stderr.write(f"  {rows} left: {sentence}")
        return bool(left)
