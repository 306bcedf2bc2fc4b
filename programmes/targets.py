"""Which targets an award has, by indicator and period, and which are lacking."""

from dataclasses import dataclass

from programmes import indicators
from programmes.periods import life_of, quarters_of, years_of


@dataclass
class IndicatorLine:
    """One agreed indicator with its name, as pages show it."""

    row: object
    known: object
    lacking: list

    @property
    def name(self):
        return self.row.name


def periods_of(award):
    """Every period that a report of this award speaks of: quarters, years, the whole."""
    return [*quarters_of(award), *years_of(award), life_of(award)]


def periods_of_year(award, year):
    """One year of the award with its quarters."""
    return [*(one for one in quarters_of(award) if year.start <= one.end <= year.end), year]


def present_targets(award):
    """{(indicator, breakdown, category, period label): value} of the targets that hold."""
    targets = award.targets.exclude(value=None)
    return {(t.indicator, t.dimension, t.category, t.period): t.value for t in targets}


def indicator_lines(award, present=None):
    """The agreed indicators, each with the periods for which it has no target."""
    present = present_targets(award) if present is None else present
    periods, known = periods_of(award), indicators.known()
    return [line_of(row, known.get(row.indicator), periods, present) for row in agreed(award)]


def agreed(award):
    """The indicators still asked for."""
    return award.indicators.filter(ended_on=None).select_related("objective")


def line_of(row, known, periods, present):
    """One line; an indicator that expects no target, such as a number of open cases, lacks none."""
    wants = known is None or known.target
    key = (row.indicator, row.dimension, row.category)
    return IndicatorLine(row, known, [one for one in periods if wants and (*key, one.label) not in present])


def lacking_targets(award):
    """The lines that lack a target for some period."""
    return [line for line in indicator_lines(award) if line.lacking]
