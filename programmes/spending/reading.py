"""A table out of an Excel or CSV file, as text with its row numbers."""

import csv
import datetime
import io
import unicodedata
import zipfile
from decimal import Decimal
from xml.etree.ElementTree import ParseError

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 100
MOST_ROWS = 2000
MOST_COLUMNS = 40
HEAD_WITHIN = 20
LONGEST_CELL = 200
ZIP = b"PK\x03\x04"

# What the columns are called in the accounts, in both languages, without accents and signs.
HEADS = {
    "objective": ("objetivo", "objective", "resultado", "result", "objetivo codigo", "objective number"),
    "period": ("periodo", "period", "trimestre", "quarter", "periodo del gasto"),
    "line": ("linea", "linea presupuestaria", "rubro", "partida", "concepto", "line", "budget line"),
    "paid_by": ("pagado por", "fuente", "fuente de pago", "paid by", "source"),
    "amount": ("monto", "importe", "gasto", "gasto ejecutado", "ejecutado", "amount", "spent", "expenditure"),
    "currency": ("moneda", "currency", "divisa"),
}
REQUIRED = ("objective", "period", "amount", "currency")


def read_table(content):
    """`[(row number, {column: text})]` below the row of heads; a file without such a table is refused."""
    if len(content) > LARGEST_FILE:
        raise refused(_("The file is larger than 5 MB. Keep only the sheet with the spending."))
    tables = sheets(content) if content.startswith(ZIP) else [lines(content)]
    nearest = ()
    for table in tables:
        head, columns = find_head(table)
        if set(REQUIRED) <= set(columns):
            return list(below(table, head, columns))
        nearest = max(nearest, tuple(columns), key=len)
    raise refused(missing(nearest))


def refused(sentence):
    return ValidationError({"file": sentence})


def missing(found):
    """Which heads a file lacks, by the names that it might give them."""
    lacking = ", ".join(f"“{HEADS[name][0].capitalize()}”" for name in REQUIRED if name not in found)
    return _("No row of heads was found with these columns: %(columns)s.") % {"columns": lacking}


def sheets(content):
    """The sheets of a workbook as lists of rows of values."""
    refuse_bomb(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [list(rows_of(sheet)) for sheet in book.worksheets]
    except (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, ValueError, OSError):
        raise refused(
            _("The file could not be read as an Excel workbook. Save it again as .xlsx or .csv.")
        ) from None


def rows_of(sheet):
    """The rows of a sheet; one more than is allowed, so that too many are noticed."""
    last = MOST_ROWS + HEAD_WITHIN + 1
    return sheet.iter_rows(max_row=last, max_col=MOST_COLUMNS, values_only=True)


def refuse_bomb(content):
    """A small file that unpacks into a huge one is refused before it is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        raise refused(_("The file is damaged. Save it again as .xlsx or .csv.")) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise refused(_("The workbook is too large. Keep only the sheet with the spending."))


def lines(content):
    """The rows of a CSV file, whatever program wrote it."""
    if b"\x00" in content[:4096]:
        raise refused(_("This is neither an Excel workbook nor a CSV file. Save it as .xlsx or .csv."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        raise refused(_("The file could not be read as CSV. Save it again as .xlsx or .csv.")) from None


def find_head(table):
    """The number of the row of heads among the first rows, and which column is which."""
    best = 0, {}
    for number, row in enumerate(table[:HEAD_WITHIN], start=1):
        columns = {}
        for place, cell in enumerate(row):
            name = next((name for name, known in HEADS.items() if plain(cell) in known), None)
            if name:
                columns.setdefault(name, place)
        best = max(best, (number, columns), key=lambda found: len(found[1]))
    return best


def plain(cell):
    """A head without accents, signs and capitals."""
    letters = unicodedata.normalize("NFKD", str(cell or "")).casefold()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in letters if sign.isascii()).split())


def below(table, head, columns):
    """The rows under the heads with their numbers in the file, without the empty ones at the end."""
    found = [
        (
            number,
            {name: text_of(row[place]) if place < len(row) else "" for name, place in columns.items()},
            row,
        )
        for number, row in enumerate(table[head:], start=head + 1)
    ]
    while found and not any(text_of(cell) for cell in found[-1][2]):
        found.pop()
    if len(found) > MOST_ROWS:
        raise refused(_("The file has more than %(most)s rows: divide it.") % {"most": MOST_ROWS})
    for number, cells, row in found:
        yield number, cells | {"other": " ".join(filter(None, map(text_of, row)))[:LONGEST_CELL]}


def text_of(cell):
    """A cell as it would be typed."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        cell = Decimal(repr(cell))
        return str(int(cell)) if cell == cell.to_integral_value() else f"{cell:f}"
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    return " ".join(str(cell).replace("\x00", "").split())[:LONGEST_CELL]
