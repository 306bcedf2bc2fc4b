"""What is told of the cases behind a figure: number, office and day, never who it is."""

from cases.models import Case
from reports.counting import Scope, definitions, rows_behind

AT_ONCE = 100


def rows_counted_now(report, figure, user, *, limit, offset):
    """(number, office, day) behind a figure by the present definition; none where that counts nothing."""
    present = definitions().get(figure.code)
    if present is None or not set(figure.where) <= set(present.by):
        return []
    scope = Scope.of_award(report.award)
    return rows_told(present, scope, figure.days, figure.where, user, limit=limit, offset=offset)


def rows_told(definition, scope, period, where, user, *, limit, offset):
    """(number, office, day) of so many of the counted rows, those of her own organisations first.

    Of a partner organisation's she is told how many there are (design §3): each of its rows has no number, no
    office and no day.
    """
    own = Case.objects.numbers_for(user)
    first = own.order_by().values("pk")
    rows = rows_behind(definition, scope, period, where, limit=limit, offset=offset, first=first)
    known = own.filter(pk__in={case for case, _on in rows}).values_list("pk", "number", "office__name")
    numbers = {pk: (number, office) for pk, number, office in known}
    return [(*numbers[case], on) if case in numbers else ("", "", None) for case, on in rows]


def skipped(text):
    """How many rows were told before, from the address; nonsense is the beginning."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
