"""Make a report of an award's period and write its file; an approved one is written as it was frozen."""

import os
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.actions import record
from programmes.models import Award
from programmes.periods import parse, quarters_of
from reports import actions, making
from reports.kinds import kinds
from reports.models import Report
from work.files import read_file


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("template", choices=sorted(kinds()))
        parser.add_argument("--award", required=True, metavar="NUMBER")
        parser.add_argument("--period", required=True, metavar="LABEL", help="such as FY2011-Q2 or AQ1")
        parser.add_argument("--format", choices=["xlsx"], default="xlsx", dest="file_format")
        parser.add_argument("--language", choices=actions.LANGUAGES, default="es")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE")

    def handle(self, *, template, award, period, language, out, file_format, **options):
        found = Award.objects.filter(number__iexact=award).first()
        if found is None:
            raise CommandError(f"There is no award {award}.")
        require_place(out)
        report = report_of(found, template, quarter(period, found))
        file = report.files.filter(language=language).first().file
        record("report.file_taken", report, detail=[language, file_format, "terminal"])
        out.write_bytes(b"".join(read_file(file)))
        self.stdout.write(f"{out}: {report.award.number} {report.period}, {report.get_status_display()}")


def require_place(out):
    """Refuse a file that could not be written, before a report is made for it."""
    if not out.parent.is_dir():
        raise CommandError(f"There is no folder {out.parent}.")
    if out.is_dir():
        raise CommandError(f"{out} is a folder: name a file.")
    if not os.access(out if out.exists() else out.parent, os.W_OK):
        raise CommandError(f"{out} cannot be written.")


def quarter(label, award):
    """The award's quarter of this label."""
    try:
        period = parse(label, award)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None
    labels = [one.label for one in quarters_of(award)]
    if period.label not in labels:
        raise CommandError(f"{award.number} reports by {', '.join(labels)}.")
    if period.end >= timezone.localdate():
        raise CommandError(f"{period.label} is not over yet: its figures would change.")
    return period


def report_of(award, template, period):
    """The report of this period, counted now unless it is approved."""
    known = Report.objects.filter(award=award, kind=template, period=period.label).first()
    if known and known.is_approved:
        if known.awaits_files:
            actions.make_files(known)
        return known
    wanted = Report(award=award, kind=template, period=period.label, start=period.start, end=period.end)
    with making.undisturbed():
        reading = making.read(wanted)
    return actions.report_at_once(award, reading, template=template, period=period)
