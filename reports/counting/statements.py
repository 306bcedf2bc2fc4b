"""The only SQL of this room: countable rows, compiled once by the ORM, narrowed and counted over periods.

`rows` are picked by the counting rule into `picked`, one line for each period in which a row counts, and
counted by GROUPING SETS over all breakdowns in one statement. Names of columns are our own constants; every
value is a parameter.
"""

from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection

# The US fiscal year begins in October, so that three months later its number is the calendar's.
FISCAL_YEAR = "extract(year FROM r_on + interval '3 months')"
IN_ORDER = "r_on, r_written, r_row"
# How a rule narrows rows that lie in no period yet, and then those of one period.
FIRSTS = {
    "first_ever": f"SELECT DISTINCT ON (r_entity) * FROM rows ORDER BY r_entity, {IN_ORDER}",
    "first_in_fy": (
        f"SELECT DISTINCT ON (r_entity, {FISCAL_YEAR}) * FROM rows "
        f"ORDER BY r_entity, {FISCAL_YEAR}, {IN_ORDER}"
    ),
}
FIRSTS["first_in_award"] = FIRSTS["first_ever"]
ONCE_A_PERIOD = {"unique_in_period", "distinct_entities_in_period"}
NARROWING = ONCE_A_PERIOD | set(FIRSTS)

COUNTED = "count(*), max(r_on), NULL::numeric, NULL::numeric, NULL::numeric"
AGGREGATES = {
    "median_days": (
        "count(r_amount), max(r_on), "
        + ", ".join(
            f"percentile_cont({part}) WITHIN GROUP (ORDER BY r_amount)::numeric" for part in (0.5, 0.25, 0.75)
        )
    ),
    "mean_change": "count(r_amount), max(r_on), avg(r_amount)::numeric, NULL::numeric, NULL::numeric",
    "sum": "count(r_amount), max(r_on), sum(r_amount)::numeric, NULL::numeric, NULL::numeric",
    "ratio": "count(*), max(r_on), NULL::numeric, sum(r_amount)::numeric, sum(r_of)::numeric",
}
AGGREGATES |= {"estimate": AGGREGATES["sum"], "cohort_ratio": AGGREGATES["ratio"]}


@dataclass(frozen=True)
class Sql:
    """A piece of a statement with its parameters."""

    text: str
    params: tuple = ()


def compiled(rows):
    """A queryset's statement; None when it can have no rows at all."""
    try:
        text, params = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    return Sql(text, tuple(params))


def fetch(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.params)
        return cursor.fetchall()


def values(lines, types):
    """A VALUES list, with the types said once: `(%s::int, …), (%s, …)`."""
    one = ", ".join(f"%s::{kind}" for kind in types)
    return Sql(", ".join([f"({one})"] * len(lines)), tuple(part for line in lines for part in line))


def periods_as(periods):
    lines = [(number, period.start, period.end) for number, period in enumerate(periods)]
    return values(lines, ("int", "date", "date"))


def picked(rule, rows, periods):
    """The rows that count by this rule, once for each period in which they do, as WITH … `picked`."""
    listed = periods_as(periods)
    source = f"({FIRSTS[rule]})" if rule in FIRSTS else "rows"
    joined = f"FROM {source} AS r JOIN periods ON r_on BETWEEN p_since AND p_until WHERE r_counts"
    pick = f"SELECT p_number, r.* {joined}"
    if rule in ONCE_A_PERIOD:
        pick = (
            f"SELECT DISTINCT ON (p_number, r_entity) p_number, r.* {joined} "
            f"ORDER BY p_number, r_entity, {IN_ORDER}"
        )
    text = (
        f"WITH rows AS ({rows.text}), periods (p_number, p_since, p_until) AS (VALUES {listed.text}), "
        f"picked AS ({pick})"
    )
    return Sql(text, rows.params + listed.params)


def counted(rule, picks, described, sets):
    """Figures of every period over every set of breakdowns: lines of

    (period, number of the set, the set's categories, n, latest day, value, numerator, denominator).
    `described` are the rows with their categories, where `picked` has none itself.
    """
    columns = sorted({column for one in sets for column in one})
    wide = ", ".join(columns)
    grouped = ", ".join(f"({', '.join(['p_number', *one])})" for one in sets)
    said = f", GROUPING({wide}), {wide}" if columns else ", 0"
    text = f"SELECT p_number{said}, {AGGREGATES.get(rule, COUNTED)} FROM picked"
    params = picks.params
    if described is not None:
        text += f" JOIN ({described.text}) AS d ON d.d_row = r_row"
        params += described.params
    return Sql(f"{picks.text} {text} GROUP BY GROUPING SETS ({grouped})", params), columns


def by_kind_of_event(rows, periods, column):
    """Different people for each category of their events; one person stands under several."""
    listed = periods_as(periods)
    return Sql(
        f"WITH rows AS ({rows.text}), periods (p_number, p_since, p_until) AS (VALUES {listed.text}) "
        f"SELECT p_number, {column}, count(DISTINCT r_entity) FROM rows "
        "JOIN periods ON r_on BETWEEN p_since AND p_until WHERE r_counts "
        f"GROUP BY p_number, {column}",
        rows.params + listed.params,
    )


def by_form(picks, forms, groups):
    """How many picked rows lie in each group of codes of their case; a row may lie in several."""
    known = sorted({code for codes in groups.values() for code in codes})
    filters = ", ".join(["count(DISTINCT r_row) FILTER (WHERE f_codes && %s::varchar[])"] * len(groups))
    text = (
        f"{picks.text} SELECT p_number, count(DISTINCT r_row), "
        f"count(DISTINCT r_row) FILTER (WHERE f_codes && %s::varchar[]), {filters} "
        f"FROM picked LEFT JOIN ({forms.text}) AS f ON f_case = r_case GROUP BY p_number"
    )
    # Parameters stand in the order of the text: those of the pick, the groups, then those of the join.
    return Sql(text, (*picks.params, known, *(list(codes) for codes in groups.values()), *forms.params))


def each_row(picks, described, columns):
    """The picked rows themselves, with these columns."""
    text, params = f"{picks.text} SELECT {', '.join(columns)} FROM picked", picks.params
    if described is not None:
        text += f" JOIN ({described.text}) AS d ON d.d_row = r_row"
        params += described.params
    return Sql(text, params)


def is_equal(column, category):
    """A condition on picked rows: they lie in this category."""
    return Sql(f"{column} = %s", (category,))


def is_of_form(forms, groups, category):
    """A condition on picked rows: their case has such a form, or none of all of them."""
    codes = groups.get(category) or sorted({code for codes in groups.values() for code in codes})
    among = f"r_case IN (SELECT f_case FROM ({forms.text}) AS f WHERE f_codes && %s::varchar[])"
    return Sql(among if category in groups else f"NOT {among}", (*forms.params, list(codes)))


def behind(picks, described, conditions, limit, offset):
    """Cases of the picked rows, in order of their day: (case, day)."""
    text, params = f"{picks.text} SELECT r_case, r_on FROM picked", picks.params
    if described is not None:
        text += f" JOIN ({described.text}) AS d ON d.d_row = r_row"
        params += described.params
    if conditions:
        text += " WHERE " + " AND ".join(one.text for one in conditions)
        params += tuple(param for one in conditions for param in one.params)
    return Sql(f"{text} ORDER BY {IN_ORDER} LIMIT %s OFFSET %s", (*params, limit, offset))


def nights(rows, windows, periods, *, stock=False):
    """Rows that last, with their first day and the number of their days in each period, as WITH … `nights`.

    For a stock only the last day of a period is looked at.
    """
    listed, paid = periods_as(periods), values(windows, ("uuid", "date", "date"))
    since = "p_until" if stock else "p_since"
    first = f"greatest(r_since, w_since, {since})"
    last = "least(coalesce(r_until, 'infinity'::date), w_until, p_until + 1)"
    text = (
        f"WITH rows AS ({rows.text}), periods (p_number, p_since, p_until) AS (VALUES {listed.text}), "
        f"windows (w_component, w_since, w_until) AS (VALUES {paid.text}), "
        f"nights AS (SELECT p_number, r.*, {first} AS r_on, {last} - {first} AS r_nights FROM rows AS r "
        f"JOIN windows ON w_component = r_component CROSS JOIN periods WHERE {first} < {last})"
    )
    return Sql(text, rows.params + listed.params + paid.params)


def each_once(nights, columns):
    """Each person once in a period, with the row of her first day that counts."""
    listed = ", ".join(columns)
    return Sql(
        f"{nights.text} SELECT DISTINCT ON (p_number, r_entity) p_number, r_entity, r_on, {listed} "
        "FROM nights ORDER BY p_number, r_entity, r_on, r_row",
        nights.params,
    )


def sum_of_nights(nights):
    """How many nights count in each period, and the first day of the latest row."""
    text = f"{nights.text} SELECT p_number, sum(r_nights), max(r_on) FROM nights GROUP BY p_number"
    return Sql(text, nights.params)
