"""The tracking table of an award's quarter is written from a terminal, without a worker."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import Event
from reports import actions
from reports.models import Figure, Report, Schedule
from tests.reports.test_made_on_the_day_it_is_due import KIND, asked, paid_award
from tests.workers import somebody_waits_for_a_lock, wait_until


@pytest.fixture
def award(committed_db):
    return paid_award(timezone.localdate(), months_ago=4)


def written(award, period, path, **options):
    call_command("report", KIND, award=award.number, period=period, out=path, **options)
    return load_workbook(path).sheetnames


def test_the_file_of_a_quarter_is_written_in_either_language_and_the_report_made_once(award, tmp_path):
    spanish = written(award, "AQ1", tmp_path / "es.xlsx")
    english = written(award, "aq1", tmp_path / "en.xlsx", language="en")

    assert set(english) >= {"PITT", "Deviation narrative", "Notes"}
    assert len(spanish) == len(english)
    assert spanish != english
    assert Report.objects.get().period == "AQ1"
    taken = Event.objects.filter(verb="report.file_taken").order_by("pk").values_list("actor", "detail")
    assert list(taken) == [(None, ["es", "xlsx", "terminal"]), (None, ["en", "xlsx", "terminal"])]


def test_a_draft_of_fewer_days_is_counted_for_the_days_that_its_period_has_now(award, tmp_path):
    written(award, "AQ1", tmp_path / "first.xlsx")
    whole, shorter = Report.objects.get().end, Report.objects.get().end - timedelta(days=10)
    Figure.objects.filter(end=whole).update(end=shorter)
    Report.objects.update(end=shorter)

    written(award, "AQ1", tmp_path / "again.xlsx")

    report = Report.objects.get()
    assert report.end == whole
    assert {one.end for one in report.figures.of_period(report)} == {whole}


@pytest.mark.parametrize(
    ("number", "period", "said"),
    [
        ("ABSENT", "AQ1", "no award"),
        (None, "FY2011-Q1", "reports by AQ1"),
        (None, "x", "AY1"),
        (None, "AQ2", "AQ2 is not over yet: its figures would change."),
    ],
)
def test_what_cannot_be_reported_is_refused_and_no_file_is_written(award, tmp_path, number, period, said):
    with pytest.raises(CommandError, match=said):
        call_command("report", KIND, award=number or award.number, period=period, out=tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []
    assert Report.objects.count() == 0


@pytest.mark.long
@pytest.mark.services
def test_killed_half_way_it_leaves_nothing_and_the_report_is_made_when_it_is_due(award, tmp_path):
    words = [KIND, "--award", award.number, "--period", "AQ1", "--out", str(tmp_path / "x.xlsx")]
    # It waits for us over its figures, so that it is killed with the report begun and not done.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE reports_figure IN SHARE ROW EXCLUSIVE MODE")
        with subprocess.Popen([sys.executable, "manage.py", "report", *words], env=os.environ.copy()) as run:
            try:
                wait_until(somebody_waits_for_a_lock)
            finally:
                run.kill()

    assert list(tmp_path.iterdir()) == []
    assert not Report.objects.exists()
    Schedule.objects.create(award=award, template=KIND)
    actions.ask_for_due_reports()
    assert asked().count() == 1


def test_a_folder_that_is_not_there_is_said_before_a_report_is_made(award, tmp_path):
    with pytest.raises(CommandError, match="no folder"):
        call_command("report", KIND, award=award.number, period="AQ1", out=tmp_path / "absent" / "x.xlsx")
    assert Report.objects.count() == 0
