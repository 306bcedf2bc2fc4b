import hashlib
from io import BytesIO

from django.db import transaction

from reports.counting import definition
from reports.keeping import kept, locked, note_explained
from reports.kinds import kinds
from reports.models import Figure, ReportFile, ReportStatus, TemplateVersion
from reports.tracking.workbook import XLSX, workbook
from vault.keys import Subject
from work.actions import write
from work.files import keep_file

LANGUAGES = ("es", "en")
# What tells a figure of a report from its others.
PLACE = ("code", "stretch", "period", "dimension", "category")


@transaction.atomic
def make_report(report, reading, *, by=None):
    """Write down what was read for a report, with the definitions used, and make its files.

    What was read earlier than what stands is not written: of two workers the later look holds. Nor is what
    was read for other days: who gave the report its days has asked for their figures too.
    """
    report = locked(report)
    if report.is_approved or reading is None or _is_outdated(reading, report):
        return report
    kind = kinds()[report.kind]
    versions = {code: kept(definition(code)) for code in kind.indicators}
    for figure in reading.figures:
        figure.report, figure.indicator = report, versions[figure.code]
    _keep_addresses(report, reading.figures)
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
    note_explained(report)
    make_files(report, by=by)
    report.files_asked_of = None
    report.save(update_fields=["files_asked_of"])
    return report


def _is_outdated(reading, report):
    older = report.counted_at is not None and report.counted_at > reading.counted_at
    return older or reading.days != report.stretch


def _keep_addresses(report, figures):
    """A figure that is counted again keeps its id: whoever noted its address finds it there."""
    known = {tuple(place): pk for pk, *place in report.figures.values_list("pk", *PLACE)}
    for figure in figures:
        figure.pk = known.get(tuple(getattr(figure, name) for name in PLACE))


@transaction.atomic
def make_files(report, *, by=None):
    """Make the workbook of a report in each language, from its figures as they stand."""
    report = locked(report)
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
