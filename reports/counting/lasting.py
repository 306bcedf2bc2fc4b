"""Figures of what lasts: residents and open cases on a day, people with a night in a period, beds used."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from programmes.periods import Period
from reports.counting import statements
from reports.counting.ages import ages_on
from reports.counting.breakdowns import AGE, FORM, column_of, form_groups, forms
from reports.counting.cells import HUNDRED, Cell
from reports.counting.dimensions import band_of, expression


def count_lasting(definition, source, scope, periods, by, found):
    """Fill in the figures of what lasts."""
    periods = until_today(periods)
    if definition.denominator:
        note_share(definition, source, scope, periods, found)
        return
    names = {name for asked in by for name in asked.split("*")}
    for line in lines_of(definition, source, scope, periods, names):
        one = found[line["p_number"]]
        one.total = more(one.total, line)
        for asked in by:
            tally = one.breakdowns[asked]
            for key in keys_of(line, asked):
                tally[key] = more(tally.get(key, Cell(0)), line)


def more(cell, line):
    """The figure with one row more."""
    latest = max(filter(None, (cell.latest, line["r_on"])))
    return Cell(cell.n + 1, cell.n + 1, latest)


def keys_of(line, asked):
    """The categories in which a row stands: several where forms of trafficking overlap."""
    if asked.startswith(FORM):
        return [(form,) for form in line[asked]]
    return [tuple(line[name] for name in asked.split("*"))]


def until_today(periods):
    """A period that is not over ends today: nobody knows who will sleep where tomorrow."""
    today = timezone.localdate()
    return [Period(one.label, one.start, max(one.start, min(one.end, today))) for one in periods]


def lines_of(definition, source, scope, periods, names):
    """Each person (or case) once in each period, with her categories on her first day that counts."""
    plain = [name for name in names if not name.startswith((AGE, FORM))]
    facts = {"r_person": F(f"{source.case}__person")}
    facts |= {column_of(name): expression(name, source.places) for name in plain}
    nights = nights_of(source, scope, periods, facts, stock=definition.is_stock)
    if nights is None:
        return []
    columns = ["r_row", "r_case", *facts]
    read = statements.fetch(statements.each_once(nights, columns))
    lines = [dict(zip(("p_number", "r_entity", "r_on", *columns), row, strict=True)) for row in read]
    for line in lines:
        line |= {name: line[column_of(name)] for name in plain}
    add_ages(lines, [name for name in names if name.startswith(AGE)])
    add_forms(lines, [name for name in names if name.startswith(FORM)])
    return lines


def nights_of(source, scope, periods, facts, *, stock=False):
    """The compiled rows with the days that count; None where nothing is paid for."""
    until = max(period.until for period in periods)
    windows = scope.windows(until)
    columns = {
        "r_entity": F(source.person),
        "r_row": F("pk"),
        "r_case": F(source.case) if source.places else F("pk"),
        "r_component": F(f"{source.charge}component"),
        "r_since": F(source.since),
        "r_until": F(source.until),
    } | facts
    rows = source.rows.filter(**{f"{source.since}__lt": until})
    if source.own_charge:
        rows = scope.not_charged_elsewhere(rows, source.charge)
    compiled = statements.compiled(rows.order_by().annotate(**columns).values(*columns))
    return statements.nights(compiled, windows, periods, stock=stock) if compiled and windows else None


def add_ages(lines, names):
    """Age bands on each row's day, from the vault: rows that last carry the age of their first day only."""
    if not names:
        return
    ages = ages_on({(line["r_person"], line["r_on"]) for line in lines})
    for line in lines:
        for name in names:
            line[name] = band_of(name.removeprefix(AGE), *ages[line["r_person"], line["r_on"]])


def add_forms(lines, names):
    """The forms of trafficking of each row's case."""
    if not names:
        return
    codes = defaultdict(set)
    for case, some in statements.fetch(forms()):
        codes[case].update(some)
    for line in lines:
        for name in names:
            groups = form_groups(name)
            found = [form for form, members in groups.items() if codes[line["r_case"]].intersection(members)]
            line[name] = found or ["not_determined"]


def note_share(definition, source, scope, periods, found):
    """Nights slept for each hundred nights of beds."""
    used, able = (sums_of(one, scope, periods) for one in (source, definition.under()))
    for number, one in enumerate(found):
        (nights, latest), (beds, _day) = used.get(number, (0, None)), able.get(number, (0, None))
        share = HUNDRED * nights / beds if beds else None
        one.total = Cell(share, nights, latest, numerator=Decimal(nights), denominator=Decimal(beds))


def sums_of(source, scope, periods):
    """{number of the period: (nights, the latest first day)}"""
    nights = nights_of(source, scope, periods, {})
    lines = statements.fetch(statements.sum_of_nights(nights)) if nights else []
    return {number: (total, latest) for number, total, latest in lines}


def lasting_behind(definition, source, scope, period, where):
    """(case, day) of the rows behind a figure of what lasts, in order of their day."""
    lines = lines_of(definition, source, scope, until_today([period]), set(where))
    rows = [
        (line["r_on"], line["r_row"], line["r_case"])
        for line in lines
        if all((category,) in keys_of(line, name) for name, category in where.items())
    ]
    return [(case, on) for on, _row, case in sorted(rows, key=lambda row: (row[0], str(row[1])))]
