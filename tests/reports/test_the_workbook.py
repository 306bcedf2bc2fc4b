"""The file that the donor opens: every word can be read, numbers are numbers, and nothing is hidden."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from cases.actions import note_likeness
from tests.factories.cases import caseworker, opened_case, working_office
from tests.factories.programmes import AwardIndicatorFactory, TargetFactory
from work.files import read_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LINE = 15


@pytest.fixture
def book(award, helped, made):
    """The workbook of a quarter in which one person was new where none was promised."""
    helped(date(2010, 11, 2))
    TargetFactory(row=AwardIndicatorFactory(award=award, indicator="VIC-NEW"), period="FY2011-Q1", value=0)
    file = made().files.get(language="en").file
    return load_workbook(BytesIO(b"".join(read_file(file))))


def test_of_possible_duplicates_the_donor_reads_how_many_and_no_case_number(award, helped, made, desk):
    elsewhere = working_office(award.organisation)
    unpaid = opened_case(caseworker(elsewhere), office=elsewhere, on=date(2010, 10, 1))
    paid = [helped(date(2010, 11, 2)), helped(date(2010, 11, 3))]
    for case in paid:
        note_likeness(unpaid.person, case.person, by=caseworker(elsewhere))
    report = made()

    told = {one.language: words_of(one.file) for one in report.files.all()}

    numbers = [case.number for case in (unpaid, *paid)]
    assert "2 possible duplicates are not yet examined." in told["en"]
    for words in told.values():
        assert [number for number in numbers if number in " ".join(words)] == []
    page = desk.get(report.get_absolute_url()).text
    assert [number for number in numbers if number not in page] == []


def words_of(file):
    """Every cell of a workbook that is text."""
    book = load_workbook(BytesIO(b"".join(read_file(file))))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    return [cell for cell in cells if isinstance(cell, str)]


def wrapped(book):
    """(sheet, cell, width of its column, height of its row) of every text that goes over several lines."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.alignment.wrap_text:
                    width = sheet.column_dimensions[get_column_letter(cell.column)].width
                    yield sheet.title, cell, width, sheet.row_dimensions[cell.row].height or LINE


def test_rows_are_as_high_as_their_words_need(book):
    too_low = [
        (title, cell.coordinate)
        for title, cell, width, height in wrapped(book)
        if title != "Charts" and len(cell.value) > width * height / LINE
    ]

    assert too_low == []


def test_numbers_are_numbers_and_nothing_is_worked_out_or_hidden(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not [cell for cell in cells if cell.data_type == "s" and cell.value.replace(".", "").isdigit()]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert (book.properties.creator or "", book.properties.lastModifiedBy or "") == ("", "")


def test_of_a_target_of_nothing_no_share_is_printed_and_it_is_far_from_it(book):
    sheet = book["Deviation narrative"]
    heads = [cell.value for cell in sheet[1]]

    [row] = [dict(zip(heads, values, strict=True)) for values in sheet.iter_rows(min_row=2, values_only=True)]
    assert (row["Code"], row["Target"], row["Figure"], row["%"]) == ("VIC-NEW", 0, 1, "n/a")


def test_what_was_recalled_is_marked_to_be_confirmed(book):
    sheet = book["PITT"]
    heads = [cell.value for cell in sheet[7]]
    rows = [dict(zip(heads, values, strict=True)) for values in sheet.iter_rows(min_row=8, values_only=True)]

    marked = {row["Code"] for row in rows if row["Source"] == "F (confirm)"}
    assert marked == {"VIC-FY", "PRM-REACH", "MHPSS-PER"}


def test_charts_are_whole_on_their_page_each_with_its_table_and_its_words(book):
    sheet = book["Charts"]
    charts = sorted(chart.anchor._from.row for chart in sheet._charts)
    breaks = [one.id for one in sheet.row_breaks.brk]

    assert len(charts) == 4
    assert len(breaks) == 1
    assert charts[1] < breaks[0] < charts[2]
