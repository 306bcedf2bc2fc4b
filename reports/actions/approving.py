from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from reports import checks, rules
from reports.fingerprints import fingerprint_of
from reports.keeping import locked
from reports.models import Deviation, ReportStatus
from work.actions import create, queue, write
from work.errors import refusal

SAID = (
    "code", "stretch", "period", "start", "end", "dimension", "category", "value", "n", "numerator",
    "denominator", "low", "high", "target", "indicator__version", "indicator__digest",
)  # fmt: skip


@transaction.atomic
def approve_report(report, *, by, confirmed=(), version=None):
    """Freeze a report's figures with their definitions; whoever approves has read what is lacking."""
    require(rules.can_approve_report, by, report)
    report = locked(report)
    if report.status != ReportStatus.DRAFT:
        raise refusal(_("Only a draft can be approved."), code="status")
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
    queue("reports.make_files", subject=report, report=report.pk)
    return report


def _fingerprint(report):
    """One value that differs whenever a figure, its definition or the template differs."""
    ordered = report.figures.order_by("code", "stretch", "start", "dimension", "category")
    return fingerprint_of([report.template.digest, *map(list, ordered.values_list(*SAID))])


@transaction.atomic
def explain_deviation(report, *, by, code, version=None, **facts):
    """Say why an indicator is far from its target; once approved, what was said stays."""
    require(rules.can_explain_deviation, by, report)
    report = locked(report)
    if report.is_approved:
        raise refusal(_("This report is approved: what it says does not change any more."), code="status")
    known = Deviation.objects.filter(report=report, code=code).first()
    if known is None:
        return create(Deviation(report=report, code=code, **facts), by=by, verb="deviation.explained")
    return write(known, by=by, verb="deviation.explained", changes=facts, version=version)
