from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from programmes.periods import quarters_of
from reports import checks, rules
from reports.fingerprints import fingerprint_of
from reports.keeping import ask_for_files, is_being_counted, locked, locked_award
from reports.models import Report, ReportStatus
from work.actions import write
from work.errors import refusal

SAID = (
    "code", "stretch", "period", "start", "end", "dimension", "category", "value", "n", "numerator",
    "denominator", "low", "high", "target", "indicator__version", "indicator__digest",
)  # fmt: skip


@transaction.atomic
def approve_report(report, *, by, confirmed=(), version=None):
    """Freeze a report's figures with their definitions; whoever approves has read what is lacking."""
    require(rules.can_approve_report, by, report)
    locked_award(report.award_id)
    report = locked(report)
    if report.status != ReportStatus.DRAFT:
        raise refusal(_("Only a draft can be approved."), code="status")
    if is_being_counted(report):
        raise refusal(_("The figures are being counted anew. Look at them once that is done."), code="asked")
    _require_present_figures(report)
    if checks.stopping(report.checks):
        raise refusal(_("Its figures do not agree with each other: see what is wrong below."), code="checks")
    unread = [one["check"] for one in checks.warning(report.checks) if one["check"] not in confirmed]
    if unread:
        raise refusal(_("Confirm that you have read what is lacking."), field="confirmed")
    changes = {
        "status": ReportStatus.APPROVED,
        "approved_at": timezone.now(),
        "approved_by": by,
        "digest": _fingerprint(report),
        "confirmed": sorted(confirmed),
    }
    report = write(report, by=by, verb="report.approved", changes=changes, version=version)
    ask_for_files(report)
    return report


def _require_present_figures(report):
    """Its figures are of the days that the period has now, and no older than those that a donor was told."""
    now = {one.label: one for one in quarters_of(report.award)}.get(report.period)
    if now is None:
        sentence = _("The award as it now stands has no period %(period)s.")
        raise refusal(sentence % {"period": report.period_words}, code="days")
    counted = report.figures.of_period(report).order_by().values_list("start", "end").distinct()
    if list(counted) != [(now.start, now.end)] or report.stretch != now:
        raise refusal(_("This period has other days now: have the figures counted anew first."), code="days")
    if Report.objects.approved_before(report).filter(counted_at__gt=report.counted_at).exists():
        sentence = _("A report counted later is approved already: have these figures counted anew first.")
        raise refusal(sentence, code="older")


def _fingerprint(report):
    """One value that differs whenever a figure, its definition, the template or what was agreed differs."""
    ordered = report.figures.order_by("code", "stretch", "start", "dimension", "category")
    return fingerprint_of([report.template.digest, report.agreed, *map(list, ordered.values_list(*SAID))])
