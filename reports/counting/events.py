"""Figures of what happens on a day: events, people at their first event, medians and shares."""

from datetime import date

from django.db.models import Case, F, Value, When

from programmes.models import charges
from programmes.periods import FISCAL_MONTH
from reports.counting import statements
from reports.counting.breakdowns import STATUS, column_of, is_by_event, own_categories, single
from reports.counting.tally import count_picked, rows_of


def count_events(definition, source, scope, periods, by, found):
    """Fill in the figures of what happens."""
    rows = counted_rows(definition, source, scope, periods, by)
    if rows is not None:
        count_picked(definition, source, picks_of(definition, rows, periods, by), by, found)


def picks_of(definition, rows, periods, by):
    """The rows that count, with whether each is of somebody new where that is asked for."""
    status = column_of(STATUS) if STATUS in single(definition, by) else ""
    return statements.picked(definition.rule, rows, periods, status)


def counted_rows(definition, source, scope, periods, by, only=None):
    """The indicator's rows that matter in these periods, compiled; None where nothing is paid for.

    `only` narrows them to events of these categories before anything is picked.
    """
    names = single(definition, by, events_too=True)
    rows, counts = of_periods(definition, source, scope, periods, earlier=STATUS in names)
    facts = columns_of(source) | {"r_counts": counts}
    facts |= own_categories(source.places, names)
    rows = rows.order_by().annotate(**facts)
    for name, category in (only or {}).items():
        rows = rows.filter(**{column_of(name): category})
    return statements.compiled(rows.values(*facts))


def of_periods(definition, source, scope, periods, *, earlier=False):
    """The rows, and what says of each whether it counts; first events are looked for in earlier rows too."""
    since, until = min(period.start for period in periods), max(period.until for period in periods)
    rows, counts = scope.events(source.rows, source.on, until), Value(True)
    if definition.rule == "first_ever" and scope.award is not None:
        rows = scope.everything(source.rows).filter(**{f"{source.on}__lt": until})
        counts = charged_expression(scope, source.on, until)
    inside = rows.filter(**{f"{source.on}__gte": since})
    looks_back = earlier or definition.rule in statements.FIRSTS
    if not looks_back or begins_with_them(definition, scope, since):
        return inside, counts
    # Nobody can be new in these periods who has no row in them; a fiscal year knows of none before it.
    if definition.rule == "first_in_fy":
        rows = rows.filter(**{f"{source.on}__gte": fiscal_year_of(since)})
    return rows.filter(**{f"{source.person}__in": inside.order_by().values(source.person)}), counts


def fiscal_year_of(day):
    """The first day of the US fiscal year in which this day lies."""
    return date(day.year if day.month >= FISCAL_MONTH else day.year - 1, FISCAL_MONTH, 1)


def begins_with_them(definition, scope, since):
    """Is nothing of what counts earlier than these periods?"""
    paid = scope.windows(None)
    return definition.rule != "first_ever" and all(first >= since for _component, first, _until in paid)


def columns_of(source):
    """What every countable row says of itself."""
    facts = {
        "r_entity": F(source.person),
        "r_on": F(source.on),
        "r_written": F("created_at"),
        "r_row": F("pk"),
        "r_case": F(source.case),
    }
    measured = {"r_amount": source.amount, "r_of": source.under}
    return facts | {name: value for name, value in measured.items() if value is not None}


def charged_expression(scope, on, until):
    """Is this row charged to the award on its own day? For a rule that looks at other rows too."""
    paid = charges.charge_condition(scope.windows(until), on)
    return Case(When(paid & charges.not_another_alone(scope.award), then=Value(True)), default=Value(False))


def events_behind(definition, source, scope, period, where, limit, offset):
    """(case, day) of the events behind a figure, in order of their day."""
    by_event = {name: category for name, category in where.items() if is_by_event(definition, name)}
    rows = counted_rows(definition, source, scope, [period], list(where), only=by_event)
    if rows is None:
        return []
    picks = picks_of(definition, rows, [period], list(where))
    return rows_of(definition, source, picks, where, limit, offset)
