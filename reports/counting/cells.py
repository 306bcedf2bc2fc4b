"""What a figure is made of."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

HUNDRED = Decimal(100)
SHARES = {"ratio", "cohort_ratio"}
MEASURED = {"median_days", "mean_change", "sum", "estimate"}


@dataclass(frozen=True)
class Cell:
    """One figure: its value (None where nothing can be said of nothing), and what stands behind it.

    `n` is how many rows were counted; `low` and `high` are the quartiles of a median.
    """

    value: Decimal | int | None
    n: int = 0
    latest: date | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass
class Counted:
    """A period's total and breakdowns: {breakdown: {categories, in the order asked: Cell}}."""

    total: Cell
    breakdowns: dict = field(default_factory=lambda: defaultdict(dict))


def nothing(rule):
    """The figure of no rows: none of them, or of a median nothing at all."""
    return Cell(None if rule in SHARES | {"median_days", "mean_change"} else 0)


def cell_of(rule, n, latest, value, low, high):
    """A line of the statement as a figure; a share is worked out from its two parts, never averaged."""
    if rule in SHARES:
        share = HUNDRED * low / high if high else None
        return Cell(share, n, latest, numerator=low, denominator=high)
    if rule in MEASURED:
        return Cell(value, n, latest, low=low, high=high)
    return Cell(n, n, latest)
