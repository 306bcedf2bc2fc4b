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
    """Figures that the donor was told otherwise, beside what the report said that was approved last; of each
    column and indicator the total first, then its categories."""
    tellers = tellers_of(report)
    if not tellers:
        return []
    kind, definitions = kind_of(report), definitions_of(report)
    then = Told({(teller, column) for (_code, column), teller in tellers.items()})
    now = Told({(report, column) for _code, column in tellers})
    return [
        Restated(code, *column, *where, before, after, teller.approved_at)
        for (code, column), teller in tellers.items()
        for before_all, after_all in [(then.of(teller, code, column), now.of(report, code, column))]
        for where in in_order(kind, definitions[code], before_all, after_all)
        if (before := value_of(before_all, definitions[code], where))
        != (after := value_of(after_all, definitions[code], where))
    ]


def tellers_of(report):
    """{(indicator, (stretch, period)): the approved report that told it last}, in the order of the table.

    A quarter is the same under its label. A year or an award to date is only where it was told of the same
    days: as long as it goes on, each report tells it of others.
    """
    approved = {one.pk: one for one in Report.objects.approved_before(report)}
    if not approved:
        return {}
    days, codes, last = columns_of(report), kind_of(report).indicators, {}
    for pk, code, stretch, period, end in told_by(approved):
        key = code, (stretch, period)
        if key in days and (stretch == Stretch.QUARTER or end == days[key]):
            last[key] = approved[pk]
    order = list(dict.fromkeys(column for _code, column in days))
    places = sorted(last, key=lambda key: (order.index(key[1]), codes.index(key[0])))
    return {key: last[key] for key in places}


def told_by(reports):
    """(report, indicator, stretch, period, last day) of their columns, report after report."""
    rows = Figure.objects.totals().filter(report__in=reports).order_by()
    order = list(reports)
    told = rows.values_list("report", "code", "stretch", "period", "end")
    return sorted(told, key=lambda row: order.index(row[0]))


def columns_of(report):
    """{(indicator, (stretch, period)): the last day} of all its columns, in their order."""
    rows = report.figures.totals().order_by("stretch", "start")
    named = rows.values_list("code", "stretch", "period", "end")
    return {(code, (stretch, period)): end for code, stretch, period, end in named}


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
    """The figures of some columns, as some reports tell them."""

    def __init__(self, asked):
        """Of {(report, (stretch, period))}."""
        self.figures = {}
        wanted = [Q(report=one, stretch=stretch, period=period) for one, (stretch, period) in asked]
        names = ("report", "code", "stretch", "period", "dimension", "category", "value")
        rows = Figure.objects.filter(reduce(or_, wanted)).order_by().values_list(*names)
        for report, code, stretch, period, dimension, category, value in rows:
            told = self.figures.setdefault((report, code, (stretch, period)), {})
            told[dimension, category] = value

    def of(self, report, code, column):
        """{(breakdown, category): value} of an indicator in a column; ("", "") is the total."""
        return self.figures[report.pk, code, column]


def value_of(told, counting, where):
    """A figure; a category without a row was counted as nothing where its total was counted."""
    if where in told:
        return told[where]
    return None if told["", ""] is None else counting.of_no_rows
