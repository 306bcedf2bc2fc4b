"""Native charts of the workbook, each beside the small table that it draws."""

from django.utils.translation import gettext as _

# What is drawn together: people helped, what was given, who came to the shelter and left it.
GROUPS = [
    (["VIC-NEW", "VIC-TOT"], "column"),
    (["SVC-EVT"], "column"),
    (["SHL-IN", "SHL-OUT", "SHL-STOCK"], "line"),
    (["REI-FAM", "REI-SUB", "REI-IND"], "column"),
]
COLOURS = ["#1F6F78", "#C8793A", "#5B4B8A"]
CHART_ROWS = 18
CHARTS_A_PAGE, NAMES, FEW = 2, 54, 5


def add_charts(book, looks, lines):
    """One chart for each group of which the report has anything, by quarter."""
    sheet = book.add_worksheet(_("Charts"))
    sheet.set_column(0, 0, NAMES)
    sheet.set_column(1, 40, 13)
    sheet.set_print_scale(80)
    by_code = {line.counting.code: line for line in lines if not line.dimension}
    row, ends = 0, []
    for codes, kind in GROUPS:
        drawn = [by_code[code] for code in codes if code in by_code]
        if drawn:
            row = add_chart(book, sheet, looks, drawn, kind, row)
            ends.append(row)
    sheet.set_h_pagebreaks(ends[CHARTS_A_PAGE - 1 : -1 : CHARTS_A_PAGE])


def add_chart(book, sheet, looks, drawn, kind, row):
    """The table with a column for each quarter counted so far, and its chart under it."""
    quarters = [one for block in drawn[0].years for one in block.quarters if one.actual is not None]
    sheet.write_string(row, 0, _("Indicator"), looks["head"])
    for column, quarter in enumerate(quarters, 1):
        sheet.write_string(row, column, quarter.label, looks["head"])
    chart = book.add_chart({"type": kind})
    for at, line in enumerate(drawn, row + 1):
        sheet.write_string(at, 0, line.counting.name, looks["text"])
        for column, quarter in enumerate(quarters, 1):
            sheet.write_number(at, column, counted_in(line, quarter), looks["whole"])
        colour = COLOURS[(at - row - 1) % len(COLOURS)]
        chart.add_series(series(sheet, row, at, len(quarters), colour, kind))
    chart.set_title({"name": " · ".join(line.counting.name for line in drawn), "name_font": {"size": 10}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 300})
    chart.set_y_axis(axis(max((counted_in(line, one) for line in drawn for one in quarters), default=0)))
    sheet.insert_chart(row + len(drawn) + 2, 0, chart, {"description": described(drawn, quarters)})
    return row + len(drawn) + CHART_ROWS + 2


def counted_in(line, quarter):
    """What was counted of an indicator in a quarter."""
    counted = {one.label: one.actual for block in line.years for one in block.quarters}
    return float(counted[quarter.label] or 0)


def axis(highest):
    """From nothing upwards in whole numbers: nobody is helped by half."""
    look = {
        "min": 0,
        "num_format": "#,##0",
        "major_gridlines": {"visible": True, "line": {"color": "#D9DEDF"}},
    }
    return look | ({"max": FEW, "major_unit": 1} if highest <= FEW else {})


def series(sheet, head, at, many, colour, kind):
    """One indicator's line or columns, told apart by marks as well as by colour."""
    place = sheet.get_name()
    look = {"line": {"color": colour, "width": 2.25}, "marker": {"type": "automatic"}}
    return {
        "name": [place, at, 0],
        "categories": [place, head, 1, head, max(many, 1)],
        "values": [place, at, 1, at, max(many, 1)],
        "data_labels": {"value": True},
        **(look if kind == "line" else {"fill": {"color": colour}}),
    }


def described(drawn, quarters):
    """The chart in words, for who cannot see it."""
    names = ", ".join(line.counting.name for line in drawn)
    first, last = (quarters[0].label, quarters[-1].label) if quarters else ("–", "–")
    return _("%(names)s by quarter, from %(first)s to %(last)s. The table above has the numbers.") % {
        "names": names,
        "first": first,
        "last": last,
    }
