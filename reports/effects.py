"""What reports do later, in a worker."""

from reports import actions, making
from reports.missing.sending import counted_for
from work.effects import effect


@effect("reports.make", prepare=making.read_undisturbed)
def make_report(keys, reading):
    """Write the figures that were read, once, with the files."""
    actions.make_report(keys["report"], reading)


@effect("reports.send_missing_lists", prepare=counted_for)
def send_missing_lists(keys, counts):
    """Let each worker find on her day what her cases lack."""
    actions.deliver_missing_lists(keys["sending"], counts)


@effect("reports.make_files")
def make_files(keys):
    """Make the files of a report that was explained or approved since they were made."""
    actions.make_files(keys["report"])
