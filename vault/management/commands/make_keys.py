"""Print a new key for each ring, as AMPARO_KEYS takes them; nothing is kept anywhere."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vault.keyring import ID, new_keys

HINT = (
    "Put this line into AMPARO_KEYS, or into the file that AMPARO_KEYS_FILE names. Where keys are in use, "
    "put it before them, keep them, start again and run rotate_keys. Back the keys up apart from the "
    "database: without them nothing sealed can be opened by anybody."
)


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--id",
            default=f"{timezone.now():%Y%m%d}",
            help="what the keys are called; today's date by default",
        )

    def handle(self, *, id, **options):  # noqa: A002
        if not ID.fullmatch(id):
            raise CommandError("An id has 1 to 16 letters, digits, - or _.")
        self.stdout.write(new_keys(id))
        self.stderr.write(HINT)
