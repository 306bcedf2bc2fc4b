"""The sheet PITT: columns A to N, then a block for each year of the award, then what is said of each line."""

from itertools import count

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.as_made import kind_of
from reports.tracking.cells import make_room, write
from reports.tracking.languages import in_language
from reports.tracking.notes import TO_CONFIRM
from reports.tracking.table import NOT_APPLICABLE, deviates, is_on_track

HEAD_ROW = 6
FIRST_ROW = HEAD_ROW + 1
FROZEN_COLUMNS = 10
DIRECTIONS = {"increase": "+", "decrease": "-"}
# Columns A to J, those of figures, and the last four: on track, deviation, comment, data source.
WIDTHS, NUMBER, LAST = [9, 14, 5, 12, 28, 9, 9, 10, 13, 28], 10, [9, 11, 30, 24]
# Columns D to J, from code to breakdown, stand again on each further page; a page of Letter holds so many
# letters across at six tenths of their size, which is still read without a glass.
REPEATED, PAGE = slice(3, 10), 235


def add_table(book, looks, report, lines):
    """Titles in rows 1 to 5, headings in row 7, then the lines."""
    sheet = book.add_worksheet("PITT")
    # Titles stand over the columns that are printed on every page: whole on each of them.
    for row, words in enumerate(titles(report)):
        sheet.write_string(row, REPEATED.start, words, looks["title"] if row == 0 else None)
    heads = headings(report, lines)
    widths = [*WIDTHS, *[NUMBER] * (len(heads) - len(WIDTHS) - len(LAST)), *LAST]
    for column, words in enumerate(heads):
        sheet.write_string(HEAD_ROW, column, words, looks["head"])
        sheet.set_column(column, column, widths[column])
    make_room(sheet, HEAD_ROW, heads, widths, bold=len(heads))
    group_older_years(sheet, lines)
    for at, line in enumerate(lines, FIRST_ROW):
        row = list(cells(report, line))
        make_room(
            sheet, at, [value for value, _look in row], widths, bold=0 if line.dimension else len(WIDTHS)
        )
        for column, (value, look) in enumerate(row):
            write(sheet, looks, at, column, value, looks.get(look))
    sheet.freeze_panes(FIRST_ROW, FROZEN_COLUMNS)
    sheet.repeat_rows(HEAD_ROW)
    sheet.autofilter(HEAD_ROW, 0, FIRST_ROW + len(lines) - 1, len(heads) - 1)
    sheet.repeat_columns(REPEATED.start, REPEATED.stop - 1)
    sheet.fit_to_pages(pages_across(widths), 0)
    sheet.print_across()
    return sheet


def pages_across(widths):
    """On how many pages side by side the columns can be read."""
    total, again = sum(widths), sum(widths[REPEATED])
    return next(pages for pages in count(1) if total + (pages - 1) * again <= pages * PAGE)


def titles(report):
    """Award, period, what the table shows, its state, and for whom it is."""
    award, starts, ends = report.award, *days_of(report)
    counted = timezone.localdate(report.counted_at).isoformat()
    return [
        f"{kind_of(report).name} · {award.number}",
        f"{in_language(award.title, award.title_en)} · {starts} – {ends}",
        _("Period: %(period)s (%(start)s – %(end)s)")
        % {
            "period": report.period_words,
            "start": report.start.isoformat(),
            "end": report.end.isoformat(),
        },
        _("State: %(state)s. Figures counted on %(day)s.")
        % {"state": report.get_status_display(), "day": counted},
        _("For: %(donor)s. Totals, sex, and child or adult; no office, finer age or nationality.")
        % {"donor": award.donor.name},
    ]


def days_of(report):
    """The award's first and last day as they were when the report was counted."""
    return [report.agreed.get(name, getattr(report.award, name).isoformat()) for name in ("starts", "ends")]


def headings(report, lines):
    """What stands over the columns; a block of a year repeats."""
    fixed = [
        _("Result level"), _("Result"), _("No."), _("Code"), _("Indicator"), _("Source"), _("Unit"),
        _("Direction"), _("Aggregation"), _("Disaggregation"), _("Baseline"), _("Baseline date"),
        _("Target, whole award"), _("Figure, award to date"), _("% of award"),
    ]  # fmt: skip
    for block in lines[0].years if lines else ():
        year = block.year.label
        fixed += [_("%(period)s target") % {"period": year}, _("%(period)s to date") % {"period": year}]
        fixed.append(_("%(period)s %%") % {"period": year})
        for quarter in block.quarters:
            fixed.append(_("%(period)s target") % {"period": quarter.label})
            fixed.append(_("%(period)s figure") % {"period": quarter.label})
    return [*fixed, _("On track"), _("Deviation"), _("Comment"), _("Data source")]


def cells(report, line):
    """(value, look) of every column of one line."""
    text = "indented" if line.dimension else "total"
    counting, agreed = line.counting, line.agreed
    objective = in_language(agreed.objective, agreed.objective_en) if agreed else ""
    yield (level_words(counting.level) if not line.dimension else ""), text
    yield ("" if line.dimension else objective), text
    yield (line.number if not line.dimension else None), None
    yield counting.code, text
    yield (counting.name if not line.dimension else ""), text
    yield (source_of(counting) if not line.dimension else ""), text
    yield (unit_words(counting.unit) if not line.dimension else ""), text
    yield (DIRECTIONS.get(counting.direction, "") if not line.dimension else ""), text
    yield (aggregation_words(line.aggregation) if not line.dimension else ""), text
    yield disaggregation(line), text
    yield getattr(agreed, "baseline", None), None
    yield getattr(agreed, "baseline_on", None), None
    yield from pair_cells(line.life)
    for block in line.years:
        yield from pair_cells(block.year)
        for quarter in block.quarters:
            yield quarter.target, None
            yield quarter.actual, None
    yield from judgement(report, line)


def pair_cells(pair):
    yield pair.target, None
    yield pair.actual, None
    yield (pair.percent, "percent" if pair.percent not in (None, NOT_APPLICABLE) else None)


def judgement(report, line):
    """On track, far from its target, and the words beside them."""
    allowed = report.deviation_percent
    pair = line.judged(allowed)
    on_track = is_on_track(pair, allowed)
    yield ("" if on_track is None else (_("yes") if on_track else _("no"))), "text"
    yield (_("yes") if deviates(pair, allowed) else ""), "text"
    yield comment(line), "text"
    yield (data_source(line.counting) if not line.dimension else ""), "text"


def data_source(counting):
    """From which records of the programme an indicator is counted; what it counts stands in the notes."""
    return {
        "services": _("Service records"),
        "services_to_victims": _("Service records"),
        "episodes": _("Case records"),
        "open_cases": _("Case records"),
        "entries": _("Shelter records"),
        "exits": _("Shelter records"),
        "residence": _("Shelter records"),
    }.get(counting.rows, _("Reintegration records"))


def comment(line):
    """What a reader must know before adding anything up."""
    if line.overlaps:
        return _("Rows overlap: they do not add up to the total.")
    if line.dimension or line.counting.is_additive:
        return ""
    return _("Quarters do not add up: each period is counted anew.")


def disaggregation(line):
    return f"{line.dimension_words}: {line.words}" if line.dimension else _("Total")


def source_of(counting):
    """F for a standard indicator of the donor's; a recalled or unconfirmed one says so."""
    if counting.provenance in TO_CONFIRM:
        return _("F (confirm)")
    return "F" if counting.provenance == "official_verified" else _("custom")


def aggregation_words(aggregation):
    return _("recomputed") if aggregation == "recomputed" else aggregation


def level_words(level):
    """Of which level of results an indicator is, in words."""
    return {"output": pgettext("level", "output"), "outcome": pgettext("level", "outcome")}.get(level, level)


def unit_words(unit):
    """What an indicator counts in, in words."""
    return {
        "persons": _("persons"),
        "cases": _("cases"),
        "services": _("services"),
        "entries": _("entries"),
        "exits": _("exits"),
        "days": _("days"),
        "percent": _("percent"),
    }.get(unit, unit)


def group_older_years(sheet, lines):
    """Blocks of years before the last one are grouped, so that they can be folded away."""
    column = 15
    blocks = lines[0].years if lines else []
    for block in blocks:
        width = 3 + 2 * len(block.quarters)
        if block is not blocks[-1]:
            sheet.set_column(column, column + width - 1, 11, None, {"level": 1})
        column += width
