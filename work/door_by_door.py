"""Rows that somebody reaches through several doors: together for one row, door by door for a list.

A `visible_to` that has several doors says so by `behind`, and by nothing else. What reads the first rows of
a list, or counts them, then asks each door by itself: it finds its rows in the order of an index and stops
after a page. Asked together, all rows behind all doors are gathered and sorted before the first is shown.
"""

from contextlib import suppress
from functools import reduce
from operator import or_

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, Count, Exists, Expression, F, Func, OuterRef, Q, Window
from django.db.models.sql.where import AND


class Ids(Expression):
    """The one column that a queryset answers, for a condition; its SQL is written once.

    Django writes a queryset that stands in another anew for each level around it, with other names for its
    tables: for lists that stand four deep that took longer than the data base did. What stands here names no
    table from outside, so that it may stay as it is.
    """

    def __init__(self, rows, doors=()):
        super().__init__()
        self.rows, self.doors, self.written = rows, tuple(doors), None

    def resolve_expression(self, *given, **named):
        return self

    def relabeled_clone(self, change_map):
        return self

    def as_sql(self, compiler, connection):
        if self.written is None:
            sql, params = self.rows.query.get_compiler(connection=connection).as_sql()
            self.written = f"({sql})", params
        return self.written


class Together(Ids):
    """The ids behind these doors, each written as it was the first time; empty doors are left out.

    What is found behind several comes several times. Lists are read door by door only where they are `said`.
    """

    def __init__(self, doors, said=()):
        super().__init__(None, said)
        self.behind = [ids_of(door) for door in doors]

    def as_sql(self, compiler, connection):
        parts = []
        for ids in self.behind:
            with suppress(EmptyResultSet):
                parts.append(ids.as_sql(compiler, connection))
        if not parts:
            raise EmptyResultSet
        sql = " UNION ALL ".join(sql for sql, _params in parts)
        return f"({sql})", tuple(param for _sql, params in parts for param in params)


class FirstOf(Ids):
    """The ids alone of rows that also say by what they are ordered."""

    def as_sql(self, compiler, connection):
        sql, params = super().as_sql(compiler, connection)
        return f'(SELECT "found"."pk" FROM {sql} AS "found")', params  # noqa: S608 (Django wrote it)


def behind(rows, column, doors):
    """Those of the rows whose column is found behind one of these doors.

    A door is a queryset of whole rows, or one of a single column: of those there are few (as of whole rows
    that are said to be `few`), and a list reads them first. One `IN` over their UNION ALL: joined by OR the
    same rows take hundreds of times as long.
    """
    if not doors:
        return rows.none()
    return rows.filter(**{f"{column}__in": Together(doors, said=doors)})


def few(rows):
    """A door of whole rows of which there are few: lists of what belongs to them read it first.

    PostgreSQL takes them for many, and goes through all that is ordered as the list until a page of it is
    found: ten million services, where she has no case at all.
    """
    rows = rows.all()
    rows.query.are_few = True
    return rows


def ids_of(door):
    """The ids behind a door, written once however often this door is asked."""
    if (ids := getattr(door, "ids_behind", None)) is None:
        ids = door.ids_behind = Ids(one_column(door))
    return ids


def one_column(door):
    """The ids behind a door, in no order."""
    return (door if door.query.has_select_fields else door.values("pk")).order_by()


def door_by_door(rows):
    """The same rows, a queryset for each door; what stands behind several doors comes several times."""
    place, condition = next(conditions(rows), (None, None))
    if condition is None:
        return [rows]
    rest = without(rows, place)
    column = condition.lhs.target
    parts = [through(rest, column, door) for door in condition.rhs.doors]
    return [one for part in parts for one in door_by_door(part)]


def first_rows(rows, most=None):
    """The first so many of these ordered rows, or all: those of each door, put together and ordered again."""
    doors = door_by_door(rows)
    if len(doors) == 1:
        return rows[:most]
    ids = [door.prefetch_related(None).values("pk")[:most] for door in doors]
    return without_doors(rows).filter(pk__in=Ids(ids[0].union(*ids[1:], all=True)))[:most]


def first_rows_and_count(rows, order, most, counted):
    """The first so many of these rows in this order, and how many there are, counted up to so many.

    The ids of all that are counted are gathered in order once, door by door, and counted where they are; then
    the rows of the first are read.
    """
    doors = [door.prefetch_related(None).order_by(*order) for door in door_by_door(rows)]
    found = [door.values_list("pk", *plain(order))[:counted] for door in doors if not door.query.is_empty()]
    if not found:
        return [], 0
    together = found[0] if len(found) == 1 else found[0].union(*found[1:]).order_by(*order)[:counted]
    first = rows.model._base_manager.filter(pk__in=FirstOf(together)).order_by(*order)
    first = list(first.values_list("pk", Window(Count("pk")))[:most])
    ids, number = [pk for pk, _number in first], first[0][1] if first else 0
    return list(without_doors(rows).filter(pk__in=ids).order_by(*order)), number


def plain(order):
    """The columns that are ordered by; of the key there is one already."""
    return [name for name in (column.lstrip("-") for column in order) if name not in ("id", "pk")]


def count_up_to(rows, most=None):
    """How many rows there are, each counted once; no further than so many, or to the end."""
    doors = [door.prefetch_related(None).order_by().values("pk")[:most] for door in door_by_door(rows)]
    found = doors[0].union(*doors[1:]) if len(doors) > 1 else doors[0]
    return found.count() if most is None else min(found.count(), most)


def ids_among(rows, few):
    """Those of these few ids that are found among the rows, looked for door by door."""
    doors = door_by_door(rows.filter(pk__in=few).order_by())
    first, *others = [door.values_list("pk", flat=True) for door in doors]
    return set(first.union(*others) if others else first)


def without_doors(rows):
    """The same rows without what `behind` asked of them: for those that were found behind a door already."""
    while (found := next(conditions(rows), None)) is not None:
        rows = without(rows, found[0])
    return rows


def conditions(rows):
    """`(place, condition)` of what `behind` asked of these rows; only where every condition must hold."""
    where = rows.query.where
    if where.connector != AND or where.negated:
        return
    for place, condition in enumerate(where.children):
        if getattr(getattr(condition, "rhs", None), "doors", ()):
            yield place, condition


def without(rows, place):
    """The same rows with one condition less."""
    rest = rows.all()
    del rest.query.where.children[place]
    return rest


def through(rest, column, door):
    """Those of the rest that stand behind this door; a door of their own model asks them no second time."""
    of_ids = door.query.has_select_fields
    if not of_ids and column.primary_key and door.model is rest.model:
        return rest & door
    if of_ids or getattr(door.query, "are_few", False):
        return rest.filter(any_of(column.name, door))
    return rest.filter(**{f"{column.name}__in": ids_of(door)})


def for_one(rows):
    """The same rows, for whoever asks for one of them by its key: each door is asked of that one alone.

    Asked together, all rows behind all doors would be gathered before the one is looked for among them.
    """
    if next(conditions(rows), None) is None:
        return rows
    return without_doors(rows).filter(is_one_of(rows, "pk"))


def is_one_of(rows, column):
    """What this column names is one of these rows: asked of each by itself, where few will ask.

    Asked together, all rows behind all doors would be gathered before the first is looked for.
    """
    doors = door_by_door(rows.filter(pk=OuterRef(column)))
    return reduce(or_, (Q(Exists(door)) for door in doors))


def any_of(column, few):
    """The column is one of the few values behind this door, which are read before anything else.

    PostgreSQL cannot know that rows which have not ended are few, and would go through all that could match.
    """
    is_one = {"arg_joiner": " = ANY(ARRAY", "template": "%(expressions)s)", "output_field": BooleanField()}
    return Func(F(column), ids_of(few), **is_one)
