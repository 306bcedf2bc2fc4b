"""The tracking table of an award's quarter is written from a terminal, without a worker."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from reports.models import Report
from tests.reports.test_made_on_the_day_it_is_due import KIND, paid_award


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


@pytest.mark.parametrize(
    ("number", "period", "said"),
    [("ABSENT", "AQ1", "no award"), (None, "FY2011-Q1", "reports by AQ1"), (None, "x", "AY1")],
)
def test_what_cannot_be_reported_is_refused_and_no_file_is_written(award, tmp_path, number, period, said):
    with pytest.raises(CommandError, match=said):
        call_command("report", KIND, award=number or award.number, period=period, out=tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []
    assert Report.objects.count() == 0
