"""What earlier reports said of a period, and what is counted of it now: said, never changed silently."""

from dataclasses import dataclass
from decimal import Decimal

from reports.models import Figure, Report, Stretch


@dataclass(frozen=True)
class Restated:
    """One figure of an approved report that is counted otherwise in this one."""

    code: str
    period: str
    reported: Decimal | None
    now: Decimal | None
    approved_at: object


def restated(report):
    """Totals of earlier approved reports of the same kind whose number is another one now."""
    earlier = {one.period: one for one in Report.objects.approved_before(report)}
    if not earlier:
        return []
    told = Figure.objects.totals().filter(
        report__in=[one.pk for one in earlier.values()], stretch=Stretch.QUARTER, period__in=earlier
    )
    now = {
        (one.code, one.period): one.value
        for one in report.figures.totals().filter(stretch=Stretch.QUARTER, period__in=earlier)
    }
    told = [one for one in told.order_by("start", "id") if earlier[one.period].pk == one.report_id]
    return [
        Restated(one.code, one.period, one.value, now[key], earlier[one.period].approved_at)
        for one in told
        if (key := (one.code, one.period)) in now and now[key] != one.value
    ]
