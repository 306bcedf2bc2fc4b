"""A report is made from rows, looked over, approved; from then on nothing moves it."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audit.doors import Refused
from cases.models import Service
from programmes.periods import parse
from reports import actions, making
from reports.models import Figure, ReportStatus
from reports.restating import restated
from reports.tracking.table import deviating
from tests.factories.programmes import AwardIndicatorFactory, TargetFactory, programme_manager
from work.files import read_file
from work.models import OutboxRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
CONFIRMED = ["targets"]
ADDED = """
INSERT INTO reports_figure (report_id, indicator_id, code, stretch, period, start, "end", dimension,
category, n)
SELECT report_id, indicator_id, 'X', stretch, period, start, "end", '', '', 0 FROM reports_figure LIMIT 1
"""


def totals(report):
    own = report.figures.of_period(report).totals()
    return {one.code: one.value for one in own}


def approve(report, by):
    return actions.approve_report(report, by=by, confirmed=CONFIRMED)


def test_people_served_in_two_quarters_are_new_once_and_served_twice(helped, made):
    helped(date(2010, 11, 2), date(2011, 2, 3))
    helped(date(2011, 1, 20))

    assert (totals(made("FY2011-Q1"))["VIC-NEW"], totals(made("FY2011-Q2"))["VIC-NEW"]) == (1, 1)
    assert totals(made("FY2011-Q2"))["VIC-TOT"] == 2


def test_who_is_presumed_later_counts_from_her_first_service_and_who_is_no_victim_leaves(helped, made):
    helped(date(2010, 11, 2), status="presumed")
    helped(date(2010, 11, 3), status="not_victim")

    counted = totals(made())

    assert (counted["VIC-NEW"], counted["SVC-PER"], counted["SVC-EVT"]) == (1, 2, 2)


def test_a_report_that_was_approved_is_never_moved_by_what_is_written_later(helped, made, manager):
    case = helped(date(2010, 11, 2))
    report = approve(made(), manager)
    Service.objects.create(case=case, component=case.component, on=date(2010, 12, 1), type="food")

    with pytest.raises(ValidationError, match="approved"):
        actions.ask_for_report(report.award, by=manager, template=report.kind, period=report.stretch)
    assert totals(report)["SVC-EVT"] == 1


def test_the_next_report_says_what_is_counted_otherwise_now(helped, made, manager):
    case = helped(date(2010, 11, 2), date(2011, 2, 3))
    approve(made("FY2011-Q1"), manager)
    Service.objects.create(case=case, component=case.component, on=date(2010, 12, 1), type="food")

    totals_told = [one for one in restated(made("FY2011-Q2")) if not one.dimension]
    found = {(one.code, one.period): (one.reported, one.now) for one in totals_told}

    assert found == {("SVC-EVT", "FY2011-Q1"): (1, 2)}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE reports_figure SET value = 9",
        "DELETE FROM reports_figure",
        ADDED,
        "UPDATE reports_report SET digest = 'x'",
        "UPDATE reports_report SET status = 'draft'",
        "UPDATE reports_report SET agreed = '{}'",
        "DELETE FROM reports_report",
    ],
)
def test_the_database_itself_keeps_what_was_approved(helped, made, manager, sql):
    helped(date(2010, 11, 2))
    approve(made(), manager)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_nor_does_a_figure_of_a_draft_become_one_of_an_approved_report(helped, made, manager):
    helped(date(2010, 11, 2))
    approved, draft = approve(made(), manager), made("FY2011-Q2")

    with pytest.raises(IntegrityError), transaction.atomic():
        draft.figures.filter(code="VIC-NEW", period="FY2011-Q2").update(report=approved)


def test_a_lacking_target_must_be_confirmed_before_approval(helped, made, manager):
    helped(date(2010, 11, 2))
    report = made()

    with pytest.raises(ValidationError) as refused:
        actions.approve_report(report, by=manager)
    assert "confirmed" in refused.value.message_dict
    assert approve(report, manager).status == ReportStatus.APPROVED


def test_figures_that_do_not_agree_stop_the_approval(helped, made, manager):
    helped(date(2010, 11, 2))
    report = made()
    broken = [one | {"holds": one["check"] != "residents"} for one in report.checks]
    type(report).objects.filter(pk=report.pk).update(checks=broken)

    with pytest.raises(ValidationError, match="do not agree"):
        approve(report, manager)


def test_only_the_manager_of_the_awards_organisation_approves(helped, made):
    helped(date(2010, 11, 2))
    with pytest.raises(Refused):
        approve(made(), programme_manager())


def test_a_period_that_is_not_over_is_not_reported(award, manager):
    day = timezone.localdate()
    running = parse(f"{day.year}-Q{(day.month + 2) // 3}", award)
    with pytest.raises(ValidationError, match="not over"):
        actions.ask_for_report(award, by=manager, template="usaid_tracking", period=running)


def test_what_was_read_earlier_never_takes_the_place_of_what_was_read_later(helped, made):
    helped(date(2010, 11, 2))
    report = made()
    earlier = making.read(report)
    helped(date(2010, 11, 3))
    later = making.read(report)

    for reading in (later, earlier):
        report = actions.make_report(report, reading)

    assert totals(report)["SVC-EVT"] == 2
    assert report.counted_at == later.counted_at
    assert report.files.filter(language="es").count() == 2


def test_asking_makes_one_promise_to_the_workers(award, manager):
    period = parse("FY2011-Q1", award)
    report = actions.ask_for_report(award, by=manager, template="usaid_tracking", period=period)

    assert OutboxRow.objects.filter(effect="reports.make", subject=report.pk).count() == 1


def test_figures_keep_the_version_of_their_definition(helped, made):
    helped(date(2010, 11, 2))
    made("FY2011-Q1"), made("FY2011-Q2")

    versions = Figure.objects.filter(code="VIC-NEW").values_list("indicator__version", flat=True)
    assert set(versions) == {1}


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_workbook_says_what_the_figures_say(helped, made, language):
    helped(date(2010, 11, 2), date(2010, 11, 3))
    report = made()
    file = report.files.filter(language=language).first().file
    sheet = load_workbook(BytesIO(b"".join(read_file(file))))["PITT"]
    heads = [cell.value for cell in sheet[7]]
    _target, column = [place for place, head in enumerate(heads) if head.startswith("FY2011-Q1")]
    rows = {
        (row[3], row[9]): row for row in sheet.iter_rows(min_row=8, values_only=True) if row[9] == "Total"
    }

    assert {code: row[column] or 0 for (code, _total), row in rows.items() if code.startswith("SVC")} == {
        "SVC-EVT": 2,
        "SVC-PER": 1,
        "SVC-LEGAL": 0,
    }


def test_she_opens_a_figure_down_to_the_numbers_of_its_cases(helped, made, desk):
    case = helped(date(2010, 11, 2))
    report = made()
    figure = report.figures.of_period(report).totals().get(code="VIC-NEW")

    page = desk.get(reverse("reports:figure", args=[report.pk, figure.pk]))

    assert page.status_code == 200
    assert case.number in page.text
    assert case.code_name not in page.text


def test_a_figure_that_would_be_counted_otherwise_now_says_so(helped, made, manager, desk):
    case = helped(date(2010, 11, 2))
    report = actions.approve_report(made(), by=manager, confirmed=CONFIRMED)
    figure = report.figures.of_period(report).totals().get(code="SVC-EVT")
    address = reverse("reports:figure", args=[report.pk, figure.pk])
    before = desk.get(address).text
    Service.objects.create(case=case, component=case.component, on=date(2010, 12, 1), type="food")

    said = "The report keeps what was counted then: 1. With what was written since, 2 are counted today."
    assert (said in before, said in desk.get(address).text) == (False, True)


def test_a_year_that_is_not_over_is_not_held_against_its_target(award, helped, made):
    helped(date(2010, 11, 2))
    TargetFactory(row=AwardIndicatorFactory(award=award, indicator="VIC-NEW"), period="FY2011", value=10)

    assert deviating(made("FY2011-Q3")) == []
    [(line, pair)] = deviating(made("FY2011-Q4"))
    assert (line.counting.code, pair.label, pair.actual, pair.target) == ("VIC-NEW", "FY2011", 1, 10)


@pytest.mark.parametrize(
    ("promised", "period", "told"),
    [
        ({"LOA": 10}, "FY2012-Q3", []),
        ({"LOA": 10}, "FY2012-Q4", [("LOA", 1, 10)]),
        ({"FY2011-Q4": 1, "FY2011": 10}, "FY2011-Q4", [("FY2011", 1, 10)]),
        ({"FY2011-Q4": 5, "FY2011": 10}, "FY2011-Q4", [("FY2011-Q4", 1, 5)]),
        ({"FY2011-Q4": 1, "FY2011": 1, "LOA": 10}, "FY2011-Q4", []),
    ],
)
def test_every_period_that_is_over_is_held_against_its_target_the_narrowest_first(
    award, helped, made, promised, period, told
):
    helped(date(2011, 8, 2))
    row = AwardIndicatorFactory(award=award, indicator="VIC-NEW")
    for label, value in promised.items():
        TargetFactory(row=row, period=label, value=value)

    found = deviating(made(period))

    assert [(pair.label, pair.actual, pair.target) for _line, pair in found] == told


def test_what_is_to_be_explained_is_said_and_saved_once(award, helped, made, desk):
    helped(date(2010, 11, 2))
    TargetFactory(row=AwardIndicatorFactory(award=award, indicator="VIC-NEW"), period="FY2011-Q1", value=10)
    report = made()
    address = reverse("reports:explain", args=[report.pk, "VIC-NEW"])
    typed = {"cause": "access", "explanation": "The road was closed.", "once": "7f2c"}

    page = desk.get(address).text
    sent = [desk.post(address, typed).status_code for _twice in range(2)]
    changed = desk.post(address, typed | {"version": 1, "explanation": "The bridge fell."})

    assert "1 where 10 was promised" in page
    assert (sent[0], changed.status_code) == (302, 302)
    assert [one.explanation for one in report.deviations.all()] == ["The bridge fell."]


def test_the_report_page_shows_figures_checks_and_files(helped, made, desk):
    helped(date(2010, 11, 2))
    page = desk.get(made().get_absolute_url())

    assert page.status_code == 200
    assert "have no target in this award" in page.text
    assert "XLSX" in page.text


def test_whoever_waits_hears_how_many_indicators_are_counted(helped, made, monkeypatch):
    helped(date(2010, 11, 2))
    report, heard = made(), []
    monkeypatch.setattr(making, "report_progress", lambda done, total, code: heard.append((done, total)))

    making.read(report)

    done = [one for one, _total in heard]
    assert {total for _done, total in heard} == {23}
    assert (done, done[-1]) == (sorted(done), 23)
    assert len(set(done)) > 5
