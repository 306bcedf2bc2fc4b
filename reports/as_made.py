"""Definitions and template of a report as they were when it was counted: its figures are shown by these."""

from reports.counting.definitions import as_it_was
from reports.kinds import kind_that_says, kinds
from reports.models import IndicatorVersion


def definitions_of(report):
    """{code: definition} of the versions on which the report's figures rest."""
    used = IndicatorVersion.objects.filter(pk__in=report.figures.order_by().values("indicator"))
    return {one.code: as_it_was(one.says) for one in used}


def kind_of(report):
    """The template by which the report was made; of one that nobody made yet, the present one."""
    return kind_that_says(report.template.says) if report.template else kinds()[report.kind]
