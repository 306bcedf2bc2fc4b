"""The tracking table as a workbook: values only, no formula, nothing hidden, no author."""

from io import BytesIO

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from reports.as_made import kind_of
from reports.tracking.cells import looks_of, make_room, write
from reports.tracking.charts import add_charts
from reports.tracking.notes import deviation_rows, note_rows
from reports.tracking.sheet import add_table
from reports.tracking.table import table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LETTER = 1
NARROWEST, WIDEST = 10, 90


def workbook(report, language):
    """The bytes of a report's workbook in this language, from its figures as they stand."""
    stream = BytesIO()
    with translation.override(language), xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"author": "", "created": report.counted_at.replace(tzinfo=None)})
        looks = looks_of(book)
        lines = table(report)
        add_table(book, looks, report, lines)
        add_rows(book, looks, _("Deviation narrative"), deviation_rows(report, lines))
        add_charts(book, looks, lines)
        add_rows(book, looks, _("Notes"), note_rows(report, lines))
        about = f"{report.award.number} · {report.period} · {report.get_status_display()}"
        header, footer = (text.replace("&", "&&") for text in (kind_of(report).name, about))
        for sheet in book.worksheets():
            sheet.set_paper(LETTER)
            sheet.set_landscape()
            sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
            sheet.set_header(f"&L{header} · {footer}")
            sheet.set_footer(f"&L{footer}&R&P / &N")
    return stream.getvalue()


def add_rows(book, looks, name, rows):
    """A plain sheet: its first row are headings, its columns are wide enough to be read."""
    sheet = book.add_worksheet(name)
    widths = widths_of(rows)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    for at, row in enumerate(rows):
        make_room(sheet, at, row, widths, bold=0 if at else len(row))
        for place, value in enumerate(row):
            write(sheet, looks, at, place, value, looks["head"] if at == 0 else None)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def widths_of(rows):
    """Wide enough for what stands in each column, up to what is read well in one line."""
    longest = [max(len(str(row[place])) for row in rows) for place in range(len(rows[0]))]
    return [max(NARROWEST, min(width + 2, WIDEST)) for width in longest]
