"""What is far from its target is explained in both languages before approval, and the files say so."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.urls import reverse
from openpyxl import load_workbook

from accounts.tokens import issue
from reports import actions
from reports.models import Report
from tests.api.conftest import Caller
from tests.factories.programmes import AwardIndicatorFactory, TargetFactory
from work.files import read_file
from work.models import OutboxRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SAID = {"cause": "access", "explanation": "Se cerró la carretera."}
SPANISH_SHEET = "Explicación de desviaciones"
IN_ENGLISH = {"explanation_en": "The road was closed."}


@pytest.fixture
def missed(award, helped, made):
    """A report in which one person was new where ten were promised."""
    helped(date(2010, 11, 2))
    TargetFactory(row=AwardIndicatorFactory(award=award, indicator="VIC-NEW"), period="FY2011-Q1", value=10)
    return made()


@pytest.fixture
def worker():
    """Makes the files that wait to be made, and says that they are."""

    def work():
        for row in OutboxRow.objects.open().filter(effect="reports.make_files"):
            actions.make_files(row.keys["report"])
            OutboxRow.objects.filter(pk=row.pk).update(done_at=Now())

    return work


def sheet_of(report, name, language="en"):
    """The words of a sheet of the file that is handed out now."""
    [file] = [one.file for one in Report.objects.get(pk=report.pk).latest_files if one.language == language]
    rows = load_workbook(BytesIO(b"".join(read_file(file))))[name].iter_rows(values_only=True)
    return [str(value) for row in rows for value in row if value is not None]


def test_until_an_explanation_stands_in_the_files_none_is_handed_out(missed, manager, desk, worker):
    address = reverse("reports:report-file", args=[missed.pk, "en"])
    program = Caller(issue(manager)[0])
    actions.explain_deviation(missed, by=manager, code="VIC-NEW", **SAID, **IN_ENGLISH)

    page = desk.get(missed.get_absolute_url()).text
    assert ("The files are being made." in page, address in page) == (True, False)
    assert desk.get(address).url == missed.get_absolute_url()
    refused = program.get(f"/api/v1/reports/{missed.pk}/file/en/")
    assert (refused.status_code, refused.json()["detail"][:25]) == (409, "The files are being made ")
    assert program.get(f"/api/v1/reports/{missed.pk}/").json()["files"] == []

    worker()
    assert address in desk.get(missed.get_absolute_url()).text
    assert "The road was closed." in sheet_of(missed, "Deviation narrative")


def test_a_file_of_an_approved_report_never_says_that_it_is_a_draft(missed, manager, worker):
    actions.approve_report(missed, by=manager, confirmed=["targets", "deviations"])
    assert Report.objects.get(pk=missed.pk).latest_files == []

    worker()
    assert sheet_of(missed, "PITT")[3].startswith("State: Approved.")


def test_what_is_said_in_one_language_alone_is_marked_in_the_other(missed, manager, worker):
    actions.explain_deviation(missed, by=manager, code="VIC-NEW", action_en="A second car.", **SAID)
    worker()

    english, spanish = sheet_of(missed, "Deviation narrative"), sheet_of(missed, SPANISH_SHEET, "es")
    assert ("Se cerró la carretera. (es)" in english, "A second car." in english) == (True, True)
    assert ("Se cerró la carretera." in spanish, "A second car. (en)" in spanish) == (True, True)


def test_an_explanation_needs_words_in_one_language(missed, manager):
    with pytest.raises(ValidationError, match="in Spanish or in English"):
        actions.explain_deviation(missed, by=manager, code="VIC-NEW", cause="access")


def test_what_nobody_explained_is_confirmed_by_name_before_approval(missed, manager, desk):
    with pytest.raises(ValidationError, match="Confirm"):
        actions.approve_report(missed, by=manager, confirmed=["targets"])
    asked = desk.get(reverse("reports:report-approve", args=[missed.pk])).text
    assert "not explained: New victims assisted (VIC-NEW)" in asked

    actions.explain_deviation(missed, by=manager, code="VIC-NEW", **SAID)
    assert actions.approve_report(missed, by=manager, confirmed=["targets"]).is_approved


def test_the_title_of_the_award_is_in_the_language_of_the_file(award, helped, made):
    helped(date(2010, 11, 2))
    award.title, award.title_en = "Casa abierta", "Open house"
    award.save(update_fields=["title", "title_en"])
    both = made()
    award.title_en = ""
    award.save(update_fields=["title_en"])

    assert sheet_of(both, "PITT")[1].startswith("Open house ·")
    assert sheet_of(both, "PITT", "es")[1].startswith("Casa abierta ·")
    assert sheet_of(made("FY2011-Q2"), "PITT")[1].startswith("Casa abierta (es) ·")


def test_a_figure_keeps_its_address_when_the_report_is_counted_anew(helped, made, desk):
    helped(date(2010, 11, 2))
    report = made()
    before = report.figures.of_period(report).totals().get(code="VIC-NEW")
    helped(date(2010, 11, 3))
    made()

    after = report.figures.of_period(report).totals().get(code="VIC-NEW")
    assert (after.pk, before.value, after.value) == (before.pk, 1, 2)
    assert desk.get(reverse("reports:figure", args=[report.pk, before.pk])).status_code == 200
