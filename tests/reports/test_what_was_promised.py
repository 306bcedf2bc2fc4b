"""A report says what was promised when it was counted; a target changed later changes no report."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import transaction
from openpyxl import load_workbook

from programmes.models import Award
from reports import actions
from reports.models import Report
from reports.tracking.notes import note_rows
from reports.tracking.table import deviating, table
from tests.factories.accounts import OfficeFactory
from tests.factories.programmes import AwardIndicatorFactory, FundingFactory, ObjectiveFactory, TargetFactory
from tests.factories.shelters import admitted, left, shelter_of
from work.files import read_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def promised(award):
    """Ten new people a quarter, twenty the year to come, forty in all; of the quarter, seven women."""
    objective = ObjectiveFactory(award=award, code="1", title="Survivors receive care")
    row = AwardIndicatorFactory(
        award=award,
        indicator="VIC-NEW",
        objective=objective,
        baseline=3,
        baseline_on=date(2010, 9, 1),
        baseline_method="Count of files",
    )
    women = AwardIndicatorFactory(award=award, indicator="VIC-NEW", dimension="sex", category="F")
    for period, value in [("FY2011-Q1", 10), ("FY2011-Q2", 11), ("FY2011", 20), ("LOA", 40)]:
        TargetFactory(row=row, period=period, value=value)
    TargetFactory(row=women, period="FY2011-Q1", value=7)
    TargetFactory(row=women, period="FY2011", value=14)
    return row


def approved(report, manager):
    return actions.approve_report(report, by=manager, confirmed=["deviations", "targets"])


def everything_is_changed(award):
    """What may happen to an award's promises after a report of it was counted."""
    award.targets.update(value=99)
    award.indicators.filter(dimension="").update(baseline=50, objective=None)
    AwardIndicatorFactory(award=award, indicator="SVC-EVT")
    TargetFactory(row=award.indicators.get(indicator="SVC-EVT"), period="FY2011-Q1", value=99)
    Award.objects.filter(pk=award.pk).update(deviation_percent=100, small_cell_threshold=98)


def promises(report):
    """Of new people and of the women among them: targets of the quarter, the next one, the year and all."""
    lines = {(line.counting.code, line.category): line for line in table(report)}
    return {
        category: (
            line.own.target,
            line.years[0].quarters[1].target,
            line.years[0].year.target,
            line.life.target,
        )
        for category in ("", "F", "M")
        if (line := lines["VIC-NEW", category])
    }


PROMISED = {"": (10, 11, 20, 40), "F": (7, None, 14, None), "M": (None, None, None, None)}


def test_targets_of_quarter_year_and_award_stay_as_they_were_when_it_was_counted(
    award, promised, helped, made, manager
):
    helped(date(2010, 11, 2))
    report = approved(made(), manager)
    before = promises(report)
    everything_is_changed(award)

    after = promises(Report.objects.get(pk=report.pk))

    assert (before, after) == (PROMISED, PROMISED)


def test_offices_that_were_small_when_it_was_counted_are_named_and_no_other(award, helped, made, manager):
    helped(date(2010, 11, 2))
    small = OfficeFactory(
        organisation=award.organisation,
        name="Petén",
        small_since=date(2010, 10, 1),
        small_decided_by="the committee",
    )
    report = approved(made(), manager)
    small.small_since, small.small_decided_by = None, ""
    small.save(update_fields=["small_since", "small_decided_by"])
    OfficeFactory(
        organisation=award.organisation, name="Jutiapa", small_since=date(2011, 1, 1), small_decided_by="all"
    )

    notes = note_rows(Report.objects.get(pk=report.pk), [])

    assert [words for about, words in notes if about == "Small office"] == [
        "Petén: 2010-10-01, the committee"
    ]


def test_baseline_objective_and_what_is_far_from_a_target_stay_too(award, promised, helped, made, manager):
    helped(date(2010, 11, 2))
    report = approved(made(), manager)
    everything_is_changed(award)
    report = Report.objects.get(pk=report.pk)

    new = next(line for line in table(report) if line.counting.code == "VIC-NEW")

    said = (str(new.agreed.objective), new.agreed.baseline, new.agreed.baseline_on)
    assert said == ("1 Survivors receive care", Decimal(3), date(2010, 9, 1))
    assert [(line.counting.code, pair.target) for line, pair in deviating(report)] == [("VIC-NEW", 10)]


def test_the_approved_file_carries_only_targets_that_were_approved(award, promised, helped, made, manager):
    helped(date(2010, 11, 2))
    report = approved(made(), manager)
    everything_is_changed(award)

    actions.make_files(Report.objects.get(pk=report.pk))

    file = report.files.filter(language="en").first().file
    book = load_workbook(BytesIO(b"".join(read_file(file))))
    sheet = book["PITT"]
    heads = [cell.value for cell in sheet[7]]
    rows = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=8, values_only=True)]
    new = next(row for row in rows if (row["Code"], row["Disaggregation"]) == ("VIC-NEW", "Total"))
    targets = [new[head] for head in ("FY2011-Q1 target", "FY2011 target", "Target, whole award")]
    assert targets == [10, 20, 40]
    assert (new["Baseline"], new["Result"], new["Deviation"]) == (3, "1 Survivors receive care (es)", "yes")
    assert 99 not in [value for row in rows for value in row.values()]
    notes = [row[1] for row in book["Notes"].iter_rows(values_only=True)]
    assert [one.partition("shown ")[2] for one in notes if "Anything finer" in one] == ["from 5 on."]


def test_a_draft_says_what_is_promised_now_once_it_is_counted_anew(award, promised, helped, made):
    helped(date(2010, 11, 2))
    made()
    award.targets.filter(indicator="VIC-NEW", dimension="", period="FY2011").update(value=25)

    assert promises(made())[""] == (10, 11, 25, 40)


def test_a_report_of_which_nothing_was_kept_but_its_figures_shows_their_targets_alone(
    award, promised, helped, made
):
    helped(date(2010, 11, 2))
    report = made()
    Report.objects.filter(pk=report.pk).update(agreed={})
    everything_is_changed(award)

    line = next(line for line in table(Report.objects.get(pk=report.pk)) if line.counting.code == "VIC-NEW")

    [year] = line.years
    assert (line.own.target, year.year.target, line.life.target) == (10, 20, 40)
    assert [one.label for one in year.quarters] == ["FY2011-Q1"]


def test_the_objective_stands_in_the_language_of_the_sheet(award, promised, helped, made):
    promised.objective.title, promised.objective.title_en = "Reciben atención", "Care for survivors"
    promised.objective.save(update_fields=["title", "title_en"])
    helped(date(2010, 11, 2))

    said = {}
    for one in made().latest_files:
        sheet = load_workbook(BytesIO(b"".join(read_file(one.file))))["PITT"]
        said[one.language] = {cell.value for row in sheet.iter_rows() for cell in row}

    assert ("1 Reciben atención" in said["es"], "1 Care for survivors" in said["en"]) == (True, True)


def test_a_promise_that_was_another_makes_another_fingerprint(award, promised, helped, made, manager):
    helped(date(2010, 11, 2))
    report, digests = made(), []

    for percent in (10, 10, 99):
        with transaction.atomic():
            Report.objects.filter(pk=report.pk).update(agreed=report.agreed | {"deviation_percent": percent})
            digests.append(approved(Report.objects.get(pk=report.pk), manager).digest)
            transaction.set_rollback(True)

    assert (digests[0] == digests[1], digests[0] == digests[2]) == (True, False)


def test_of_nobody_there_is_no_median(award, made):
    shelter = shelter_of(award.organisation)
    FundingFactory(award=award, component=shelter.component)
    left(admitted(shelter, on=date(2010, 11, 1)), on=date(2010, 11, 11))

    lines = {(one.counting.code, one.dimension, one.category): one for one in table(made())}

    assert lines["SHL-LOS", "sex", "F"].life.actual == 10
    assert lines["SHL-LOS", "sex", "M"].life.actual is None
    assert lines["SHL-OUT", "sex", "M"].life.actual == 0
