"""What reports do later, in a worker."""

from reports import actions, making
from reports.models import Report
from work.effects import effect


@effect("reports.make", prepare=making.read_undisturbed)
def make_report(keys, reading):
    """Write the figures that were read, once, with the files."""
    actions.make_report(keys["report"], reading)


@effect("reports.make_files")
def make_files(keys):
    """Make the files of an approved report, which say that it is."""
    actions.make_files(Report.objects.select_related("award__donor").get(pk=keys["report"]))
