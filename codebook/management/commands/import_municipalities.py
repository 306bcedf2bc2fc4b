"""Import the national list of municipalities from a CSV or XLSX file, and say what becomes of each row."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from audit.actions import outliving_refusal
from codebook import actions, municipalities
from codebook.places import HOME


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--country", required=True, choices=HOME)
        parser.add_argument("--by", required=True, help="sign-in name of the administrator who imports it")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what becomes of each row, save nothing"
        )

    @outliving_refusal()
    def handle(self, *, file, country, by, dry_run, **options):
        user = get_user_model().objects.signing_in_as(by).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {by}.")
        with override("en"):
            self.say(self.taken(file.read_bytes(), country, user, dry_run))

    def taken(self, data, country, user, dry_run):
        """The account of the file, after its good rows were saved unless it is tried dry."""
        try:
            if dry_run:
                return municipalities.read(data, country)
            return actions.import_municipalities(by=user, country=country, data=data)
        except (ValidationError, PermissionDenied) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error

    def say(self, account):
        for row in account.worst_first:
            self.stdout.write(
                f"{row.number} {row.code} {row.name}: {row.outcome_label} {row.reason}".rstrip()
            )
        self.stdout.write(", ".join(f"{outcome.label} {count}" for outcome, count in account.counts))
