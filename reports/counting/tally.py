"""Counts picked rows, whatever picked them: an indicator's total and all its breakdowns in one statement."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from cases.ages import ADULT, band_edge
from cases.models import Case
from reports.counting import statements
from reports.counting.ages import ages_in_vault, ages_on
from reports.counting.breakdowns import (
    AGE,
    FORM,
    case_categories,
    column_of,
    form_groups,
    forms,
    is_by_event,
    is_overlapping,
    needs_vault,
    single,
)
from reports.counting.cells import Cell, cell_of
from reports.counting.dimensions import BANDS, band_of


@dataclass(frozen=True)
class Part:
    """A part of the statement, and what puts its lines among the figures."""

    sql: statements.Sql
    note: callable


def count_picked(definition, source, picks, by, found):
    """Fill in the figures of each period."""
    parts, lines = list(parts_of(definition, source, by)), defaultdict(list)
    for number, *line in statements.fetch(statements.together(picks, [part.sql for part in parts])):
        lines[number].append(line)
    for number, part in enumerate(parts):
        part.note(lines[number], found)


def parts_of(definition, source, by):
    """Breakdowns that come to the total together; those that overlap, and those by ages, by themselves."""
    vaulted = [asked for asked in by if needs_vault(source, asked)]
    yield of_sets(
        definition,
        source,
        [asked for asked in by if asked not in vaulted and not is_overlapping(definition, asked)],
    )
    for asked in by:
        if is_by_event(definition, asked):
            yield Part(statements.by_kind_of_event(column_of(asked)), noting(asked))
    if formed := [asked for asked in by if asked.startswith(FORM)]:
        yield of_forms(formed)
    if vaulted:
        yield of_ages(definition, source, vaulted)


def of_sets(definition, source, plain):
    """The total, and every breakdown of which a row has one category."""
    sets = {(): []}
    for asked in plain:
        sets.setdefault(tuple(sorted(column_of(name) for name in asked.split("*"))), []).append(asked)
    apart = described(source, single(definition, plain))
    sql, columns = statements.counted(definition.rule, apart, list(sets))
    by_mask = {mask_of(one, columns): asked for one, asked in sets.items()}

    def note(lines, found):
        for number, mask, categories, *figure in lines:
            cell = cell_of(definition.rule, *figure)
            told = dict(zip(columns, categories, strict=True))
            if not by_mask[mask]:
                found[number].total = cell
            for asked in by_mask[mask]:
                key = tuple(told[column_of(name)] for name in asked.split("*"))
                found[number].breakdowns[asked][key] = cell

    return Part(sql, note)


def mask_of(one, columns):
    """What GROUPING() answers for this set: a bit for each column that it leaves out, the first highest."""
    return sum(1 << (len(columns) - 1 - place) for place, name in enumerate(columns) if name not in one)


def described(source, names):
    """Cases with those categories that rows do not tell themselves, to be joined to the picked ones."""
    told = case_categories(source.places, names)
    if not told:
        return None
    facts = {"d_case": F("pk"), **told}
    return statements.compiled(Case.objects.order_by().annotate(**facts).values(*facts))


def noting(asked):
    """What puts lines of one breakdown where they belong."""

    def note(lines, found):
        for number, _mask, [category], n, latest, *_nothing in lines:
            found[number].breakdowns[asked][(category,)] = Cell(n, n, latest)

    return note


def of_forms(formed):
    """Forms of trafficking of the cases, in groups or by code or both; no form is not determined."""
    columns = {FORM: "f_group", f"{FORM}:code": "f_code"}

    def note(lines, found):
        for number, by_code, (code, group), n, latest, *_nothing in lines:
            asked, category = (f"{FORM}:code", code) if by_code else (FORM, group)
            found[number].breakdowns[asked][(category or "not_determined",)] = Cell(n, n, latest)

    return Part(statements.by_form(forms(), form_groups(FORM), [columns[asked] for asked in formed]), note)


def of_ages(definition, source, vaulted):
    """Breakdowns by ages that no row carries: most are told by the birth year, the others by the vault."""
    names = single(definition, vaulted)
    plain = [name for name in names if not name.startswith(AGE)]
    forms_of_age = [name.removeprefix(AGE) for name in names if name.startswith(AGE)]
    cuts = {edge for form in forms_of_age for band in BANDS[form].values() for edge in band if edge}
    apart = described(source, names)

    def note(lines, found):
        for number, categories, band, n, latest in with_bands(lines):
            told = dict(zip(plain, categories, strict=True))
            told |= {AGE + form: band_of(form, *band) for form in forms_of_age}
            for asked in vaulted:
                cells, key = found[number].breakdowns[asked], tuple(told[name] for name in asked.split("*"))
                cells[key] = more(cells.get(key), n, latest)

    return Part(statements.by_age(apart, [column_of(name) for name in plain], cuts), note)


def with_bands(lines):
    """(period, categories, band, n, latest day) of lines by age; what the vault tells is asked at once."""
    told = [(number, *categories, n, latest) for number, _mask, categories, n, latest, *_nothing in lines]
    opened = ages_in_vault({asked_of(person, day) for *_told, person, day, _n, _latest in told if person})
    for number, *categories, age, person, day, n, latest in told:
        band = opened[asked_of(person, day)] if person else (band_edge(int(age)), int(age) < ADULT)
        yield number, categories, band, n, latest


def asked_of(person, day):
    return UUID(person), date.fromisoformat(day)


def more(cell, n, latest):
    """The figure with so many rows more."""
    if cell is None:
        return Cell(n, n, latest)
    return Cell(cell.n + n, cell.n + n, max(cell.latest, latest))


def rows_of(definition, source, picks, where, limit, offset):
    """(case, day) of the picked rows of these categories, in order of their day."""
    if any(needs_vault(source, name) for name in where):
        return rows_of_ages(definition, source, picks, where)[offset : offset + limit]
    names = single(definition, where)
    conditions = [statements.is_equal(column_of(name), where[name]) for name in names]
    if formed := next((name for name in where if name.startswith(FORM)), None):
        conditions.append(statements.is_of_form(forms(), form_groups(formed), where[formed]))
    apart = described(source, names)
    return statements.fetch(statements.behind(picks, apart, conditions, limit, offset))


def rows_of_ages(definition, source, picks, where):
    """The same where a category is an age that the vault tells: all rows are read, and looked at here."""
    names = single(definition, where)
    plain = [name for name in names if not name.startswith(AGE)]
    columns = ["r_on", "r_row", "r_case", "d_person", *map(column_of, plain)]
    read = statements.fetch(statements.each_row(picks, described(source, names), columns))
    ages = ages_on({(person, on) for on, _row, _case, person, *_categories in read})
    fits = []
    for on, row, case, person, *categories in read:
        told = dict(zip(plain, categories, strict=True))
        band = ages[person, on]
        told |= {name: band_of(name.removeprefix(AGE), *band) for name in names if name not in plain}
        if told == where:
            fits.append((on, row, case))
    return [(case, on) for on, _row, case in sorted(fits)]
