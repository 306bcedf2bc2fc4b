"""Statements of what lasts: how many days of each row lie in each period (see `statements`)."""

from reports.counting.statements import Sql, periods_as, values


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
    order = "p_number, r_entity, r_on, r_row"
    pick = f"SELECT DISTINCT ON (p_number, r_entity) 0 AS p_of, * FROM nights ORDER BY {order}"
    return Sql(f"{nights.text}, picked AS ({pick})", nights.params)


def sum_of_nights(nights):
    """How many nights count in each period, and the first day of the latest row."""
    text = f"{nights.text} SELECT p_number, sum(r_nights), max(r_on) FROM nights GROUP BY p_number"
    return Sql(text, nights.params)
