"""Make the files of the code lists from the paper of reference lists (developers only)."""

from pathlib import Path

from django.core.management.base import BaseCommand

from codebook import files, papers


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("paper", type=Path, help="the paper, a YAML file")

    def handle(self, *, paper, **options):
        made = papers.lists_of(files.read(paper))
        papers.write(made)
        papers.seal(paper)
        self.stdout.write(f"{len(made)} lists written.")
