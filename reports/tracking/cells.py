"""How cells of the workbook look and are written."""

from math import ceil

LINE = 15
# A bold letter of the heading is wider than those by which a column's width is told.
BOLD = 1.2


def looks_of(book):
    """The few looks that cells have."""
    wrapped = {"text_wrap": True, "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E7EEF0", "border": 1}
        ),
        "text": book.add_format(wrapped),
        "total": book.add_format(wrapped | {"bold": True, "top": 1}),
        "indented": book.add_format(wrapped | {"indent": 1}),
        "number": book.add_format({"num_format": "#,##0.##", "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "percent": book.add_format({"num_format": "0%", "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
    }


def write(sheet, looks, row, column, value, look=None):
    """A value as what it is: text is never read as a formula."""
    if value is None or value == "":
        if look is not None:
            sheet.write_blank(row, column, None, look)
    elif hasattr(value, "isoformat"):
        sheet.write_datetime(row, column, value, look or looks["date"])
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look or looks["text"])
    else:
        whole = value == int(value)
        sheet.write_number(row, column, float(value), look or looks["whole" if whole else "number"])


def make_room(sheet, row, texts, widths, bold=0):
    """Make a row as high as its longest text needs: not every program works that out by itself.

    `bold` is how many of the first texts are.
    """
    lines = [
        ceil(len(text) * (BOLD if place < bold else 1) / width)
        for place, (text, width) in enumerate(zip(texts, widths, strict=False))
        if isinstance(text, str)
    ]
    if max(lines, default=1) > 1:
        sheet.set_row(row, LINE * max(lines))
