"""What several verbs of reports share; each is called inside their transaction."""

from reports.models import IndicatorVersion, Report
from work.actions import once


def locked(report):
    """The report as it stands now: who writes it comes one after the other."""
    rows = Report.objects.select_for_update(of=("self",), no_key=True).select_related("award__donor")
    return rows.get(pk=getattr(report, "pk", report))


def is_being_counted(report):
    """Is a worker at its figures, or will be? What was given up leaves those that stand."""
    row = report.asked_of
    return row is not None and not (row.done_at or row.given_up_at)


def kept(counting):
    """The version of this definition, kept for as long as a figure rests on it."""
    says = counting.as_said()
    return IndicatorVersion.objects.keep(counting.digest, code=counting.code, says=says)


def made_once(key, by, verb, make, get):
    """Make it once; asked again, what was made then."""
    return get(pk=once(key, by=by, verb=verb, make=make))
