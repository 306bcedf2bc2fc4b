"""The donor's file says how sure each indicator is and where it is published, and none of our own notes."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from cases.actions import note_likeness
from reports.tracking.notes import check_words
from reports.tracking.sheet import pages_across
from tests.factories.cases import caseworker
from tests.factories.programmes import AwardIndicatorFactory, TargetFactory
from work.files import read_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def books(helped, made):
    """The workbooks of a quarter without any target, by language."""
    helped(date(2010, 11, 2))
    return {
        one.language: load_workbook(BytesIO(b"".join(read_file(one.file)))) for one in made().latest_files
    }


def words_of(book):
    return "\n".join(
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    )


@pytest.mark.parametrize("language", ["es", "en"])
def test_research_notes_stay_in_the_house(books, language):
    words = words_of(books[language])

    for note in ("Recalled from background", "Custom to this project", "not retrieved", "machine summaries"):
        assert note not in words
    assert "https://winrock.indikit.net/" in words


def test_what_is_to_be_confirmed_with_the_award_says_so(books):
    notes = list(books["en"]["Notes"].iter_rows(values_only=True))

    marked = {code for code, words in notes if "To be confirmed with the award." in words}
    assert marked == {"VIC-FY", "PRM-REACH", "MHPSS-PER"}


def test_numbers_of_cases_stay_in_the_house(helped, made, office):
    one, two = helped(date(2010, 11, 2)), helped(date(2010, 11, 3))
    note_likeness(one.person, two.person, by=caseworker(office))
    [file] = [one.file for one in made().latest_files if one.language == "en"]
    words = words_of(load_workbook(BytesIO(b"".join(read_file(file)))))

    assert "1 possible duplicate is not yet examined." in words
    assert one.number not in words


def test_the_house_reads_the_notes_on_the_page_of_the_indicator(desk):
    page = desk.get("/reports/indicators/VIC-FY/").text

    assert "Recalled from background knowledge" in page
    assert "Custom to this project" not in page


def test_the_printed_table_bears_its_title_on_every_page_and_can_be_read(books):
    sheet = books["en"]["PITT"]

    assert "Indicator tracking table" in sheet.oddHeader.left.text
    assert sheet.print_title_cols == "$D:$J"
    assert [pages_across([10] * 33), pages_across([10] * 20)] == [2, 1]


def test_the_source_of_the_data_is_named_in_two_words_and_no_deviation_in_one_sentence(books):
    rows = list(books["en"]["PITT"].iter_rows(min_row=7, values_only=True))
    said = {row[3]: row[-1] for row in rows if row[9] == "Total"}
    [_heads, nothing] = books["en"]["Deviation narrative"].iter_rows(values_only=True)

    assert (said["SVC-EVT"], said["SHL-IN"], said["CASE-EPIS"], said["REI-FAM"]) == (
        "Service records", "Shelter records", "Case records", "Reintegration records",
    )  # fmt: skip
    assert nothing[0] == "No figure is far from its target."


def test_of_indicators_that_an_award_never_agreed_to_only_their_number_is_said(award, helped, made):
    helped(date(2010, 11, 2))
    TargetFactory(row=AwardIndicatorFactory(award=award, indicator="SVC-EVT"), period="FY2012-Q1", value=5)
    report = made()
    [told] = [one for one in report.checks if one["check"] == "targets"]

    assert told["facts"]["lacking"] == ["SVC-EVT"]
    assert check_words(told)[1].startswith("No target is set for: SVC-EVT. ")
    assert check_words(told)[1].endswith(" indicators of this template have no target in this award.")
