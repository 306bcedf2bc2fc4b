"""The lines of the tracking table as values, the same for the page and for the workbook."""

from dataclasses import dataclass, field
from decimal import Decimal

from programmes.periods import LIFE
from reports.agreed import Agreed
from reports.as_made import definitions_of, kind_of
from reports.counting.breakdowns import is_overlapping
from reports.counting.dimensions import NAMES, label
from reports.models import Stretch

# A target of nothing cannot be reached by a part: no percentage is printed of it.
NOT_APPLICABLE = "n/a"
# How a donor's table names the arithmetic of a target (donor-reports.md §5.5, column I).
AGGREGATIONS = {
    "cumulative_additive": "C",
    "non_cumulative_last": "NC",
    "non_cumulative_max": "NC",
    "recomputed": "recomputed",
}


@dataclass(frozen=True)
class Pair:
    """What was promised and what came of it, each None where there is nothing."""

    label: str
    target: Decimal | None
    actual: Decimal | None
    percent: object = None
    figure: int | None = None

    @property
    def hundredths(self):
        """The share in whole hundredths, as pages print it; nothing where there is none."""
        return round(self.percent * 100) if isinstance(self.percent, Decimal) else self.percent


@dataclass
class YearBlock:
    """A year to date, and its quarters."""

    year: Pair
    quarters: list = field(default_factory=list)
    is_over: bool = False


@dataclass
class Line:
    """One indicator in total, or one category of a breakdown."""

    number: int
    counting: object
    agreed: object = None
    dimension: str = ""
    category: str = ""
    life: Pair | None = None
    years: list = field(default_factory=list)
    own: Pair | None = None
    n: int = 0
    is_over: bool = False

    @property
    def words(self):
        """The category in words; nothing for a total."""
        return label(self.dimension, self.category) if self.dimension else ""

    @property
    def dimension_words(self):
        return str(NAMES[self.dimension]) if self.dimension else ""

    @property
    def overlaps(self):
        return bool(self.dimension) and is_overlapping(self.counting, self.dimension)

    @property
    def aggregation(self):
        return AGGREGATIONS[self.counting.target_math]

    def judged(self, percent_allowed):
        """The narrowest pair whose period is over and that is too far from its target; where none is, the
        narrowest with a target. The quarter is over, then perhaps the year and the award."""
        over = [self.own, *(block.year for block in self.years[-1:] if block.is_over)]
        over += [self.life] if self.is_over else []
        pairs = [one for one in over if one and one.target is not None and one.actual is not None]
        return next((one for one in pairs if deviates(one, percent_allowed)), pairs[0] if pairs else None)


def table(report):
    """The lines of a report, in the order of its template: each total, then its categories.

    All is as it was defined when the figures were counted.
    """
    kind, facts = kind_of(report), Facts(report)
    lines = []
    for number, code in enumerate(kind.indicators, 1):
        counting = facts.definitions[code]
        lines.append(facts.line(number, counting))
        for dimension in (name for name in kind.breakdowns if name in counting.by):
            shown = facts.shown(counting, dimension)
            lines += [facts.line(number, counting, dimension, one) for one in shown]
    return lines


class Facts:
    """All that the lines of one report are made of, read once."""

    def __init__(self, report):
        self.report, self.agreed = report, Agreed(report.agreed)
        self.definitions = definitions_of(report)
        self.figures = {
            (one.code, one.dimension, one.category, one.stretch, one.period): one
            for one in report.figures.all()
        }
        # Its columns are those that were counted; the award's calendar and end may be others by now.
        self.years = self.counted(Stretch.YEAR)
        self.quarters = [*self.counted(Stretch.QUARTER), *self.agreed.to_come]

    def counted(self, stretch):
        """The periods of this stretch that have figures, in order."""
        days = {one.days for one in self.figures.values() if one.stretch == stretch}
        return sorted(days, key=lambda one: one.start)

    def shown(self, counting, dimension):
        """The fixed categories of a breakdown, and any other that has a figure."""
        fixed = counting.categories(dimension)
        found = {key[2] for key in self.figures if key[0] == counting.code and key[1] == dimension}
        return [*fixed, *sorted(found - set(fixed))]

    def line(self, number, counting, dimension="", category=""):
        key = (counting.code, dimension, category)
        promise = self.agreed.promises.get(key)
        baseline = promise and promise.baseline
        own = self.figures.get((*key, Stretch.QUARTER, self.report.period))
        return Line(
            number,
            counting,
            promise,
            dimension,
            category,
            life=self.pair(key, Stretch.LIFE, LIFE, baseline),
            years=[self.block(key, year, baseline) for year in self.years],
            own=self.pair(key, Stretch.QUARTER, self.report.period, baseline),
            n=own.n if own else 0,
            is_over=self.agreed.ends is not None and self.agreed.ends <= self.report.end,
        )

    def block(self, key, year, baseline):
        # A year that goes on has figures as far as the report; where nobody kept its end, it is not judged.
        end = self.agreed.year_ends.get(year.label)
        quarters = [one for one in self.quarters if year.start <= one.end <= (end or year.end)]
        return YearBlock(
            self.pair(key, Stretch.YEAR, year.label, baseline),
            [self.pair(key, Stretch.QUARTER, one.label, baseline) for one in quarters],
            is_over=end is not None and end <= self.report.end,
        )

    def pair(self, key, stretch, period, baseline):
        """Target and figure; a category without a row was counted as nothing where its total was counted."""
        target = self.target(key, stretch, period)
        actual = self.actual(key, stretch, period)
        percent = percent_of(target, actual, baseline, self.definitions[key[0]])
        found = self.figures.get((*key, stretch, period))
        return Pair(period, target, actual, percent, found.pk if found else None)

    def target(self, key, stretch, period):
        """The target as it stood when the report was counted, also of what has no figure: a category
        without rows, a period to come."""
        found = self.figures.get((*key, stretch, period))
        return found.target if found is not None else self.agreed.targets.get((*key, period))

    def actual(self, key, stretch, period):
        found = self.figures.get((*key, stretch, period))
        if found is not None:
            return found.value
        total = self.figures.get((key[0], "", "", stretch, period))
        counted = total is not None and total.value is not None and key[1]
        return self.definitions[key[0]].of_no_rows if counted else None


def percent_of(target, actual, baseline, counting):
    """How much of the target was reached, in hundredths; nothing for what is only context."""
    if target is None or actual is None or counting.direction == "none":
        return None
    if counting.direction == "decrease":
        if baseline is None or baseline == target:
            return None
        return (baseline - actual) / (baseline - target)
    return actual / target if target else NOT_APPLICABLE


def deviates(pair, percent_allowed):
    """Is the figure further from its target than the award lets pass without a word?"""
    if pair is None or pair.target is None or pair.actual is None:
        return False
    if not pair.target:
        return pair.actual > 0
    return abs(pair.actual - pair.target) * 100 > pair.target * percent_allowed


def is_on_track(pair, percent_allowed):
    """Has the figure come within the allowed distance of its target, from the right side? None: unknown."""
    if pair is None or pair.percent in (None, NOT_APPLICABLE):
        return None
    return pair.percent * 100 >= 100 - percent_allowed


def deviating(report, lines=None):
    """The totals that are far from their target: each with the pair that was judged."""
    allowed = report.deviation_percent
    totals = [line for line in (lines or table(report)) if not line.dimension]
    judged = [(line, line.judged(allowed)) for line in totals]
    return [(line, pair) for line, pair in judged if deviates(pair, allowed)]
