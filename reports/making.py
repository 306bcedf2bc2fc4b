"""How a report's figures are read: all of them in one look at the data base that nothing can disturb."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from programmes.periods import Period, life_of, quarters_of, years_of
from programmes.targets import present_targets
from reports import checks
from reports.agreed import as_agreed
from reports.counting import Scope, count_each, definition
from reports.kinds import kinds
from reports.models import Figure, Report, Stretch
from work.effects import report_progress


@dataclass
class Reading:
    """What was read for a report of these days: its figures without their rows yet, what the checks say, and
    what is agreed."""

    counted_at: object
    days: Period
    figures: list = field(default_factory=list)
    checks: list = field(default_factory=list)
    agreed: dict = field(default_factory=dict)


@contextmanager
def undisturbed():
    """A transaction that sees one moment, writes nothing, and has memory and helpers for a quarter's rows."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL work_mem = '32MB'")
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 2")
        yield


def read_undisturbed(keys):
    """Read a report's figures in one look; None when there is nothing to make: it was approved meanwhile."""
    with undisturbed():
        report = Report.objects.select_related("award__organisation").get(pk=keys["report"])
        return None if report.is_approved else read(report)


def read(report):
    """The figures of all columns of the report, and the checks over them."""
    reading = Reading(timezone.now(), report.stretch)
    kind, targets = kinds()[report.kind], present_targets(report.award)
    scope, columns = Scope.of_award(report.award), columns_of(report)
    periods, own = [period for _stretch, period in columns], columns.index((Stretch.QUARTER, report.stretch))
    finer = finer_breakdowns(kind, scope, report.stretch)
    asked = [(definition(code), shown(kind, code)) for code in kind.indicators]
    told = count_each(asked, scope, periods, tell=telling(kind))
    for (counting, _by), counted in zip(asked, told, strict=True):
        counted[own].breakdowns |= finer[counting.code]
        reading.figures += figures_of(counting, columns, counted, targets)
    reading.checks = checks.run(report, scope, reading.figures)
    reading.agreed = as_agreed(report, kind.indicators, targets)
    report_progress(len(kind.indicators), len(kind.indicators), "")
    return reading


def telling(kind):
    """Says to whoever waits how many of the indicators are counted, and which was the last."""
    done = []

    def tell(codes):
        done.extend(codes)
        report_progress(len(done), len(kind.indicators), done[-1])

    return tell


def columns_of(report):
    """(stretch, period) of every column: quarters and years begun so far, and the award, all to date.

    The report's own period has the days for which it was asked for, wherever the award ends meanwhile.
    """
    award, end = report.award, report.end
    earlier = [one for one in quarters_of(award) if one.end < report.start]
    quarters = [(Stretch.QUARTER, one) for one in (*earlier, report.stretch)]
    years = [(Stretch.YEAR, cut(one, end)) for one in years_of(award) if one.start <= end]
    return [*quarters, *years, (Stretch.LIFE, cut(life_of(award), end))]


def cut(period, end):
    """The period as far as this day, under its own label."""
    return Period(period.label, period.start, min(period.end, end))


def shown(kind, code):
    """The breakdowns of an indicator that the file shows in every column."""
    return [name for name in kind.breakdowns if name in definition(code).by]


def finer_breakdowns(kind, scope, period):
    """{code: the breakdowns that the file does not show}, of the report's own period alone."""
    asked = [
        (definition(code), set(definition(code).by) - set(shown(kind, code))) for code in kind.indicators
    ]
    found = count_each([(counting, sorted(by)) for counting, by in asked], scope, [period])
    return {counting.code: one.breakdowns for (counting, _by), [one] in zip(asked, found, strict=True)}


def figures_of(counting, columns, counted, targets):
    """One indicator's figures of all columns as rows that are not saved yet."""
    return [
        figure
        for (stretch, period), one in zip(columns, counted, strict=True)
        for figure in rows_of(counting, stretch, period, one, targets)
    ]


def rows_of(counting, stretch, period, counted, targets):
    """The total and each category as rows that are not saved yet."""
    yield figure(counting, stretch, period, "", "", counted.total, targets)
    for dimension, cells in counted.breakdowns.items():
        for (category,), cell in sorted(cells.items(), key=lambda pair: str(pair[0])):
            yield figure(counting, stretch, period, dimension, category, cell, targets)


def figure(counting, stretch, period, dimension, category, cell, targets):
    return Figure(
        code=counting.code,
        stretch=stretch,
        period=period.label,
        start=period.start,
        end=period.end,
        dimension=dimension,
        category=category,
        value=cell.value,
        n=cell.n,
        latest=cell.latest,
        numerator=cell.numerator,
        denominator=cell.denominator,
        low=cell.low,
        high=cell.high,
        target=targets.get((counting.code, dimension, category, period.label)),
    )
