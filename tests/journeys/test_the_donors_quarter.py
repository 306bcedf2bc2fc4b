"""The programme manager finds the donor's quarter made, and goes from a figure to the cases behind it."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from accounts.models import User
from cases.models import Case, Person
from reports.models import Report
from tests.factories.accounts import give_second_factor
from tests.journeys.looking import Visit
from vault.keys import held_keys
from work.carrying import carry_out
from work.models import OutboxRow

NUMBER = re.compile(r"\b\d\d-\d{4}-[A-Z]\b")


@pytest.fixture
def made(live_server):
    """The worker has made the second quarter."""
    report = Report.objects.get(award__number="USAID-GT-2010-01", period="FY2011-Q2")
    carry_out(OutboxRow.objects.get(effect="reports.make", subject=report.pk).pk)
    return Report.objects.get(pk=report.pk)


@pytest.fixture
def names(live_server):
    """The names and code names of everybody in the demonstration, as they are written."""
    with held_keys():
        written = [person.full_name.strip() for person in Person.objects.all()]
    return {name for name in (*written, *Case.objects.values_list("code_name", flat=True)) if name}


@pytest.mark.browser
@pytest.mark.on_the_demonstration
@pytest.mark.parametrize("language", ["es", "en"])
def test_seventeen_new_victims_are_opened_down_to_their_cases_and_the_file_says_the_same(
    live_server, made, names, new_context, language
):
    manager = User.objects.get(email="programme_manager@demo.example")
    manager.language = language
    give_second_factor(manager)
    page = new_context(accept_downloads=True).new_page()
    visit, read = Visit.signed_in(manager, page, live_server.url), []

    visit.go("/")
    visit.menu("Reports")
    visit.look("reports")
    read.append(page.content())
    page.get_by_role("link", name="FY2011-Q2").click()
    visit.look("report")
    read.append(page.content())
    with page.expect_download() as taken:
        visit.follow("Workbook in Spanish (XLSX)" if language == "es" else "Workbook in English (XLSX)")
    line = page.get_by_role("row").filter(has_text="VIC-NEW")
    line.get_by_role("link", name="17", exact=True).click()
    visit.look("figure")
    read.append(page.content())

    assert len(set(NUMBER.findall(page.inner_text("#rows")))) == 17
    assert taken.value.suggested_filename == f"USAID-GT-2010-01_usaid_tracking_2011-03-31_{language}.xlsx"
    book = load_workbook(BytesIO(Path(taken.value.path()).read_bytes()))
    assert (
        figure_of(book["PITT"], "VIC-NEW", "FY2011-Q2 cifra" if language == "es" else "FY2011-Q2 figure")
        == 17
    )
    assert visit.problems == []
    assert [name for name in names if name in "\n".join([*read, *words_of(book)])] == []


def figure_of(sheet, code, heading):
    """What stands in this column beside the indicator's total."""
    rows = list(sheet.iter_rows(values_only=True))
    [heads] = [row for row in rows if heading in row]
    [total] = [row for row in rows if row[3] == code and row[9] == "Total"]
    return total[heads.index(heading)]


def words_of(book):
    """Every cell of every sheet that is text, and what the file says of itself."""
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    return [cell for cell in cells if isinstance(cell, str)] + [str(book.properties.creator)]
