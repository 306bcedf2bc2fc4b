"""What earlier reports said of a period, and what is counted of it now: said, never changed silently."""

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Q

from reports.as_made import definitions_of, kind_of
from reports.counting.dimensions import NAMES, label
from reports.models import Figure, Report, Stretch


@dataclass(frozen=True)
class Restated:
    """One figure of an approved report that is counted otherwise in this one: a total or a category."""

    code: str
    stretch: str
    period: str
    dimension: str
    category: str
    reported: Decimal | None
    now: Decimal | None
    approved_at: object

    @property
    def key(self):
        return self.code, self.stretch, self.period, self.dimension, self.category

    @property
    def dimension_words(self):
        """Its breakdown, in the reader's language; nothing of a total."""
        return str(NAMES[self.dimension]) if self.dimension else ""

    @property
    def category_words(self):
        """Its category, in the reader's language; nothing of a total."""
        return label(self.dimension, self.category) if self.dimension else ""


def restated(report):
    """Figures whose number an earlier approved report of the same kind told otherwise; of each column and
    indicator the total first, then its categories."""
    tellers = tellers_of(report)
    if not tellers:
        return []
    then, now = Told.by(tellers), Told.by(dict.fromkeys(tellers, report))
    kind, definitions = kind_of(report), definitions_of(report)
    return [
        Restated(code, *column, *where, before, after, teller.approved_at)
        for column, teller in tellers.items()
        for code in kind.indicators
        if then.has(code, column) and now.has(code, column)
        for where in in_order(kind, definitions[code], then.of(code, column), now.of(code, column))
        if (before := then.value(code, column, where)) != (after := now.value(code, column, where))
    ]


def tellers_of(report):
    """{(stretch, period): the first approved report that told it} of the columns in order.

    A quarter is the same under its label. A year or an award to date is only where it was over already:
    as long as it goes on, each report tells it of other days.
    """
    earlier = list(Report.objects.approved_before(report))
    if not earlier:
        return {}
    columns = report.figures.totals().order_by("stretch", "start").distinct()
    found = {}
    for stretch, period, end in columns.values_list("stretch", "period", "end"):
        told = [
            one for one in earlier if end <= one.end or (stretch, period) == (Stretch.QUARTER, one.period)
        ]
        if told:
            found[stretch, period] = told[0]
    return found


def in_order(kind, counting, then, now):
    """("", "") for the total, then (breakdown, category) as the table shows them.

    A breakdown that was not counted then, when there was something to count, says nothing of now.
    """
    yield "", ""
    for name in (name for name in kind.breakdowns if name in counting.by):
        if then["", ""] and not any(dimension == name for dimension, _category in then):
            continue
        found = {category for dimension, category in then | now if dimension == name}
        fixed = counting.categories(name)
        yield from ((name, one) for one in [*fixed, *sorted(found - set(fixed))] if one in found)


class Told:
    """The figures of some columns, as one report or several tell them."""

    def __init__(self, rows):
        self.figures = {}
        for code, stretch, period, dimension, category, value in rows:
            self.figures.setdefault((code, (stretch, period)), {})[dimension, category] = value

    @classmethod
    def by(cls, tellers):
        """Of each column what its report says."""
        asked = [Q(report=one, stretch=stretch, period=period) for (stretch, period), one in tellers.items()]
        names = ("code", "stretch", "period", "dimension", "category", "value")
        return cls(Figure.objects.filter(reduce(or_, asked)).order_by().values_list(*names))

    def has(self, code, column):
        """Was this indicator counted for this column?"""
        return (code, column) in self.figures

    def of(self, code, column):
        """{(breakdown, category): value} of an indicator in a column; ("", "") is the total."""
        return self.figures[code, column]

    def value(self, code, column, where):
        """A figure; a category without a row was counted as nothing where its total was counted."""
        told = self.figures[code, column]
        if where in told:
            return told[where]
        return None if told["", ""] is None else Decimal(0)
