import hashlib
from io import BytesIO

from django.db import transaction

from reports.counting import definition
from reports.keeping import kept, locked
from reports.kinds import kinds
from reports.models import Figure, ReportFile, ReportStatus, TemplateVersion
from reports.tracking.workbook import XLSX, workbook
from vault.keys import Subject
from work.actions import write
from work.files import keep_file

LANGUAGES = ("es", "en")


@transaction.atomic
def make_report(report, reading, *, by=None):
    """Write down what was read for a report, with the definitions used, and make its files.

    What was read earlier than what stands is not written: of two workers the later look holds.
    """
    report = locked(report)
    if (
        report.is_approved
        or reading is None
        or (report.counted_at and report.counted_at > reading.counted_at)
    ):
        return report
    kind = kinds()[report.kind]
    versions = {code: kept(definition(code)) for code in kind.indicators}
    for figure in reading.figures:
        figure.report, figure.indicator = report, versions[figure.code]
    report.figures.all().delete()
    Figure.objects.bulk_create(reading.figures, batch_size=2000)
    changes = {
        "template": TemplateVersion.objects.keep(kind.digest, key=kind.key, says=kind.says),
        "status": ReportStatus.DRAFT,
        "counted_at": reading.counted_at,
        "checks": reading.checks,
        "agreed": reading.agreed,
    }
    report = write(report, by=by, verb="report.made", changes=changes)
    make_files(report, by=by)
    return report


@transaction.atomic
def make_files(report, *, by=None):
    """Make the workbook of a report in each language, from its figures as they stand."""
    for language in LANGUAGES:
        content = workbook(report, language)
        file = keep_file(
            BytesIO(content),
            name=f"{report.period}.xlsx",
            subject=Subject("report", report.pk),
            by=by,
            media_type=XLSX,
        )
        digest = hashlib.sha256(content).hexdigest()
        ReportFile.objects.create(report=report, language=language, format="xlsx", file=file, digest=digest)
