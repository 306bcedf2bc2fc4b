"""The only SQL of this room: countable rows, compiled once by the ORM, narrowed and counted over periods.

`rows` are picked by the counting rule into `picked`, one line for each period in which a row counts. One
statement counts them: by GROUPING SETS over all breakdowns of which a row has one category, and in parts of
their own for those that overlap, all over the same picked rows. Names of columns are our own constants; every
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
NARROWING = ONCE_A_PERIOD | set(FIRSTS) | {"stock_at_end"}

NOTHING = "NULL::numeric, NULL::numeric, NULL::numeric"
COUNTED = f"count(*), max(r_on), {NOTHING}"
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


def picked(rule, rows, periods, status=""):
    """The rows that count by this rule, once for each period in which they do, as WITH … `picked`.

    `status` is the column that says whether whoever counts is new in the period; `rows` then hold what is
    earlier too.
    """
    listed = periods_as(periods)
    source = f"({FIRSTS[rule]})" if rule in FIRSTS else "rows"
    told = "p_number, r.*"
    if status:
        source = f"(SELECT *, min(r_on) OVER (PARTITION BY r_entity) AS r_first FROM {source} AS all_rows)"
        told += f", CASE WHEN r_first >= p_since THEN 'new' ELSE 'continuing' END AS {status}"
    joined = f"FROM {source} AS r JOIN periods ON r_on BETWEEN p_since AND p_until WHERE r_counts"
    pick = f"SELECT {told} {joined}"
    if rule in ONCE_A_PERIOD:
        pick = (
            f"SELECT DISTINCT ON (p_number, r_entity) {told} {joined} ORDER BY p_number, r_entity, {IN_ORDER}"
        )
    text = (
        f"WITH rows AS ({rows.text}), periods (p_number, p_since, p_until) AS (VALUES {listed.text}), "
        f"picked AS ({pick})"
    )
    return Sql(text, rows.params + listed.params)


def together(picks, parts):
    """All parts over the same picked rows: lines of (number of the part, *the line of the part).

    Every part tells (period, set of breakdowns, categories, n, latest day, value, low, high).
    """
    told = " UNION ALL ".join(
        f"SELECT {number}, part.* FROM ({one.text}) AS part" for number, one in enumerate(parts)
    )
    return Sql(f"{picks.text} {told}", picks.params + tuple(param for one in parts for param in one.params))


def counted(rule, described, sets):
    """The part of figures over every set of breakdowns, with the columns of its categories.

    `described` are cases with the categories that rows do not tell themselves.
    """
    columns = sorted({column for one in sets for column in one})
    wide = ", ".join(columns)
    grouped = ", ".join(f"({', '.join(['p_number', *one])})" for one in sets)
    mask, listed = (f"GROUPING({wide})", wide) if columns else ("0", "")
    source = joined(described)
    text = (
        f"SELECT p_number, {mask}, ARRAY[{listed}]::text[], {AGGREGATES.get(rule, COUNTED)} "
        f"FROM {source.text} GROUP BY GROUPING SETS ({grouped})"
    )
    return Sql(text, source.params), columns


def joined(described):
    """The picked rows, with those categories that their cases tell."""
    if described is None:
        return Sql("picked")
    return Sql(f"picked JOIN ({described.text}) AS d ON d_case = r_case", described.params)


def by_kind_of_event(column):
    """The part of different people for each category of their events; one person stands under several."""
    return Sql(
        f"SELECT p_number, 0, ARRAY[{column}]::text[], count(DISTINCT r_entity), max(r_on), {NOTHING} "
        "FROM rows JOIN periods ON r_on BETWEEN p_since AND p_until WHERE r_counts "
        f"GROUP BY p_number, {column}"
    )


def by_form(forms, groups, sets):
    """The part of picked rows by code of their case, by group of codes, or both (`f_code`, `f_group`).

    A row may lie in several, or in none.
    """
    listed = values([(code, group) for group, codes in groups.items() for code in codes], ("text", "text"))
    grouped = ", ".join(f"(p_number, {column})" for column in sets)
    text = (
        "SELECT p_number, GROUPING(f_group), ARRAY[f_code, f_group]::text[], count(DISTINCT r_row), "
        f"max(r_on), {NOTHING} FROM picked LEFT JOIN ("
        f"SELECT f_case, f_code, f_group FROM ({forms.text}) AS f "
        f"CROSS JOIN unnest(f_codes) AS u (f_code) JOIN (VALUES {listed.text}) AS g (g_code, f_group) "
        "ON g_code = f_code WHERE f_case IN (SELECT r_case FROM picked)) AS lived ON f_case = r_case "
        f"GROUP BY GROUPING SETS ({grouped})"
    )
    return Sql(text, forms.params + listed.params)


def by_age(described, columns, cuts):
    """The part of picked rows by the age that the person reaches in the year of their day, besides `columns`.

    Where a birthday of that year decides on which side of a cut she is, or no year is known, each person and
    day stands by itself instead.
    """
    source, own = joined(described), "".join(f"{column}, " for column in columns)
    text = (
        f"SELECT p_number, 0, ARRAY[{own}a_age::text, a_person::text, a_on::text]::text[], count(*), "
        f"max(r_on), {NOTHING} FROM {source.text} "
        "CROSS JOIN LATERAL (SELECT extract(year FROM r_on)::int - d_birth_year) AS y (oldest) "
        "CROSS JOIN LATERAL (SELECT (d_born AND oldest > 0 AND oldest <> ALL (%s)) IS TRUE) AS s (told) "
        "CROSS JOIN LATERAL (SELECT CASE WHEN told THEN oldest END, CASE WHEN NOT told THEN d_person END, "
        "CASE WHEN NOT told THEN r_on END) AS a (a_age, a_person, a_on) "
        f"GROUP BY p_number, {own}a_age, a_person, a_on"
    )
    return Sql(text, (*source.params, sorted(cuts)))


def each_row(picks, described, columns):
    """The picked rows themselves, with these columns."""
    source = joined(described)
    return Sql(f"{picks.text} SELECT {', '.join(columns)} FROM {source.text}", picks.params + source.params)


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
    source = joined(described)
    text, params = f"{picks.text} SELECT r_case, r_on FROM {source.text}", picks.params + source.params
    if conditions:
        text += " WHERE " + " AND ".join(one.text for one in conditions)
        params += tuple(param for one in conditions for param in one.params)
    return Sql(f"{text} ORDER BY r_on, r_row LIMIT %s OFFSET %s", (*params, limit, offset))


def nights(rows, windows, periods, *, stock=False):
    """Rows that last, with their first day and the number of their days in each period, as WITH … `nights`.

    For a stock only the last day of a period is looked at.
    """
    listed, paid = periods_as(periods), values(windows, ("uuid", "date", "date"))
    since = "p_until" if stock else "p_since"
    first = f"greatest(r_since, w_since, {since})"
    last = "least(coalesce(r_until, 'infinity'::date), w_until, p_until + 1)"
    # What is looked up for each row, such as the day of its end, is looked up once and not for each period.
    text = (
        f"WITH rows AS MATERIALIZED ({rows.text}), "
        f"periods (p_number, p_since, p_until) AS (VALUES {listed.text}), "
        f"windows (w_component, w_since, w_until) AS (VALUES {paid.text}), "
        f"nights AS (SELECT p_number, r.*, {first} AS r_on, {last} - {first} AS r_nights FROM rows AS r "
        f"JOIN windows ON w_component = r_component CROSS JOIN periods WHERE {first} < {last})"
    )
    return Sql(text, rows.params + listed.params + paid.params)


def each_once(nights):
    """Each person once in a period, with the row of her first day that counts, as WITH … `picked`."""
    pick = "SELECT DISTINCT ON (p_number, r_entity) * FROM nights ORDER BY p_number, r_entity, r_on, r_row"
    return Sql(f"{nights.text}, picked AS ({pick})", nights.params)


def sum_of_nights(nights):
    """How many nights count in each period, and the first day of the latest row."""
    text = f"{nights.text} SELECT p_number, sum(r_nights), max(r_on) FROM nights GROUP BY p_number"
    return Sql(text, nights.params)
