"""Indicators' figures over periods, their breakdowns, and the cases behind each."""

from dataclasses import replace

from reports.counting.breakdowns import refuse_unknown
from reports.counting.cells import Cell, Counted, nothing
from reports.counting.definitions import definition as definition_of
from reports.counting.events import count_events, events_behind, family_of
from reports.counting.lasting import count_lasting, lasting_behind
from reports.counting.shares import in_order, note_share, note_sum
from reports.counting.sources import Share, Spans, Together
from reports.counting.statements import Cut, compiled
from reports.counting.tally import Member


def count(definition, scope, periods, by=()):
    """The figures of these periods, in their order; breakdowns as `sex`, or crossed as `sex*department`."""
    [found] = count_each([(definition, by)], scope, periods)
    return found


def count_each(asked, scope, periods, *, tell=lambda codes: None):
    """The same of several indicators, `[(definition, breakdowns), …]`, answered in this order.

    Those whose rows are the same are counted in one statement; `tell` hears their codes once they are.
    """
    periods = list(periods)
    members = [member_of(definition, by, periods) for definition, by in asked]
    counted = [one for one in members if not is_made_of_parts(one)]
    made = [(one, parts_of(one, scope, periods, counted)) for one in members if is_made_of_parts(one)]
    count_members(counted, scope, periods, tell)
    done = set(map(id, counted))
    count_members([part for _one, parts in made for part in parts if id(part) not in done], scope, periods)
    for one, parts in made:
        note_sum(one, parts) if isinstance(one.source, Together) else note_share(one, *parts)
        tell([one.definition.code])
    return [one.found for one in members]


def member_of(definition, by, periods=()):
    refuse_unknown(definition, by)
    found = [Counted(nothing(definition.rule)) for _period in periods]
    return Member(definition, definition.source(), tuple(dict.fromkeys(by)), found)


def is_made_of_parts(member):
    return isinstance(member.source, Share | Together)


def parts_of(member, scope, periods=(), counted=()):
    """The two indicators of which a share is made, with its breakdowns, or the kinds of rows that it adds.

    One that is counted by itself, with these breakdowns, is counted once.
    """
    if isinstance(member.source, Share):
        wanted = [definition_of(code) for code in (member.source.over, member.source.under)]
        return [same_among(counted, one, member.by) or member_of(one, member.by, periods) for one in wanted]
    one = member_of(member.definition, member.by, periods)
    return [
        replace(one, source=source, found=[Counted(nothing(one.definition.rule)) for _period in periods])
        for source in member.source.of(scope)
    ]


def same_among(counted, definition, by):
    """The one of these that counts the same, with these breakdowns at least; or None."""
    found = (one for one in counted if one.definition is definition and set(by) <= set(one.by))
    return next(found, None)


def count_members(members, scope, periods, tell=lambda codes: None):
    """Fill in the figures of each, those of one family together."""
    families = {}
    for one in members:
        if isinstance(one.source, Spans):
            count_lasting(one, scope, periods)
            tell([one.definition.code])
        else:
            families.setdefault(family_of(one), []).append(one)
    for family in families.values():
        count_events(family, scope, periods)
        forget_unknown(family, scope)
        tell([one.definition.code for one in family])


def forget_unknown(family, scope):
    """Where nobody wrote down what is asked for, that nobody meets it says nothing."""
    for one in family:
        if one.source.is_kept and not one.source.is_kept(scope):
            one.found[:] = [Counted(Cell(None)) for _period in one.found]


def rows_behind(definition, scope, period, where=None, *, limit=100, offset=0, first=None):
    """(case, day) of the rows behind a figure, in order of their day; `where` is {breakdown: category}.

    Those of the cases `first`, a queryset of their ids, come before all others. Behind a share stand those of
    whom so many are told.
    """
    where = where or {}
    refuse_unknown(definition, ["*".join(where)] if where else ())
    member = Member(definition, definition.source(), tuple(where), [])
    parts = parts_of(member, scope) if is_made_of_parts(member) else [member]
    if isinstance(member.source, Together):
        cut = Cut(limit + offset, 0, None if first is None else compiled(first))
        rows = [row for part in parts for row in behind(part, scope, period, where, cut)]
        return in_order(rows, first)[offset : offset + limit]
    cut = Cut(limit, offset, None if first is None else compiled(first))
    return behind(parts[0], scope, period, where, cut)


def behind(member, scope, period, where, cut):
    """The rows of one kind behind a figure."""
    told = lasting_behind if isinstance(member.source, Spans) else events_behind
    return told(member, scope, period, where, cut)
