"""The only SQL of this room: countable rows, compiled once by the ORM, narrowed and counted over periods.

Indicators whose rows are the same are counted together: `rows` are picked by the counting rule of each into
`picked`, one line for each indicator (`p_of`) and each period in which a row counts. One statement counts
them: by GROUPING SETS over all breakdowns of which a row has one category, and in parts of their own for
those that overlap, all over the same picked rows. Names of columns are our own constants; every value is a
parameter.
"""

from dataclasses import dataclass, replace

from django.core.exceptions import EmptyResultSet
from django.db import connection

# The US fiscal year begins in October, so that three months later its number is the calendar's.
FISCAL_YEAR = "extract(year FROM r_on + interval '3 months')"
YEAR_BEGUN, YEAR_ENDED = FISCAL_YEAR.replace("r_on", "p_since"), FISCAL_YEAR.replace("r_on", "p_until")
IN_ORDER = "r_on, r_written, r_row"
# Of whom a rule takes the first row only, whatever the period.
FIRSTS = {
    "first_ever": "r_entity",
    "first_in_award": "r_entity",
    "first_in_fy": f"r_entity, {FISCAL_YEAR}",
}
ONCE_A_PERIOD = {"unique_in_period", "distinct_entities_in_period"}
NARROWING = ONCE_A_PERIOD | set(FIRSTS) | {"stock_at_end"}

NEW_OR_NOT = "CASE WHEN r_first >= p_since THEN 'new' ELSE 'continuing' END"
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


@dataclass(frozen=True)
class Pick:
    """What an indicator takes of its family's rows: by which rule, which of them, and what is told besides.

    `only` is the number of the condition that its rows meet; `status` says that of each is told whether
    whoever counts is new in the period.
    """

    rule: str
    only: int = 0
    status: bool = False

    @property
    def looks_back(self):
        return self.rule in FIRSTS or self.status


@dataclass(frozen=True)
class Picked(Sql):
    """What was picked, as WITH … `picked`, and by which picks."""

    picks: tuple = ()


def picked(picks, rows, earlier, periods, columns, status):
    """The rows that count, once for each pick (`p_of`) and each period in which they do, as WITH … `picked`.

    `columns` are those of the rows that are told on, `status` the one that says who is new. `earlier` are
    rows before all of these periods, in which nobody can be new; None where there is none.
    """
    listed, before = periods_as(periods), Sql("")
    if earlier is not None:
        before = earlier_of(earlier, sorted({one.only for one in picks if one.looks_back}))
    taken = " UNION ALL ".join(
        taken_by(number, one, columns, status, one.looks_back and earlier is not None)
        for number, one in enumerate(picks)
    )
    text = (
        f"WITH rows AS ({rows.text}), {before.text}"
        f"periods (p_number, p_since, p_until) AS (VALUES {listed.text}), picked AS ({taken})"
    )
    return Picked(text, rows.params + before.params + listed.params, tuple(picks))


def earlier_of(earlier, conditions):
    """Of everybody in the rows the latest day before them, for each condition, as … `earlier`."""
    latest = ", ".join(f"max(r_on) FILTER (WHERE r_of_{one}) AS e_of_{one}" for one in conditions)
    text = (
        f"earlier AS MATERIALIZED (SELECT r_entity AS e_entity, {latest} FROM ({earlier.text}) AS e "
        "WHERE r_entity IN (SELECT r_entity FROM rows) GROUP BY r_entity), "
    )
    return Sql(text, earlier.params)


def taken_by(number, pick, columns, status, looks_back):
    """The rows that one pick takes, a line for each period.

    Firsts of fiscal years do not add up over more than one: there each person counts once, as in any period
    (donor-reports.md §9.1).
    """
    if pick.rule != "first_in_fy":
        return in_periods(number, pick, columns, status, looks_back)
    over_years = replace(pick, rule="unique_in_period")
    return " UNION ALL ".join(
        [
            in_periods(number, pick, columns, status, looks_back, f"{YEAR_BEGUN} = {YEAR_ENDED}"),
            in_periods(number, over_years, columns, status, looks_back, f"{YEAR_BEGUN} < {YEAR_ENDED}"),
        ]
    )


def in_periods(number, pick, columns, status, looks_back, of_which="true"):
    """The rows that one pick takes in those periods."""
    told = [f"{number} AS p_of", "p_number", *columns]
    if status:
        told.append(f"{NEW_OR_NOT if pick.status else 'NULL'} AS {status}")
    source = narrowed(pick, [*columns, "r_written", "r_counts"], looks_back)
    text = (
        f"FROM {source} AS r JOIN periods ON r_on BETWEEN p_since AND p_until WHERE r_counts AND {of_which}"
    )
    if pick.rule in ONCE_A_PERIOD:
        once = f"SELECT DISTINCT ON (p_number, r_entity) {', '.join(told)} {text}"
        return f"({once} ORDER BY p_number, r_entity, {IN_ORDER})"
    return f"SELECT {', '.join(told)} {text}"


def narrowed(pick, columns, looks_back):
    """The rows of one pick, whatever the period; what was earlier stands before them, and in no period."""
    source = f"SELECT {', '.join(columns)} FROM rows WHERE r_of_{pick.only}"
    if looks_back:
        day = {"r_entity": "e_entity", "r_on": f"e_of_{pick.only}"}
        stands = ", ".join(day.get(column, "NULL") for column in columns)
        source += f" UNION ALL SELECT {stands} FROM earlier WHERE e_of_{pick.only} IS NOT NULL"
    if pick.rule in FIRSTS:
        of_whom = FIRSTS[pick.rule]
        source = f"SELECT DISTINCT ON ({of_whom}) * FROM ({source}) AS every ORDER BY {of_whom}, {IN_ORDER}"
    if pick.status:
        source = f"SELECT *, min(r_on) OVER (PARTITION BY r_entity) AS r_first FROM ({source}) AS every_one"
    return f"({source})"


def together(picks, parts):
    """All parts over the same picked rows: lines of (number of the part, *the line of the part).

    Every part tells (pick, period, set of breakdowns, categories, n, latest day, value, low, high).
    """
    told = " UNION ALL ".join(
        f"SELECT {number}, part.* FROM ({one.text}) AS part" for number, one in enumerate(parts)
    )
    return Sql(f"{picks.text} {told}", picks.params + tuple(param for one in parts for param in one.params))


def counted(rule, source, sets):
    """The part of figures of these rows (`joined`) over every set of breakdowns, and the columns of those."""
    columns = sorted({column for one in sets for column in one})
    wide = ", ".join(columns)
    grouped = ", ".join(f"({', '.join(['p_of', 'p_number', *one])})" for one in sets)
    mask, listed = (f"GROUPING({wide})", wide) if columns else ("0", "")
    text = (
        f"SELECT p_of, p_number, {mask}, ARRAY[{listed}]::text[], {AGGREGATES.get(rule, COUNTED)} "
        f"FROM {source.text} GROUP BY GROUPING SETS ({grouped})"
    )
    return Sql(text, source.params), columns


def with_forms(picks, forms):
    """The same with the codes of the forms that each picked case lived through, as `lived`."""
    text = (
        f"{picks.text}, lived AS MATERIALIZED ("
        "SELECT p_case AS l_case, array_agg(DISTINCT f_code) FILTER (WHERE f_code IS NOT NULL) AS l_codes "
        "FROM (SELECT DISTINCT r_case FROM picked) AS p (p_case) "
        f"LEFT JOIN ({forms.text}) AS f ON f_case = p_case "
        "LEFT JOIN LATERAL unnest(f_codes) AS u (f_code) ON true GROUP BY p_case)"
    )
    return replace(picks, text=text, params=picks.params + forms.params)


# Every row has its line of `lived`, and every line a row. Of two lists without an index, which the planner
# may take for short, one is gone through for each line of the other unless their join is a full one.
LIVED = "FULL JOIN lived ON l_case = r_case"


def joined(cases=None, word=None, *, dated=False):
    """The picked rows with those categories that are told of their cases, and by a word for their forms.

    Where they are `dated`, a case has a line for each time, and a row has the one of its own day.
    """
    text, params = "picked", ()
    if cases:
        of_its_day = " AND r_on >= d_since AND r_on < d_until" if dated else ""
        text, params = f"{text} JOIN ({cases.text}) AS d ON d_case = r_case{of_its_day}", cases.params
    if word:
        # What is asked of the rows is asked after the join (OFFSET 0), else it would be a full one no more.
        text = f"(SELECT *, {word.text} FROM {text} {LIVED} OFFSET 0) AS told"
        params = word.params + params
    return Sql(text, params)


def one_word(words, undetermined, column, other, otherwise):
    """The first of these words of which each group of codes is met by a form of the case, as a column; of
    another form than the undetermined ones it is `other`."""
    met = "l_codes && %s::varchar[]"
    whens = " ".join(f"WHEN {' AND '.join([met] * len(groups))} THEN %s" for _word, groups in words)
    said = [part for word, groups in words for part in (*map(list, groups), word)]
    text = f"CASE {whens} WHEN NOT l_codes <@ %s::varchar[] THEN %s ELSE %s END AS {column}"
    return Sql(text, (*said, list(undetermined), other, otherwise))


def by_kind_of_event(number, pick, column):
    """The part of different people for each category of their events; one person stands under several.

    Where a rule takes the first of each person, only of those whose first lies in the period: nobody stands
    under a kind of event who is not in the total.
    """
    events, counted = events_of(pick), ""
    if pick.rule in FIRSTS:
        counted = (
            f"AND (p_number, r_entity) IN (SELECT p_number, r_entity FROM picked WHERE p_of = {number}) "
        )
    return Sql(
        f"SELECT {number}, p_number, 0, ARRAY[{column}]::text[], count(DISTINCT r_entity), max(r_on), "
        f"{NOTHING} {events} {counted}GROUP BY p_number, {column}"
    )


def events_of(pick):
    """All events of one pick, a line for each period in which they lie, whichever of them is counted."""
    return f"FROM rows JOIN periods ON r_on BETWEEN p_since AND p_until WHERE r_counts AND r_of_{pick.only}"


def has_event(pick, column, category):
    """A condition on picked rows: in the period their person has an event of this category."""
    events = f"SELECT p_number, r_entity {events_of(pick)} AND {column} = %s"
    return Sql(f"(p_number, r_entity) IN ({events})", (category,))


def by_forms():
    """The part of picked rows by all forms that their case lived through together; none is NULL."""
    return Sql(
        f"SELECT p_of, p_number, 0, l_codes::text[], count(*), max(r_on), {NOTHING} FROM picked {LIVED} "
        "GROUP BY p_of, p_number, l_codes"
    )


def by_age(rule, source, columns, cuts):
    """The part of picked rows by the age that the person reaches in the year of their day, besides `columns`.

    Where a birthday of that year decides on which side of a cut she is, or no year is known, each person and
    day stands by itself instead.
    """
    own = "".join(f"{column}, " for column in columns)
    text = (
        f"SELECT p_of, p_number, 0, ARRAY[{own}a_age::text, a_person::text, a_on::text]::text[], "
        f"{AGGREGATES.get(rule, COUNTED)} FROM {source.text} "
        "CROSS JOIN LATERAL (SELECT extract(year FROM r_on)::int - d_birth_year) AS y (oldest) "
        "CROSS JOIN LATERAL (SELECT (d_born AND oldest > 0 AND oldest <> ALL (%s)) IS TRUE) AS s (told) "
        "CROSS JOIN LATERAL (SELECT CASE WHEN told THEN oldest END, CASE WHEN NOT told THEN d_person END, "
        "CASE WHEN NOT told THEN r_on END) AS a (a_age, a_person, a_on) "
        f"GROUP BY p_of, p_number, {own}a_age, a_person, a_on"
    )
    return Sql(text, (*source.params, sorted(cuts)))


def each_row(picks, source, columns, first):
    """These rows (`joined`): is their case one of `first`, and these columns."""
    own = one_of(first)
    text = f"{picks.text} SELECT {own.text}, {', '.join(columns)} FROM {source.text}"
    return Sql(text, picks.params + own.params + source.params)


def one_of(cases):
    """Is the case of a picked row one of these (compiled)? Without any, none is."""
    return Sql(f"r_case IN ({cases.text})", cases.params) if cases else Sql("r_case IS NULL")


def is_equal(column, category):
    """A condition on picked rows: they lie in this category."""
    return Sql(f"{column} = %s", (category,))


def has_form(forms, codes, *, beyond=False, none=False):
    """A condition on picked rows: a form of their case is one of these codes, or with `beyond` is not
    among them; with `none` no form is so."""
    met = "NOT f_codes <@ %s::varchar[]" if beyond else "f_codes && %s::varchar[]"
    found = f"EXISTS (SELECT FROM ({forms.text}) AS f WHERE f_case = r_case AND {met})"
    return Sql(f"NOT {found}" if none else found, (*forms.params, list(codes)))


@dataclass(frozen=True)
class Cut:
    """Which rows are told: so many, after so many; those of the cases `first` (compiled) foremost."""

    limit: int
    offset: int
    first: Sql | None = None


def behind(picks, source, conditions, cut):
    """Cases of these rows (`joined`), in order of their day: (case, day)."""
    text, params = f"{picks.text} SELECT r_case, r_on FROM {source.text}", picks.params + source.params
    if conditions:
        text += " WHERE " + " AND ".join(one.text for one in conditions)
        params += tuple(param for one in conditions for param in one.params)
    own = one_of(cut.first)
    text = f"{text} ORDER BY ({own.text}) DESC, r_on, r_row LIMIT %s OFFSET %s"
    return Sql(text, (*params, *own.params, cut.limit, cut.offset))
