"""Tables that people send, CSV or XLSX, read as rows of text within limits that no honest file meets."""

import csv
import datetime
import io
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_ROWS, MOST_COLUMNS = 20_000, 60
MOST_PARTS, LARGEST_UNPACKED, LARGEST_RATIO = 100, 50 * 1024 * 1024, 100
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    DefusedXmlException,
    csv.Error,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    OverflowError,
    OSError,
    EOFError,
    NotImplementedError,
)


@dataclass(frozen=True)
class Line:
    """A row of the file, with the number that the person sees beside it."""

    number: int
    cells: tuple

    @property
    def empty(self):
        return not self.cells

    def cell(self, column):
        """The text in a column; nothing where the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""


def read(data):
    """The lines of a CSV or XLSX file, given as bytes; a file that is neither is refused in a sentence."""
    try:
        rows = list(xlsx_rows(data) if data.startswith(b"PK\x03\x04") else csv_rows(data))
    except UNREADABLE as error:
        raise ValidationError(
            _("This file cannot be read as a table. Save it as XLSX or CSV and send it again."),
            code="unreadable",
        ) from error
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            _("The file has more than %(most)s rows. Send it in parts."),
            code="long",
            params={"most": MOST_ROWS},
        )
    return [Line(number, written(cells)) for number, cells in enumerate(rows, start=1)]


def written(cells):
    """The cells as text, up to the last in which something stands."""
    texts = [text_of(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def xlsx_rows(data):
    """The rows of the first sheet; an archive that would unpack to far more than it is, is not opened."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED or unpacked > LARGEST_RATIO * len(data):
            raise ValueError("The archive is not an honest table.")
    sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)


def csv_rows(data):
    """The rows of a CSV file in UTF-8 or as Excel writes it here, parted by commas, semicolons or tabs."""
    text = decoded(data)
    if "\0" in text:
        raise ValueError("This is not text.")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
        if number > MOST_ROWS:
            return
        yield row[:MOST_COLUMNS]


def decoded(data):
    """The text of a file, whichever of the two usual ways it was written."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def text_of(value):
    """A cell as a person reads it: whole numbers without decimals, days as 2026-03-27, no stray spaces."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return " ".join(str(value).replace("\xa0", " ").split())
