"""Figures of what happens on a day: events, people at their first event, medians and shares."""

from django.db.models import Case, F, Q, Value, When

from programmes.models import charges
from reports.counting import statements
from reports.counting.breakdowns import (
    FORM,
    column_of,
    form_groups,
    forms,
    is_by_event,
    is_narrowed,
    is_overlapping,
    single,
)
from reports.counting.cells import Cell, cell_of
from reports.counting.dimensions import expression


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
    if not is_narrowed(definition) or any(is_by_event(definition, name) for name in by):
        facts |= categories_of(source.places, single(definition, by, events_too=True))
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
    alone = Q(charge_only_to=None) | Q(charge_only_to=award)
    return Case(When(paid & alone, then=Value(True)), default=Value(False))


def categories_of(at, names):
    return {column_of(name): expression(name, at) for name in names}


def described(source, names):
    """Rows with their categories, to be joined to those that were picked."""
    facts = {"d_row": F("pk"), **categories_of(source.places, names)}
    return statements.compiled(source.rows.order_by().annotate(**facts).values(*facts))


def count_events(definition, source, rows, periods, by, found):
    """One statement over all single-valued breakdowns, and one more for each that overlaps."""
    picks = statements.picked(definition.rule, rows, periods)
    plain = [asked for asked in by if not is_overlapping(definition, asked)]
    sets = [(), *(tuple(column_of(name) for name in asked.split("*")) for asked in plain)]
    names = single(definition, by)
    more = described(source, names) if is_narrowed(definition) and names else None
    sql, columns = statements.counted(definition.rule, picks, more, sets)
    note_sets(definition, statements.fetch(sql), columns, dict(zip(sets, [None, *plain], strict=True)), found)
    for asked in by:
        if is_by_event(definition, asked):
            lines = statements.fetch(statements.by_kind_of_event(rows, periods, column_of(asked)))
            for number, category, people in lines:
                found[number].breakdowns[asked][(category,)] = Cell(people, people)
        elif is_overlapping(definition, asked):
            note_forms(asked, picks, found)


def note_sets(definition, lines, columns, asked_by_set, found):
    """Put the lines of the grouping sets where they belong."""
    by_mask = {mask_of(one, columns): (one, asked) for one, asked in asked_by_set.items()}
    for number, mask, *rest in lines:
        categories = dict(zip(columns, rest[: len(columns)], strict=True))
        cell = cell_of(definition.rule, *rest[len(columns) :])
        one, asked = by_mask[mask]
        if asked is None:
            found[number].total = cell
        else:
            found[number].breakdowns[asked][tuple(categories[column] for column in one)] = cell


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
    names = single(definition, where)
    conditions = [statements.is_equal(column_of(name), where[name]) for name in names]
    if formed := next((name for name in where if name.startswith(FORM)), None):
        conditions.append(statements.is_of_form(forms(), form_groups(formed), where[formed]))
    more = described(source, names) if is_narrowed(definition) and names else None
    return statements.fetch(statements.behind(picks, more, conditions, limit, offset))
