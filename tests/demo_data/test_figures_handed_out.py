"""The figures of the scenario as they leave the house: told to a program, and read back from the file."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from accounts.models import User
from accounts.tokens import issue
from reports import actions, making
from reports.models import Report
from tests.api.conftest import Caller
from tests.demo_data.test_figures import EXPECTED, named
from work.files import read_file

# How a category of the scenario stands in the column of breakdowns, by language.
WORDS = {
    ("sex", "F"): {"es": "Sexo: Femenino", "en": "Sex: Female"},
    ("sex", "M"): {"es": "Sexo: Masculino", "en": "Sex: Male"},
    ("age_band:child_adult", "0-17"): {
        "es": "Niñez, adolescencia o edad adulta: Niñas, niños y adolescentes (0-17)",
        "en": "Child or adult: Girls, boys and adolescents (0-17)",
    },
}
HEAD, FIRST = 7, 8
# The last report in which a period of the scenario stands.
REPORT_OF = {"FY2011-Q1": "FY2011-Q1", "FY2011-Q2": "FY2011-Q2", "FY2011": "FY2011-Q4"}
COLUMN = {"en": {True: "{} figure", False: "{} to date"}, "es": {True: "{} cifra", False: "{} a la fecha"}}


@pytest.fixture(scope="module")
def workbooks(_loaded, django_db_blocker):
    """{(period of the report, language): the rows of its sheet PITT}, read back from the files."""
    found = {}
    with django_db_blocker.unblock():
        for period in set(REPORT_OF.values()):
            report = Report.objects.get(award__number="USAID-GT-2010-01", period=period)
            actions.make_report(report, making.read(report))
            for one in report.files.all():
                book = load_workbook(BytesIO(b"".join(read_file(one.file))))
                found[period, one.language] = list(book["PITT"].iter_rows(values_only=True))
    return found


@pytest.fixture(scope="module")
def program(_loaded, django_db_blocker):
    with django_db_blocker.unblock():
        token, _row = issue(User.objects.get(email="programme_manager@demo.example"))
    return Caller(token)


@pytest.mark.parametrize("figure", EXPECTED, ids=named)
def test_a_program_is_told_the_figure_of_the_scenario(program, figure, django_db_blocker):
    asked = {name: figure[name] for name in ("award", "period", "by") if name in figure}

    with django_db_blocker.unblock():
        answer = program.get(f"/api/v1/indicators/{figure['code']}/value/?{urlencode(asked)}").json()

    said = answer["value"]
    if by := figure.get("by"):
        [said] = [cell["value"] for cell in answer["breakdown"] if cell[by] == figure["category"]]
    assert said == figure["value"]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("figure", EXPECTED, ids=named)
def test_the_file_holds_the_figure_of_the_scenario(workbooks, figure, language):
    period = figure["period"]
    rows = workbooks[REPORT_OF[period], language]
    column = rows[HEAD - 1].index(COLUMN[language]["-Q" in period].format(period))
    words = WORDS[figure["by"], figure["category"]][language] if "by" in figure else "Total"

    [found] = [row[column] for row in rows[FIRST - 1 :] if (row[3], row[9]) == (figure["code"], words)]

    assert found == figure["value"]
