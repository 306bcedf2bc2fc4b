"""Indicators' figures over periods, their breakdowns, and the cases behind each."""

from reports.counting.breakdowns import refuse_unknown
from reports.counting.cells import Counted, nothing
from reports.counting.events import count_events, events_behind, family_of
from reports.counting.lasting import count_lasting, lasting_behind
from reports.counting.sources import Spans
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
    periods, members, families = list(periods), [], {}
    for definition, by in asked:
        refuse_unknown(definition, by)
        found = [Counted(nothing(definition.rule)) for _period in periods]
        member = Member(definition, definition.source(), tuple(dict.fromkeys(by)), found)
        members.append(member)
        if isinstance(member.source, Spans):
            count_lasting(member, scope, periods)
            tell([definition.code])
        else:
            families.setdefault(family_of(member), []).append(member)
    for family in families.values():
        count_events(family, scope, periods)
        tell([one.definition.code for one in family])
    return [one.found for one in members]


def rows_behind(definition, scope, period, where=None, *, limit=100, offset=0, first=None):
    """(case, day) of the rows behind a figure, in order of their day; `where` is {breakdown: category}.

    Those of the cases `first`, a queryset of their ids, come before all others.
    """
    where = where or {}
    refuse_unknown(definition, ["*".join(where)] if where else ())
    member = Member(definition, definition.source(), tuple(where), [])
    behind = lasting_behind if isinstance(member.source, Spans) else events_behind
    cut = Cut(limit, offset, None if first is None else compiled(first))
    return behind(member, scope, period, where, cut)
