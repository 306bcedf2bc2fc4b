"""What is told of the cases behind a figure: number, office and day, never who it is."""

from cases.models import Case
from reports.counting import Scope, definitions, rows_behind


def rows_counted_now(report, figure, *, limit, offset):
    """(case, day) behind a figure by the present definition; none where that counts no such thing."""
    present = definitions().get(figure.code)
    if present is None or not set(figure.where) <= set(present.by):
        return []
    scope = Scope.of_award(report.award)
    return rows_behind(present, scope, figure.days, figure.where, limit=limit, offset=offset)


def with_numbers(rows, user):
    """(number, office, day) of the counted rows; those of partner organisations have no number here."""
    ids = {case for case, _on in rows}
    known = Case.objects.filter(pk__in=ids).numbers_for(user).values_list("pk", "number", "office__name")
    numbers = {pk: (number, office) for pk, number, office in known}
    return [(*numbers.get(case, ("", "")), on) for case, on in rows]
