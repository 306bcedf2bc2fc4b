"""What several verbs of reports share; each is called inside their transaction."""

from dataclasses import asdict

from programmes.models import Award
from reports import checks
from reports.models import IndicatorVersion, Report
from reports.tracking.table import deviating
from work.actions import once, queue


def locked(report):
    """The report as it stands now: who writes it comes one after the other."""
    rows = Report.objects.select_for_update(of=("self",), no_key=True).select_related("award__donor")
    return rows.get(pk=getattr(report, "pk", report))


def locked_award(award):
    """Who asks for reports of an award or approves one, somebody or the clock, comes one after the other."""
    return Award.objects.select_for_update(of=("self",), no_key=True).get(pk=getattr(award, "pk", award))


def is_being_counted(report):
    """Is a worker at its figures, or will be? What was given up leaves those that stand."""
    row = report.asked_of
    return row is not None and not (row.done_at or row.given_up_at)


def note_explained(report):
    """Write among its checks which indicators far from their target wait for an explanation."""
    far = [line.counting for line, _pair in deviating(report)]
    explained = set(report.deviations.values_list("code", flat=True))
    found = asdict(checks.deviations_are_explained(far, explained))
    report.checks = [*(one for one in report.checks if one["check"] != found["check"]), found]
    report.save(update_fields=["checks"])


def ask_for_files(report):
    """Have the files made anew, as the report says something else now; its row is locked by the caller.

    Whoever makes them waits for that lock before reading: what waits to be made will say it too.
    """
    waiting = report.files_asked_of
    if waiting is None or waiting.done_at or waiting.given_up_at:
        report.files_asked_of = queue("reports.make_files", subject=report, report=report.pk)
        report.save(update_fields=["files_asked_of"])


def kept(counting):
    """The version of this definition, kept for as long as a figure rests on it."""
    says = counting.as_said()
    return IndicatorVersion.objects.keep(counting.digest, code=counting.code, says=says)


def made_once(key, by, verb, make, get):
    """Make it once; asked again, what was made then."""
    return get(pk=once(key, by=by, verb=verb, make=make))
