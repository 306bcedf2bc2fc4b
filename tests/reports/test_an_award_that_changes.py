"""An award is changed after its reports were made: approved ones stay whole, drafts follow it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from programmes.actions import edit_award, move_end
from programmes.models import Award
from programmes.periods import DAY, Calendar, parse
from reports import actions, making
from reports.models import Report
from reports.tracking.table import table
from work.models import OutboxRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
KIND = "usaid_tracking"
PAPER = {"reason": "Amendment", "document": "MOD-02"}


@pytest.fixture
def by_award_quarters(award):
    """The award reports by its own quarters: its eighth ends on 30 September 2012, with it."""
    Award.objects.filter(pk=award.pk).update(reporting_calendar=Calendar.AWARD_QUARTER)
    award.refresh_from_db()
    return award


def ended(award, manager, new_end, on):
    """The award ends on another day, as agreed on a day; what it pays for goes along."""
    windows = list(award.fundings.live())
    move_end(award, by=manager, new_end=new_end, dated_on=on, windows=windows, **PAPER)
    award.refresh_from_db()


@pytest.mark.parametrize(
    ("field", "value"), [("reporting_calendar", Calendar.CALENDAR_QUARTER), ("starts", date(2010, 9, 1))]
)
@pytest.mark.parametrize("approve", [False, True])
def test_calendar_and_first_day_are_not_changed_once_there_are_reports(
    award, helped, made, manager, field, value, approve
):
    helped(date(2010, 11, 2))
    report = made()
    if approve:
        actions.approve_report(report, by=manager, confirmed=["targets"])

    with pytest.raises(ValidationError) as refused:
        edit_award(award, by=manager, **{field: value})

    sentence = "Reports were made for periods counted by it: it can no longer be changed."
    assert refused.value.message_dict == {field: [sentence]}


def test_without_reports_both_are_corrected_and_with_reports_anything_else(award, helped, made, manager):
    edit_award(award, by=manager, reporting_calendar=Calendar.CALENDAR_QUARTER)
    edit_award(award, by=manager, reporting_calendar=Calendar.FISCAL_QUARTER_OCT)
    helped(date(2010, 11, 2))
    made()

    edit_award(award, by=manager, title="Another title", reporting_calendar=Calendar.FISCAL_QUARTER_OCT)

    award.refresh_from_db()
    assert award.title == "Another title"


def test_she_reads_beside_the_calendar_why_it_cannot_be_changed(award, helped, made, desk):
    helped(date(2010, 11, 2))
    made()
    address = reverse("programmes:award-change", args=[award.pk])
    form = desk.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    typed |= {"starts": "01/10/2010", "signed_ends": "30/09/2012", "version": award.version}
    typed |= {"amount": "100000", "amount_currency": "USD", "reporting_calendar": "calendar_quarter"}

    page = desk.post(address, typed)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["reporting_calendar"]


def test_an_approved_report_keeps_its_columns_whatever_becomes_of_the_award(
    award, helped, made, manager, desk
):
    helped(date(2010, 11, 2))
    report = actions.approve_report(made("FY2011-Q2"), by=manager, confirmed=["targets"])
    Award.objects.filter(pk=award.pk).update(reporting_calendar=Calendar.AWARD_QUARTER)

    page = desk.get(report.get_absolute_url())

    [year] = table(Report.objects.get(pk=report.pk))[0].years
    assert page.status_code == 200
    assert (year.year.label, year.year.actual) == ("FY2011", 1)
    assert [(one.label, one.actual) for one in year.quarters] == [
        ("FY2011-Q1", 1),
        ("FY2011-Q2", 0),
        ("FY2011-Q3", None),
        ("FY2011-Q4", None),
    ]


def test_a_draft_of_an_award_that_ended_early_is_counted_anew_for_all_days_once_it_is_extended(
    by_award_quarters, helped, made, manager, desk
):
    award = by_award_quarters
    helped(date(2012, 7, 20), date(2012, 9, 20))
    ended(award, manager, date(2012, 7, 31), on=date(2012, 5, 1))
    draft = made("AQ8")
    before = (draft.end, draft.figures.of_period(draft).totals().get(code="SVC-EVT").value)
    ended(award, manager, date(2012, 9, 30), on=date(2012, 6, 1))

    assert desk.post(reverse("reports:report-make-again", args=[draft.pk])).status_code == 302
    draft = actions.make_report(draft, making.read(Report.objects.get(pk=draft.pk)))

    after = (draft.end, draft.figures.of_period(draft).totals().get(code="SVC-EVT").value)
    assert (before, after) == ((date(2012, 7, 31), 1), (date(2012, 9, 30), 2))


def test_a_draft_of_fewer_days_than_its_period_has_by_now_is_not_approved(
    by_award_quarters, helped, made, manager
):
    award = by_award_quarters
    helped(date(2012, 8, 2))
    ended(award, manager, date(2012, 8, 15), on=date(2012, 7, 20))
    report = made("AQ8")
    ended(award, manager, date(2012, 9, 30), on=date(2012, 8, 20))

    with pytest.raises(ValidationError, match="other days now"):
        actions.approve_report(report, by=manager, confirmed=["targets"])

    again = made("AQ8")
    assert actions.approve_report(again, by=manager, confirmed=["targets"]).end == date(2012, 9, 30)


def test_nor_is_one_whose_count_for_the_days_of_now_was_given_up(
    by_award_quarters, helped, made, manager, given_up
):
    award = by_award_quarters
    helped(date(2012, 8, 2))
    ended(award, manager, date(2012, 8, 15), on=date(2012, 7, 20))
    report = made("AQ8")
    ended(award, manager, date(2012, 9, 30), on=date(2012, 8, 20))
    report = actions.ask_for_report(award, by=manager, template=KIND, period=parse("AQ8", award))
    given_up(report)

    with pytest.raises(ValidationError, match="other days now"):
        actions.approve_report(report, by=manager, confirmed=["targets"])


def test_a_draft_of_a_period_that_the_award_no_longer_reaches_is_not_approved(
    by_award_quarters, helped, made, manager
):
    award = by_award_quarters
    helped(date(2012, 8, 2))
    report = made("AQ8")
    ended(award, manager, date(2012, 6, 30), on=date(2012, 6, 1))

    with pytest.raises(ValidationError, match="has no period award quarter 8"):
        actions.approve_report(Report.objects.get(pk=report.pk), by=manager, confirmed=["targets"])


def test_what_was_read_for_other_days_is_not_written(by_award_quarters, helped, made, manager):
    award = by_award_quarters
    helped(date(2012, 8, 2), date(2012, 9, 20))
    ended(award, manager, date(2012, 8, 15), on=date(2012, 7, 20))
    report = made("AQ8")
    ended(award, manager, date(2012, 9, 30), on=date(2012, 8, 20))
    of_then = making.read(report)
    report = actions.ask_for_report(award, by=manager, template=KIND, period=parse("AQ8", award))

    report = actions.make_report(report, of_then)

    assert report.counted_at < of_then.counted_at


def test_a_draft_whose_period_moved_while_it_waited_is_still_read(by_award_quarters, helped, made, manager):
    award = by_award_quarters
    helped(date(2012, 7, 20), date(2012, 9, 20))
    ended(award, manager, date(2012, 7, 31), on=date(2012, 5, 1))
    period = parse("AQ8", award)
    waiting = actions.ask_for_report(award, by=manager, template=KIND, period=period)
    ended(award, manager, date(2012, 9, 30), on=date(2012, 6, 1))

    reading = making.read(Report.objects.get(pk=waiting.pk))

    [own] = [
        one for one in reading.figures if (one.code, one.period, one.dimension) == ("SVC-EVT", "AQ8", "")
    ]
    assert (own.start, own.end, own.value) == (period.start, date(2012, 7, 31), 1)


def test_a_period_that_the_award_does_not_reach_any_more_is_not_counted_anew(
    by_award_quarters, helped, made, manager
):
    award = by_award_quarters
    helped(date(2012, 7, 20))
    draft = made("AQ8")
    ended(award, manager, date(2012, 6, 30), on=date(2012, 5, 1))

    with pytest.raises(ValidationError) as refused:
        actions.ask_for_report(award, by=manager, template=KIND, period=draft.stretch)

    sentence = "The award as it now stands has no period award quarter 8."
    assert refused.value.message_dict == {"period": [sentence]}


def test_a_report_that_is_made_by_itself_is_made_again_when_its_period_became_longer(
    by_award_quarters, helped, made, manager, django_capture_on_commit_callbacks
):
    award = by_award_quarters
    ended(award, manager, date(2012, 7, 31), on=date(2012, 5, 1))
    actions.schedule_reports(award, by=manager, template=KIND)
    draft = made("AQ8")
    ended(award, manager, date(2012, 9, 30), on=date(2012, 6, 1))
    promises = OutboxRow.objects.filter(effect="reports.make", subject=draft.pk)
    earlier = promises.count()

    for _beat in range(2):
        actions.ask_for_due_reports(day=date(2012, 9, 30) + DAY)

    draft.refresh_from_db()
    assert (draft.end, promises.count() - earlier) == (date(2012, 9, 30), 1)
