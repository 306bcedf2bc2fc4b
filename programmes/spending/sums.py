"""Spending in the award's own currency: each amount by the rate in force on the last day of its period."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from programmes.models import PaidBy
from programmes.periods import words_of

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Lacking:
    """A rate that is not there: one in force on this day, the earliest in need, serves these periods."""

    currency: str
    day: date
    periods: tuple

    @property
    def periods_words(self):
        """Its periods as people read them."""
        return [words_of(label) for label in self.periods]


@dataclass(frozen=True)
class Total:
    """A sum in one currency, or None where a rate is lacking; then `lacking` says of what and when."""

    amount: Decimal | None
    currency: str
    lacking: tuple = ()

    @property
    def without_rate(self):
        """The currencies that lack a rate."""
        return tuple(one.currency for one in self.lacking)

    def share_of(self, whole):
        """Per cent of a budget; None where either is not known."""
        if self.amount is None or not whole:
            return None
        return (self.amount * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)


@dataclass
class Rates:
    """The rate table of one award."""

    currency: str
    known: dict = field(default_factory=lambda: defaultdict(list))

    def on(self, currency, day):
        """Units of the currency for one of the award's on this day; None when no rate was given by then."""
        if currency == self.currency:
            return Decimal(1)
        return next((rate for since, rate in self.known[currency] if since <= day), None)


def rates_of(award):
    """The award's rate table, latest rate first."""
    rates = Rates(award.currency)
    for currency, since, rate in award.rates.order_by("-since").values_list("currency", "since", "rate"):
        rates.known[currency].append((since, rate))
    return rates


def total(spent, rates):
    """The sum of these rows of spending, rounded once at the end; no rate, no sum."""
    spent = list(spent)
    if lacking := lacking_rates(spent, rates):
        return Total(None, rates.currency, lacking)
    amount = sum((row.amount / rates.on(row.currency, row.ends) for row in spent), Decimal(0))
    return Total(amount.quantize(CENT, ROUND_HALF_UP), rates.currency)


def lacking_rates(spent, rates):
    """The rates that these rows of spending lack, one for each currency."""
    waiting = defaultdict(dict)
    for row in sorted(spent, key=lambda row: row.ends):
        if rates.on(row.currency, row.ends) is None:
            waiting[row.currency].setdefault(row.period, row.ends)
    return tuple(
        Lacking(currency, min(periods.values()), tuple(periods))
        for currency, periods in sorted(waiting.items())
    )


def spent_by_objective(award, start=None, end=None, paid_by=PaidBy.AWARD):
    """`[(objective or None, Total)]` for the award's objectives and, last, for costs of no single one.

    With `start` and `end`, only spending of periods that lie wholly between them.
    """
    rows = award.expenditures.filter(paid_by=paid_by)
    rows = list(rows.within(start, end) if start and end else rows)
    rates = rates_of(award)
    groups = [*award.objectives.all(), None]
    return [
        (objective, total([row for row in rows if row.objective_id == getattr(objective, "pk", None)], rates))
        for objective in groups
    ]


def spent(award, start=None, end=None, paid_by=PaidBy.AWARD):
    """All spending of the award in its own currency."""
    rows = award.expenditures.filter(paid_by=paid_by)
    return total(list(rows.within(start, end) if start and end else rows), rates_of(award))
