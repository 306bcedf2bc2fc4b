"""How a file of a report leaves the house: the same for the page and for programs."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from audit.actions import record
from work import files

BEING_MADE = _("The files are being made anew. Take them in a moment.")


def hand_out(report, language, *, by):
    """The workbook in this language; its name tells the award and the period, nothing else."""
    one = get_object_or_404(report.files.filter(language=language).select_related("file")[:1])
    record("report.file_taken", report, by=by, detail=[language, one.format])
    name = f"{report.award.number}_{report.kind}_{report.end.isoformat()}_{language}.{one.format}"
    return files.answer(one.file, name)
