from django.db import transaction
from django.utils.translation import gettext as _

from audit.doors import require
from reports import rules
from reports.keeping import ask_for_files, locked, made_once, note_explained
from reports.models import Deviation
from reports.tracking.table import deviating
from work.actions import create, write
from work.errors import refusal


@transaction.atomic
def explain_deviation(report, *, by, code, once="", **facts):
    """Say why an indicator is far from its target; once approved, what was said stays."""
    require(rules.can_explain_deviation, by, report)
    report = _open(report)
    return made_once(
        once, by, "deviation.explained", lambda: _explained(report, code, by, facts), Deviation.objects.get
    )


def _explained(report, code, by, facts):
    if code not in {line.counting.code for line, _pair in deviating(report)}:
        raise refusal(_("This figure is not far from its target: there is nothing to explain."), code="code")
    if Deviation.objects.filter(report=report, code=code).exists():
        raise refusal(_("Somebody explained this figure meanwhile. Look at what stands now."), code="code")
    said = create(Deviation(report=report, code=code, **facts), by=by, verb="deviation.explained")
    _say_so(report)
    return said


@transaction.atomic
def change_explanation(deviation, *, by, version=None, **facts):
    """Say otherwise why an indicator is far from its target, as long as the report is a draft."""
    require(rules.can_explain_deviation, by, deviation.report)
    report = _open(deviation.report)
    before = deviation.version
    changed = write(deviation, by=by, verb="deviation.changed", changes=facts, version=version)
    if changed.version != before:
        _say_so(report)
    return changed


def _say_so(report):
    """What waits for an explanation and what its files say are other things now: whoever opened it before to
    approve it has not read that."""
    write(report, by=None, verb="deviation.explained", changes={}, beside=True)
    note_explained(report)
    ask_for_files(report)


def _open(report):
    """The report's row, locked, unless it is approved."""
    report = locked(report)
    if report.is_approved:
        raise refusal(_("This report is approved: what it says does not change any more."), code="status")
    return report
