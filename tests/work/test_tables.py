"""Tables that people send: read as text, within limits, or refused in a sentence."""

import datetime
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from work import tables

SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def archive(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return file.getvalue()


def replaced(data, part, content):
    """The same workbook with another content of one of its parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return file.getvalue()


def cells(data):
    return [line.cells for line in tables.read(data)]


@pytest.mark.parametrize(
    "data",
    [
        "código,nombre\n1,Sololá\n".encode(),
        "\ufeffcódigo,nombre\n1,Sololá\n".encode(),
        "código;nombre\r\n1;Sololá\r\n".encode("cp1252"),
        "código\tnombre\n1\tSololá".encode(),
        workbook(("código", "nombre"), (1, "  Sololá\xa0")),
        workbook(("código", "nombre"), (1.0, "Sololá")),
    ],
)
def test_a_table_is_read_alike_however_it_was_saved(data):
    assert cells(data) == [("código", "nombre"), ("1", "Sololá")]


def test_a_line_knows_the_number_that_the_person_sees_and_whether_it_is_empty():
    lines = tables.read(b"a,b\n,\n1,2\n")

    assert [(line.number, line.empty) for line in lines] == [(1, False), (2, True), (3, False)]


def test_days_are_read_as_days_and_formulas_are_not_worked_out():
    typed = datetime.date(2026, 3, 27), datetime.time(8, 30), "=1+1", "end"

    assert cells(workbook(typed)) == [("2026-03-27", "08:30:00", "", "end")]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        b"\x00\x01\x02",
        archive(**{"a.txt": b"no table"}),
        archive(**{"xl/worksheets/sheet1.xml": b"0" * (20 * 1024 * 1024)}),
        archive(**{f"part{number}": b"" for number in range(tables.MOST_PARTS + 1)}),
        replaced(workbook(("a",)), SHEET, LAUGHS),
        workbook(("a", "b"))[:-200],
    ],
    ids=["no archive", "not text", "other archive", "bomb", "many parts", "entities", "cut off"],
)
def test_what_is_no_honest_table_is_refused_in_a_sentence(data):
    with pytest.raises(ValidationError, match=r"cannot be read|no se puede leer"):
        tables.read(data)


def test_a_file_with_more_rows_than_anybody_wrote_is_refused():
    with pytest.raises(ValidationError) as refused:
        tables.read(b"a\n" * (tables.MOST_ROWS + 1))

    assert refused.value.code == "long"


def refusal_of(data):
    """The code of the refusal; nothing where the bytes are a table."""
    try:
        tables.read(data)
    except ValidationError as refused:
        return refused.code
    return None


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_are_refused(data):
    assert refusal_of(data) in {None, "unreadable"}


@given(st.binary(max_size=200), st.integers(0, 4000))
def test_a_damaged_workbook_is_a_table_or_is_refused(noise, position):
    whole = workbook(("a", "b"), ("c", 1))

    assert refusal_of(whole[:position] + noise + whole[position + len(noise) :]) in {None, "unreadable"}
