"""Figures of what happens on a day: events, people at their first event, medians and shares."""

from django.db.models import Case, F, Value, When

from programmes.models import charges
from reports.counting import statements
from reports.counting.ages import ages_on
from reports.counting.breakdowns import (
    AGE,
    FORM,
    column_of,
    form_groups,
    forms,
    is_by_event,
    is_narrowed,
    is_overlapping,
    needs_vault,
    single,
)
from reports.counting.cells import Cell, cell_of
from reports.counting.dimensions import band_of, expression


def counted_rows(definition, source, scope, periods, by, only=None):
    """The indicator's rows up to the last period's end, compiled; None where nothing is paid for.

    `only` narrows them to events of these categories before anything is picked.
    """
    until = max(period.until for period in periods)
    rows, counts = scope.events(source.rows, source.on, until), Value(True)
    if definition.rule == "first_ever" and scope.award is not None:
        rows = scope.everything(source.rows).filter(**{f"{source.on}__lt": until})
        counts = charged_expression(scope.award, source.on, until)
    facts = columns_of(source) | {"r_counts": counts}
    names = single(definition, by, events_too=True)
    if is_narrowed(definition):  # its other categories are joined to the few rows that are picked
        names = [name for name in names if is_by_event(definition, name)]
    facts |= categories_of(source.places, names)
    rows = rows.order_by().annotate(**facts)
    for name, category in (only or {}).items():
        rows = rows.filter(**{column_of(name): category})
    return statements.compiled(rows.values(*facts))


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


def charged_expression(award, on, until):
    """Is this row charged to the award on its own day? For a rule that looks at other rows too."""
    paid = charges.charge_condition(charges.windows_of(award, until=until), on)
    return Case(When(paid & charges.not_another_alone(award), then=Value(True)), default=Value(False))


def categories_of(at, names):
    """The columns of these breakdowns; ages that rows do not carry have none."""
    found = {column_of(name): expression(name, at) for name in names}
    return {column: value for column, value in found.items() if value is not None}


def described(source, names):
    """Rows with their categories, to be joined to those that were picked."""
    facts = {"d_row": F("pk"), **categories_of(source.places, names)}
    return statements.compiled(source.rows.order_by().annotate(**facts).values(*facts))


def count_events(definition, source, rows, periods, by, found):
    """One statement over all single-valued breakdowns, and one more for each that overlaps."""
    picks = statements.picked(definition.rule, rows, periods)
    vaulted = [asked for asked in by if needs_vault(source, asked)]
    plain = [asked for asked in by if asked not in vaulted and not is_overlapping(definition, asked)]
    sets = {(): []}
    for asked in plain:
        sets.setdefault(tuple(sorted(column_of(name) for name in asked.split("*"))), []).append(asked)
    more = joined(definition, source, single(definition, plain))
    sql, columns = statements.counted(definition.rule, picks, more, list(sets))
    note_sets(definition, statements.fetch(sql), columns, sets, found)
    for asked in by:
        if is_by_event(definition, asked):
            lines = statements.fetch(statements.by_kind_of_event(rows, periods, column_of(asked)))
            for number, category, people in lines:
                found[number].breakdowns[asked][(category,)] = Cell(people, people)
        elif is_overlapping(definition, asked):
            note_forms(asked, picks, found)
    note_vaulted(definition, source, picks, vaulted, found)


def joined(definition, source, names):
    """The categories to be joined to the picked rows, where these have none themselves."""
    return described(source, names) if is_narrowed(definition) and names else None


def note_sets(definition, lines, columns, sets, found):
    """Put the lines of the grouping sets where they belong."""
    by_mask = {mask_of(one, columns): asked for one, asked in sets.items()}
    for number, mask, *rest in lines:
        categories = dict(zip(columns, rest[: len(columns)], strict=True))
        cell = cell_of(definition.rule, *rest[len(columns) :])
        if not by_mask[mask]:
            found[number].total = cell
        for asked in by_mask[mask]:
            key = tuple(categories[column_of(name)] for name in asked.split("*"))
            found[number].breakdowns[asked][key] = cell


def note_vaulted(definition, source, picks, vaulted, found):
    """Breakdowns by ages that the vault tells: rows are read and counted here."""
    if not vaulted:
        return
    for line in rows_with_ages(definition, source, picks, vaulted):
        for asked in vaulted:
            cells = found[line["p_number"]].breakdowns[asked]
            key = tuple(line[name] for name in asked.split("*"))
            many = cells[key].n + 1 if key in cells else 1
            cells[key] = Cell(many, many)


def rows_with_ages(definition, source, picks, asked):
    """The picked rows with their categories, ages on their own day among them."""
    names = single(definition, asked)
    plain = [name for name in names if not name.startswith(AGE)]
    columns = ["p_number", "r_entity", "r_on", "r_row", "r_case", *map(column_of, plain)]
    read = statements.fetch(statements.each_row(picks, joined(definition, source, plain), columns))
    lines = [dict(zip(columns, row, strict=True)) for row in read]
    ages = ages_on({(line["r_entity"], line["r_on"]) for line in lines})
    for line in lines:
        line |= {name: line[column_of(name)] for name in plain}
        band = ages[line["r_entity"], line["r_on"]]
        line |= {name: band_of(name.removeprefix(AGE), *band) for name in names if name not in plain}
    return lines


def mask_of(one, columns):
    """What GROUPING() answers for this set: a bit for each column that it leaves out, the first highest."""
    return sum(1 << (len(columns) - 1 - place) for place, name in enumerate(columns) if name not in one)


def note_forms(asked, picks, found):
    """Forms of trafficking of the counted cases: one person may stand under several."""
    groups = form_groups(asked)
    lines = statements.fetch(statements.by_form(picks, forms(), groups))
    for number, all_rows, determined, *counts in lines:
        per_group = dict(zip(groups, counts, strict=True))
        per_group["not_determined"] = all_rows - determined
        for category, people in per_group.items():
            if people:
                found[number].breakdowns[asked][(category,)] = Cell(people, people)


def events_behind(definition, source, scope, period, where, limit, offset):
    """(case, day) of the events behind a figure, in order of their day."""
    by_event = {name: category for name, category in where.items() if is_by_event(definition, name)}
    rows = counted_rows(definition, source, scope, [period], list(where), only=by_event)
    if rows is None:
        return []
    picks = statements.picked(definition.rule, rows, [period])
    if any(needs_vault(source, name) for name in where):
        lines = rows_with_ages(definition, source, picks, list(where))
        fits = [line for line in lines if all(line[name] == category for name, category in where.items())]
        fits.sort(key=lambda line: (line["r_on"], str(line["r_row"])))
        return [(line["r_case"], line["r_on"]) for line in fits[offset : offset + limit]]
    names = single(definition, where)
    conditions = [statements.is_equal(column_of(name), where[name]) for name in names]
    if formed := next((name for name in where if name.startswith(FORM)), None):
        conditions.append(statements.is_of_form(forms(), form_groups(formed), where[formed]))
    more = joined(definition, source, names)
    return statements.fetch(statements.behind(picks, more, conditions, limit, offset))
