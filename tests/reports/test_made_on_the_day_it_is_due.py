"""What falls due is made once: whoever asks twice, whoever dies, however long nobody asked."""

import os
import signal
from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from programmes.periods import months_after, quarters_of
from reports import actions
from reports.actions.asking import _due_periods
from reports.kinds import kinds
from reports.models import Report, ReportStatus, Schedule
from tests.factories.accounts import OrganisationFactory
from tests.factories.cases import working_office
from tests.factories.programmes import AwardFactory, DonorFactory, FundingFactory, programme_manager
from tests.work.crowd import together
from tests.workers import (
    at_work,
    let_leases_run_out,
    one_more_beat,
    somebody_waits_for_a_lock,
    stood_still,
    wait_until,
)
from work.models import OutboxRow, Receipt

KIND = "usaid_tracking"
DAY = timedelta(days=1)


def paid_award(today, months_ago=7):
    """An award on its own quarters that began some months ago, and pays for an office's work since."""
    office = working_office(OrganisationFactory(country="GT"))
    starts = months_after(today, -months_ago)
    award = AwardFactory(
        donor=DonorFactory(organisation=office.organisation),
        starts=starts,
        signed_ends=months_after(starts, 24) - DAY,
        reporting_calendar="award_quarter",
    )
    FundingFactory(award=award, component=office.component_defaults.get().component)
    return award


def asked():
    return OutboxRow.objects.filter(effect="reports.make")


@pytest.mark.django_db
def test_a_new_schedule_asks_at_once_for_the_periods_that_are_over():
    award = paid_award(timezone.localdate())

    actions.schedule_reports(award, by=programme_manager(award.organisation), template=KIND)

    assert sorted(Report.objects.values_list("period", flat=True)) == ["AQ1", "AQ2"]
    assert asked().count() == 2


@pytest.mark.django_db
def test_the_morning_after_a_period_it_is_asked_for_and_not_the_evening_before():
    award = paid_award(timezone.localdate())
    end = quarters_of(award)[2].end

    assert [one.label for one in _due_periods(award, end)] == ["AQ1", "AQ2"]
    assert [one.label for one in _due_periods(award, end + DAY)] == ["AQ1", "AQ2", "AQ3"]


@pytest.mark.django_db
def test_periods_that_ended_more_than_400_days_ago_or_were_not_paid_for_are_left_to_people():
    award = paid_award(timezone.localdate(), months_ago=20)
    award.fundings.update(since=quarters_of(award)[4].start)

    found = _due_periods(award, timezone.localdate())

    assert [one.label for one in found] == ["AQ5", "AQ6"]
    assert all(one.end >= timezone.localdate() - 400 * DAY for one in found)


def test_two_that_ask_at_once_have_it_made_once(committed_db):
    Schedule.objects.create(award=paid_award(timezone.localdate()), template=KIND)

    assert together(*[actions.ask_for_due_reports] * 4) == [None] * 4
    assert (Report.objects.count(), asked().count()) == (2, 2)


@pytest.mark.long
@pytest.mark.services
def test_a_worker_killed_over_a_report_leaves_it_made_once_and_whole(broker, committed_db, tmp_path):
    award = paid_award(timezone.localdate(), months_ago=4)
    Schedule.objects.create(award=award, template=KIND)
    actions.ask_for_due_reports()
    with at_work(tmp_path) as children:
        # Whoever writes the report waits for us here, so that it is killed with all read and nothing written.
        with transaction.atomic():
            Report.objects.select_for_update().get()
            wait_until(somebody_waits_for_a_lock)
            os.killpg(children["worker"].process.pid, signal.SIGKILL)
            children["worker"].process.wait()
        killed_over = asked().get()
        assert (killed_over.attempts, killed_over.done_at) == (1, None)
        assert Report.objects.get().status == ReportStatus.ASKED
        children["worker"].start()
        let_leases_run_out()
        wait_until(lambda: not OutboxRow.objects.open().exists())

    report = Report.objects.get()
    codes = set(report.figures.values_list("code", flat=True))
    assert (report.status, codes) == (ReportStatus.DRAFT, set(kinds()[KIND].indicators))
    assert report.files.count() == 2
    assert Receipt.objects.filter(row__in=asked()).count() == 1


@pytest.mark.long
@pytest.mark.services
def test_what_fell_due_while_beat_stood_still_is_made_once_even_by_two_beats(broker, committed_db, tmp_path):
    Schedule.objects.create(award=paid_award(timezone.localdate(), months_ago=4), template=KIND)
    second = tmp_path / "second"
    for folder in (tmp_path, second):
        stood_still(folder, since=timezone.now() - timedelta(hours=1))
    with at_work(tmp_path), one_more_beat(second):
        wait_until(lambda: Report.objects.filter(status=ReportStatus.DRAFT).exists())

    report = Report.objects.get()
    assert (asked().count(), report.files.count()) == (1, 2)
    assert Receipt.objects.filter(row__in=asked()).count() == 1


def test_a_report_that_was_begun_and_left_is_taken_up(committed_db):
    award = paid_award(timezone.localdate(), months_ago=4)
    left = actions.new_report(award, KIND, quarters_of(award)[0])
    Schedule.objects.create(award=award, template=KIND)

    for _twice in range(2):
        actions.ask_for_due_reports()

    assert Report.objects.get().asked_of == asked().get()
    assert asked().get().subject == left.pk


@pytest.mark.parametrize(("days_after_the_end", "times"), [(0, 1), (1, 0)])
def test_what_was_counted_before_its_period_was_over_is_counted_again(
    committed_db, days_after_the_end, times
):
    award = paid_award(timezone.localdate(), months_ago=4)
    report = actions.new_report(award, KIND, quarters_of(award)[0])
    counted = timezone.make_aware(datetime.combine(report.end + days_after_the_end * DAY, time(12)))
    Report.objects.filter(pk=report.pk).update(status=ReportStatus.DRAFT, counted_at=counted)
    Schedule.objects.create(award=award, template=KIND)

    actions.ask_for_due_reports()

    assert asked().count() == times


def test_an_ended_schedule_asks_for_nothing(committed_db):
    award = paid_award(timezone.localdate())
    Schedule.objects.create(award=award, template=KIND, ended_on=date(2026, 1, 1))

    actions.ask_for_due_reports()

    assert not Report.objects.exists()
