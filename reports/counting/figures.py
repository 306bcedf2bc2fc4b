"""An indicator's figures over periods, its breakdowns, and the cases behind each."""

from reports.counting.breakdowns import refuse_unknown
from reports.counting.cells import Counted, nothing
from reports.counting.events import count_events, events_behind
from reports.counting.lasting import count_lasting, lasting_behind
from reports.counting.sources import Spans


def count(definition, scope, periods, by=()):
    """The figures of these periods, in their order; breakdowns as `sex`, or crossed as `sex*department`."""
    refuse_unknown(definition, by)
    source, periods = definition.source(), list(periods)
    found = [Counted(nothing(definition.rule)) for _period in periods]
    if isinstance(source, Spans):
        count_lasting(definition, source, scope, periods, by, found)
    else:
        count_events(definition, source, scope, periods, by, found)
    return found


def rows_behind(definition, scope, period, where=None, *, limit=100, offset=0):
    """(case, day) of the rows behind a figure, in order of their day; `where` is {breakdown: category}."""
    where = where or {}
    refuse_unknown(definition, ["*".join(where)] if where else ())
    source = definition.source()
    if isinstance(source, Spans):
        return lasting_behind(definition, source, scope, period, where, limit, offset)
    return events_behind(definition, source, scope, period, where, limit, offset)
