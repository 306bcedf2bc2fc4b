"""Counts picked rows, whatever picked them: all figures of some indicators in one statement."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from cases.ages import ADULT, band_edge
from reports.counting import statements
from reports.counting.ages import ages_in_vault, ages_on
from reports.counting.breakdowns import (
    AGE,
    cases_told,
    column_of,
    counts_firsts_by_event,
    form_categories,
    forms,
    is_by_event,
    is_overlapping,
    needs_vault,
    of_form,
    single,
)
from reports.counting.cells import SHARES, Cell, cell_of
from reports.counting.dimensions import (
    BANDS,
    FORM,
    NOT_DETERMINED,
    ONE_WORD,
    OTHER,
    band_of,
    undetermined_forms,
    words_of_forms,
)


@dataclass(frozen=True)
class Member:
    """An indicator that is counted with others of its family: its breakdowns, and its figures to fill in."""

    definition: object
    source: object
    by: tuple
    found: list

    @cached_property
    def vaulted(self):
        """Those of its breakdowns for which the vault is asked."""
        return [asked for asked in self.by if needs_vault(self.source, asked)]

    @cached_property
    def plain(self):
        """Those of which a row has one category that the data base can tell."""
        return [
            asked
            for asked in self.by
            if asked not in self.vaulted and not is_overlapping(self.definition, asked)
        ]


@dataclass(frozen=True)
class Part:
    """A part of the statement, and what puts its lines among the figures."""

    sql: statements.Sql
    note: callable


def count_picked(members, picks):
    """Fill in the figures of each period."""
    parts, lines = list(parts_of(members, picks)), defaultdict(list)
    if asks_of_forms([asked for one in members for asked in one.by]):
        picks = statements.with_forms(picks, forms())
    for number, *line in statements.fetch(statements.together(picks, [part.sql for part in parts])):
        lines[number].append(line)
    for number, part in enumerate(parts):
        part.note(lines[number])


def parts_of(members, picks):
    """Breakdowns that come to the total together; those that overlap, and those by ages, by themselves."""
    yield of_sets(members)
    for number, one in enumerate(members):
        for asked in one.by:
            if is_by_event(one.definition, asked):
                sql = statements.by_kind_of_event(number, picks.picks[number], column_of(asked))
                yield Part(sql, noting(members, asked))
    if any(asked.startswith(FORM) for one in members for asked in one.by):
        yield of_forms(members)
    if vaulted := all_of(members, lambda one: one.vaulted):
        yield of_ages(members, vaulted)


def all_of(members, asked_of):
    """What is asked of any of them, each once."""
    return list(dict.fromkeys(asked for one in members for asked in asked_of(one)))


def of_sets(members):
    """The total, and every breakdown of which a row has one category."""
    sets, plain = {(): []}, all_of(members, lambda one: one.plain)
    for asked in plain:
        sets.setdefault(tuple(sorted(column_of(name) for name in asked.split("*"))), []).append(asked)
    names, rule = sorted({name for asked in plain for name in asked.split("*")}), members[0].definition.rule
    sql, columns = statements.counted(rule, told_of(members[0].source, names), list(sets))
    by_mask = {mask_of(one, columns): asked for one, asked in sets.items()}

    def note(lines):
        for of, number, mask, categories, *figure in lines:
            one, told = members[of], dict(zip(columns, categories, strict=True))
            cell = cell_of(one.definition.rule, *figure)
            if not by_mask[mask]:
                one.found[number].total = cell
            # A breakdown that another of the family was asked for is counted with it, and not told.
            for asked in set(by_mask[mask]).intersection(one.plain):
                key = tuple(told[column_of(name)] for name in asked.split("*"))
                one.found[number].breakdowns[asked][key] = cell

    return Part(sql, note)


def mask_of(one, columns):
    """What GROUPING() answers for this set: a bit for each column that it leaves out, the first highest."""
    return sum(1 << (len(columns) - 1 - place) for place, name in enumerate(columns) if name not in one)


def told_of(source, names):
    """The picked rows with those of these categories that they do not tell themselves."""
    (cases, dated), word = cases_told(source.places, [name for name in names if name != ONE_WORD]), None
    if ONE_WORD in names:
        word = statements.one_word(
            words_of_forms(), undetermined_forms(), column_of(ONE_WORD), OTHER, NOT_DETERMINED
        )
    return statements.joined(cases, word, dated=dated)


def asks_of_forms(names):
    """Is one of these breakdowns told by the forms of trafficking that a case lived through?"""
    return any(name == ONE_WORD or name.startswith(FORM) for asked in names for name in asked.split("*"))


def noting(members, asked):
    """What puts lines of one breakdown where they belong."""

    def note(lines):
        for of, number, _mask, [category], n, latest, *_nothing in lines:
            members[of].found[number].breakdowns[asked][(category,)] = Cell(n, n, latest)

    return note


def of_forms(members):
    """Forms of trafficking of the cases, in groups or by code or both; no form is not determined."""

    def note(lines):
        for of, number, _mask, codes, n, latest, *_nothing in lines:
            for asked in {FORM, f"{FORM}:code"}.intersection(members[of].by):
                cells = members[of].found[number].breakdowns[asked]
                for category in form_categories(asked, codes):
                    cells[category,] = more(members[of].definition.rule, cells.get((category,)), n, latest)

    return Part(statements.by_forms(), note)


def of_ages(members, vaulted):
    """Breakdowns by ages that no row carries: most are told by the birth year, the others by the vault."""
    names = sorted({name for asked in vaulted for name in asked.split("*")})
    plain = [name for name in names if not name.startswith(AGE)]
    forms_of_age = [name.removeprefix(AGE) for name in names if name.startswith(AGE)]
    cuts = {edge for form in forms_of_age for band in BANDS[form].values() for edge in band if edge}
    source, rule = told_of(members[0].source, names), members[0].definition.rule

    def note(lines):
        for of, number, categories, band, *figure in with_bands(lines):
            told = dict(zip(plain, categories, strict=True))
            told |= {AGE + form: band_of(form, *band) for form in forms_of_age}
            for asked in members[of].vaulted:
                cells = members[of].found[number].breakdowns[asked]
                key = tuple(told[name] for name in asked.split("*"))
                cells[key] = more(rule, cells.get(key), *figure)

    return Part(statements.by_age(rule, source, [column_of(name) for name in plain], cuts), note)


def with_bands(lines):
    """(pick, period, categories, band, *figure) of lines by age; the vault is asked for all at once."""
    told = [(of, number, line, figure) for of, number, _mask, line, *figure in lines]
    opened = ages_in_vault({asked_of(*line[-2:]) for _of, _number, line, _figure in told if line[-2]})
    for of, number, (*categories, age, person, day), (n, latest, _value, *parts) in told:
        band = opened[asked_of(person, day)] if person else (band_edge(int(age)), int(age) < ADULT)
        yield of, number, categories, band, n, latest, *parts


def asked_of(person, day):
    return UUID(person), date.fromisoformat(day)


def more(rule, cell, n, latest, over=None, under=None):
    """The figure with so many rows more; of a share both parts are added."""
    if cell is not None:
        n, latest = cell.n + n, max(cell.latest, latest)
        over, under = (over + cell.numerator, under + cell.denominator) if rule in SHARES else (over, under)
    return cell_of(rule, n, latest, n, over, under)


def rows_of(member, picks, where, cut):
    """(case, day) of the picked rows of these categories, in order of their day."""
    if ONE_WORD in where:
        picks = statements.with_forms(picks, forms())
    if any(needs_vault(member.source, name) for name in where):
        return rows_of_ages(member, picks, where, cut)
    names = single(member.definition, where)
    conditions = [statements.is_equal(column_of(name), where[name]) for name in names]
    if formed := next((name for name in where if name.startswith(FORM)), None):
        conditions.append(of_form(formed, where[formed]))
    conditions += [
        statements.has_event(picks.picks[0], column_of(name), where[name])
        for name in where
        if counts_firsts_by_event(member.definition, name)
    ]
    source = told_of(member.source, names)
    return statements.fetch(statements.behind(picks, source, conditions, cut))


def rows_of_ages(member, picks, where, cut):
    """The same where a category is an age that the vault tells: all rows are read, and looked at here."""
    names = single(member.definition, where)
    plain = [name for name in names if not name.startswith(AGE)]
    columns = ["r_on", "r_row", "r_case", "d_person", *map(column_of, plain)]
    read = statements.fetch(statements.each_row(picks, told_of(member.source, names), columns, cut.first))
    ages = ages_on({(person, on) for _own, on, _row, _case, person, *_categories in read})
    fits = []
    for own, on, row, case, person, *categories in read:
        told = dict(zip(plain, categories, strict=True))
        band = ages[person, on]
        told |= {name: band_of(name.removeprefix(AGE), *band) for name in names if name not in plain}
        if told == where:
            fits.append((not own, on, row, case))
    shown = sorted(fits)[cut.offset : cut.offset + cut.limit]
    return [(case, on) for _foreign, on, _row, case in shown]
