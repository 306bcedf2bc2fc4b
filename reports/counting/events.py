"""Figures of what happens on a day: events, people at their first event, medians and shares."""

from django.db.models import Case, F, Q, Value, When

from programmes.models import charges
from reports.counting import statements
from reports.counting.breakdowns import (
    STATUS,
    column_of,
    counts_firsts_by_event,
    is_by_event,
    own_categories,
    single,
)
from reports.counting.tally import count_picked, rows_of


def family_of(member):
    """What indicators have in common that are counted together: their rows, and what is measured of each."""
    rule, source = member.definition.rule, member.source
    return source.family, statements.AGGREGATES.get(rule), source.amount, source.under, rule == "first_ever"


def count_events(members, scope, periods):
    """Fill in the figures of what happens, of all these indicators of one family."""
    if picks := picks_of(members, scope, periods):
        count_picked(members, picks)


def picks_of(members, scope, periods, only=None):
    """The rows that count for each of them; None where nothing is paid for.

    `only` narrows them to events of these categories before anything is picked.
    """
    wanted, facts = conditions_of(members), columns_of(members[0].source) | categories_of(members)
    inside, counts, earlier = of_periods(members, scope, periods)
    rows = compiled(inside, facts | {"r_counts": counts}, wanted, only)
    if rows is None:
        return None
    picks = [pick_of(one, wanted) for one in members]
    looks_back = any(pick.looks_back for pick in picks)
    before = compiled(earlier, facts, wanted, only) if looks_back else None
    status = column_of(STATUS) if any(pick.status for pick in picks) else ""
    told = [name for name in facts if name != "r_written"]
    return statements.picked(picks, rows, before, periods, told, status)


def pick_of(member, conditions):
    """What one of them takes of the rows."""
    number, names = conditions.index(member.source.only), single(member.definition, member.by)
    return statements.Pick(member.definition.rule, number, STATUS in names)


def conditions_of(members):
    """The different conditions of their rows."""
    found = []
    for one in members:
        if one.source.only not in found:
            found.append(one.source.only)
    return found


def categories_of(members):
    """The columns of those breakdowns that their rows tell themselves."""
    names = {name for one in members for name in single(one.definition, one.by, events_too=True)}
    return own_categories(members[0].source.places, sorted(names))


def compiled(rows, facts, conditions, only):
    """The statement of these rows, with which of the conditions each meets; None when there can be none."""
    told = facts | {f"r_of_{number}": meets(one) for number, one in enumerate(conditions)}
    rows = rows.order_by().annotate(**told)
    if all(conditions):
        rows = rows.filter(met_by_any(conditions))
    for name, category in (only or {}).items():
        rows = rows.filter(**{column_of(name): category})
    return statements.compiled(rows.values(*told))


def meets(condition):
    return Case(When(condition, then=Value(True)), default=Value(False)) if condition else Value(True)


def met_by_any(conditions):
    found = Q()
    for one in conditions:
        found |= one
    return found


def of_periods(members, scope, periods):
    """The rows in these periods, what says of each whether it counts, and the rows before them.

    Whoever looks for the first of all that ever happened looks at what nobody paid for, too.
    """
    source, since = members[0].source, min(period.start for period in periods)
    until, counts = max(period.until for period in periods), Value(True)
    rows, earlier = scope.events(source, until), scope.events(source, since)
    if members[0].definition.rule == "first_ever" and scope.award is not None:
        rows, earlier = scope.everything(source, until), scope.everything(source, since)
        counts = charged_expression(scope, source, until)
    return rows.filter(**{f"{source.on}__gte": since}), counts, earlier


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


def charged_expression(scope, source, until):
    """Is this row charged to the award on its own day? For a rule that looks at other rows too."""
    paid = charges.charge_condition(scope.windows(until), source.on, source.component)
    return Case(When(paid & charges.not_another_alone(scope.award), then=Value(True)), default=Value(False))


def events_behind(member, scope, period, where, cut):
    """(case, day) of the events behind a figure, in order of their day."""
    counting = member.definition
    by_event = {
        name: category
        for name, category in where.items()
        if is_by_event(counting, name) and not counts_firsts_by_event(counting, name)
    }
    picks = picks_of([member], scope, [period], only=by_event)
    return rows_of(member, picks, where, cut) if picks else []
