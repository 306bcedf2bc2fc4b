"""An approved report says what its figures meant when they were counted, whatever is defined since."""

from datetime import date
from importlib import import_module
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.tokens import issue
from programmes import indicators
from reports import actions, kinds
from reports.counting import definition, dimensions, sources
from reports.models import IndicatorVersion, Report
from reports.tracking.table import table
from tests.api.conftest import Caller
from work.files import read_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
THEN = "Persons recognised or presumed to be victims who received their first service paid by this award"
library = import_module("reports.counting.definitions")


@pytest.fixture
def a_later_version(monkeypatch, tmp_path):
    """Puts another library of indicators, and another template, in the place of those that there are."""

    def install():
        words = library.DATA.read_text(encoding="utf-8").replace(THEN, "Whoever was seen")
        words = words.replace("  - identified_by\n", "").replace("unit: persons", "unit: cases")
        (tmp_path / "indicators.yaml").write_text(words, encoding="utf-8")
        template = (kinds.DATA / "usaid_tracking.yaml").read_text(encoding="utf-8")
        template = template.replace("Indicator tracking table", "Another table").replace("[sex, ", "[")
        template = template.replace("VIC-NEW, ", "")
        (tmp_path / "kinds" / "usaid_tracking.yaml").write_text(template, encoding="utf-8")
        monkeypatch.setattr(library, "DATA", tmp_path / "indicators.yaml")
        monkeypatch.setattr(kinds, "DATA", tmp_path / "kinds")
        new = indicators.Indicator("VIC-NEW", "Another name", "Otro nombre", "cases", ())
        monkeypatch.setattr(indicators, "SOURCES", [lambda: {"VIC-NEW": new}])
        forget()

    def forget():
        library.definitions.cache_clear()
        kinds.kinds.cache_clear()

    (tmp_path / "kinds").mkdir()
    yield install
    forget()


@pytest.fixture
def approved(helped, made, manager, a_later_version):
    """A report that was approved before the later version came."""
    helped(date(2010, 11, 2))
    report = actions.approve_report(made(), by=manager, confirmed=["targets"])
    name = definition("VIC-NEW").name
    a_later_version()
    assert definition("VIC-NEW").name == "Another name" != name
    return Report.objects.get(pk=report.pk), name


def test_the_table_has_the_indicators_breakdowns_and_words_of_then(approved):
    report, name = approved

    lines = [line for line in table(report) if line.counting.code == "VIC-NEW"]

    assert (lines[0].counting.name, lines[0].counting.unit) == (name, "persons")
    assert lines[0].counting.words.startswith(THEN)
    assert [line.category for line in lines if line.dimension == "sex"] == ["F", "M", "I", "U"]


def test_the_file_made_after_the_approval_says_what_was_defined_then(approved):
    report, name = approved

    actions.make_files(report)

    file = report.files.filter(language="en").first().file
    book = load_workbook(BytesIO(b"".join(read_file(file))))
    notes = list(book["Notes"].iter_rows(min_row=2, values_only=True))
    assert next(note for code, note in notes if code == "VIC-NEW").startswith(THEN)
    assert dict(notes)["Template"].startswith("Indicator tracking table (USAID style), version 1.")
    [title, *_others] = filter(None, next(book["PITT"].iter_rows(max_row=1, values_only=True)))
    assert title.startswith("Indicator tracking table")
    assert {sheet.oddHeader.left.text.partition(" (")[0] for sheet in book} == {"Indicator tracking table"}
    assert name in [row[4] for row in book["PITT"].iter_rows(min_row=8, values_only=True)]


def test_the_pages_of_the_report_and_its_figure_say_it_too(approved, desk):
    report, name = approved
    figure = report.figures.of_period(report).totals().get(code="VIC-NEW")

    page = desk.get(reverse("reports:figure", args=[report.pk, figure.pk])).text
    whole = desk.get(report.get_absolute_url()).text

    assert f"<h1>{name}</h1>" in page
    assert THEN in page
    assert "Who identified her" in page
    assert name in whole
    assert "Indicator tracking table (USAID style)" in whole
    assert [words for words in ("Another name", "Another table") if words in page + whole] == []


@pytest.mark.parametrize("of", ["reports:reports", None])
def test_what_is_made_now_is_made_as_it_is_defined_now(approved, made, desk, of):
    later = made("FY2011-Q2")

    codes = {line.counting.code for line in table(later)}

    assert "VIC-NEW" not in codes
    assert "Another table" in desk.get(reverse(of) if of else later.get_absolute_url()).text


def test_a_figure_of_a_breakdown_that_there_is_no_more_is_still_shown(approved, desk):
    report, _name = approved
    figure = report.figures.of_period(report).filter(code="VIC-NEW", dimension="identified_by").first()

    assert desk.get(reverse("reports:figure", args=[report.pk, figure.pk])).status_code == 200


@pytest.mark.parametrize(("dimension", "rows"), [("", 1), ("identified_by", 0)])
def test_a_program_reads_the_rows_that_are_counted_now_and_none_where_nothing_is(
    approved, manager, dimension, rows
):
    report, _name = approved
    figure = report.figures.of_period(report).filter(code="VIC-NEW", dimension=dimension).first()

    answer = Caller(issue(manager)[0]).get(f"/api/v1/reports/{report.pk}/figures/{figure.pk}/rows/")

    assert (answer.status_code, len(answer.json())) == (200, rows)


def other_codes(monkeypatch):
    groups, found = {"F": ["F", "I"], "M": ["M"], "U": ["U"]}, dimensions.groups_of
    monkeypatch.setattr(dimensions, "groups_of", lambda name: groups if name == "sex" else found(name))


def other_bands(monkeypatch):
    monkeypatch.setitem(dimensions.BANDS, "child_adult", {"0-20": (0, 21), "21+": (21, None)})


def other_results(monkeypatch):
    monkeypatch.setattr(sources, "RECOGNISED", ("confirmed_court",))


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (other_codes, {"VIC-NEW", "SVC-EVT"}),
        (other_bands, {"VIC-NEW", "SVC-EVT"}),
        (other_results, {"VIC-NEW"}),
    ],
)
def test_other_maps_bands_or_results_make_a_new_version_of_what_uses_them(monkeypatch, change, changed):
    codes = ("VIC-NEW", "SVC-EVT", "SHL-OCC")
    before = {code: definition(code).digest for code in codes}

    change(monkeypatch)

    assert {code for code in codes if definition(code).digest != before[code]} == changed


def test_what_was_said_is_read_back_as_it_was_said(helped, made):
    helped(date(2010, 11, 2))
    made()

    for kept in IndicatorVersion.objects.all():
        assert library.as_it_was(kept.says).digest == kept.digest == definition(kept.code).digest
