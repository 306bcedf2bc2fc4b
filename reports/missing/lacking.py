"""Of which cases something is missing: read from the records and from the tasks that checks left."""

from collections import defaultdict

from django.db.models import BooleanField, Case, F, Q, Value, When

from cases.models import Task
from cases.task_words import PLAN
from programmes.models import Component
from reports.counting.completeness import FIELDS, records_of
from reports.counting.sources import counted_records

# Kinds of task of checks that stopped nothing, whose answer changes a figure: what each of them lacks.
CHECKS = {
    "birth_or_day_is_wrong": "date",
    "needs": "needs",
    PLAN: "plan",
    "close_open_items": "open_items",
}


def lacking(cases, organisations, period, *, tasks=None):
    """{case id: what is missing of it} of those of these cases of which anything is.

    `organisations` are those whose records are looked at: of what was given before a case came from another
    one, that one is told. `tasks` are those of which may be told, or all.
    """
    found = defaultdict(set)
    components = list(Component.objects.filter(organisation__in=organisations).values_list("pk", flat=True))
    for records in records_of(counted_records(), components):
        for case, *lacks in of_records(records, cases, period, components):
            found[case].update(name for name, is_lacking in zip(FIELDS, lacks, strict=True) if is_lacking)
    for case, kind in of_tasks(Task.objects.all() if tasks is None else tasks, cases, period):
        found[case].add(CHECKS[kind])
    return dict(found)


def of_records(records, cases, period, components):
    """(case, lacks it the first field, the second …) of their records of the period, each once."""
    source, any_of_them = records.source, Q()
    for condition in records.lacks.values():
        any_of_them |= condition
    inside = {f"{source.on}__gte": period.start, f"{source.on}__lte": period.end}
    inside |= {f"{source.component}__in": components, f"{source.case}__in": cases.order_by().values("pk")}
    rows = source.rows.filter(any_of_them, **inside)
    flags = {f"lacks_{name}": is_so(condition) for name, condition in records.lacks.items()}
    told = rows.order_by().annotate(of_case=F(source.case), **flags)
    return told.values_list("of_case", *flags).distinct()


def is_so(condition):
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def of_tasks(tasks, cases, period):
    """(case, kind) of what should have been seen to by the end of the period, and was not."""
    waiting = tasks.open().filter(kind__in=sorted(CHECKS), due_on__lte=period.end)
    rows = waiting.filter(case__in=cases.order_by().values("pk")).order_by()
    return rows.values_list("case", "kind").distinct()
