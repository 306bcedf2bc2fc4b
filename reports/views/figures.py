from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.actions import record
from reports.counting import definition, definitions
from reports.counting.breakdowns import is_overlapping
from reports.counting.cells import SHARES
from reports.counting.definitions import as_it_was
from reports.counting.dimensions import NAMES, RECALLED, label
from reports.numbers import AT_ONCE, rows_counted_now, skipped
from reports.pages import crumbs, manager_page, named, own_report
from reports.tracking.notes import is_untold, provenance_words, sources_in_house, untold_words


@require_GET
@manager_page
def figure(request, report, figure):
    """The cases behind a figure, by their numbers, and in words what was counted."""
    report = own_report(request, report)
    figure = get_object_or_404(report.figures.select_related("indicator"), pk=figure)
    counting, before = as_it_was(figure.indicator.says), skipped(request.GET.get("from", ""))
    rows = rows_counted_now(report, figure, request.user, limit=AT_ONCE + 1, offset=before)
    record("figure.opened", report, by=request.user, detail=figure.trail_words)
    shown = {
        "report": report,
        "figure": figure,
        "counting": counting,
        "category": label(figure.dimension, figure.category) if figure.dimension else "",
        "dimension": NAMES.get(figure.dimension, ""),
        "rows": rows[:AT_ONCE],
        "rows_now": rows_now(figure, counting, rows, before),
        "more": before + AT_ONCE if len(rows) > AT_ONCE else None,
        "skipped": before,
        "provenance": provenance_words(counting.provenance),
        "untold": untold_words() if is_untold(counting, figure.value) else "",
        "before": max(before - AT_ONCE, 0) if before else None,
        "breakdowns": [] if before else breakdowns(report, figure, counting),
        "crumbs": crumbs(report),
        "named": named(report),
    }
    return render(request, "reports/figure.html", shown)


def rows_now(figure, counting, rows, before):
    """How many rows are counted now, where all are shown and they are not as many as in the report."""
    whole = not before and len(rows) <= AT_ONCE and counting.rule not in SHARES
    return len(rows) if whole and len(rows) != figure.n else None


def breakdowns(report, figure, counting):
    """Every breakdown of this total that was counted, with its categories in words."""
    if figure.dimension:
        return []
    same = report.figures.filter(code=figure.code, stretch=figure.stretch, period=figure.period)
    found = {}
    for one in same.exclude(dimension=""):
        found.setdefault(one.dimension, {})[one.category] = one
    return [
        (NAMES[name], name in RECALLED, is_overlapping(counting, name), in_order(counting, name, found[name]))
        for name in counting.by
        if name in found
    ]


def in_order(counting, name, rows):
    """Categories in the order of printing, those without a row as nothing."""
    fixed = counting.categories(name)
    order = [*fixed, *sorted(set(rows) - set(fixed))]
    return [(label(name, one), rows.get(one)) for one in order]


@require_GET
@manager_page
def indicators(request):
    """What can be counted, and what each figure means."""
    shown = [(one, provenance_words(one.provenance)) for one in definitions().values()]
    return render(request, "reports/indicators.html", {"indicators": shown, "crumbs": crumbs()})


@require_GET
@manager_page
def indicator(request, indicator_code):
    """One indicator: what is counted, by which rule, and by what it can be broken down."""
    if indicator_code not in definitions():
        raise Http404
    counting = definition(indicator_code)
    shown = {
        "counting": counting,
        "provenance": provenance_words(counting.provenance),
        "breakdowns": [(NAMES[name], name in RECALLED) for name in counting.by],
        "sources": sources_in_house(counting),
        "crumbs": [*crumbs(), (_("Indicators"), "../")],
    }
    return render(request, "reports/indicator.html", shown)
