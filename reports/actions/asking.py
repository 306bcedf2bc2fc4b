from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.doors import require
from programmes.models import windows_of
from programmes.periods import DAY, quarters_of, words_of
from reports import rules
from reports.actions.making import make_report
from reports.keeping import locked, locked_award, made_once
from reports.models import Report, Schedule
from work.actions import create, due_once, queue, write
from work.errors import refusal

# What fell due longer ago is made when somebody asks for it.
LONGEST_AGO = 400 * DAY


@transaction.atomic
def schedule_reports(award, *, by, template, once=""):
    """Have a report of this kind made for every period of the award, the morning after it ends."""
    require(rules.can_make_reports, by, award)
    return made_once(
        once, by, "schedule.created", lambda: _scheduled(award, template, by), Schedule.objects.get
    )


def _scheduled(award, template, by):
    schedule = create(Schedule(award=award, template=template), by=by, verb="schedule.created")
    _ask_what_is_due(schedule, timezone.localdate())
    return schedule


@transaction.atomic
def end_schedule(schedule, *, by, version=None):
    """Make no more reports by themselves; those made stay."""
    require(rules.can_make_reports, by, schedule.award)
    schedule = Schedule.objects.select_for_update(of=("self",), no_key=True).get(pk=schedule.pk)
    if schedule.ended_on:
        raise refusal(_("This report is made no more by itself already."), code="ended")
    changes = {"ended_on": timezone.localdate()}
    return write(schedule, by=by, verb="schedule.ended", changes=changes, version=version)


@transaction.atomic
def ask_for_report(award, *, by, template, period, once=""):
    """Have the report of this period made, or a draft made anew; an approved one is never counted again."""
    require(rules.can_make_reports, by, award)
    if period.end >= timezone.localdate():
        raise refusal(_("This period is not over yet: its figures would change."), field="period")
    return made_once(
        once, by, "report.asked", lambda: _asked(award, template, period, by=by), Report.objects.get
    )


def _asked(award, template, period, *, by):
    """The report of this period, locked and on its way to a worker."""
    award = locked_award(award)
    known = Report.objects.select_for_update(of=("self",), no_key=True)
    report = known.filter(award=award, kind=template, period=period.label).first()
    if report is not None and report.is_approved:
        raise refusal(_("This report is approved: its figures do not change any more."), field="period")
    period = _as_it_lasts_now(award, period)
    return _sent(report or new_report(award, template, period, by=by), period, by=by)


def _as_it_lasts_now(award, period):
    """The period of this label with the days it has now: the last one ends with the award, which may move."""
    period_now = {one.label: one for one in quarters_of(award)}.get(period.label)
    if period_now is None:
        sentence = _("The award as it now stands has no period %(period)s.")
        raise refusal(sentence % {"period": words_of(period.label)}, field="period")
    if period_now.end >= timezone.localdate():
        raise refusal(_("This period is not over yet: its figures would change."), field="period")
    return period_now


def _sent(report, period, *, by):
    """The report on its way to a worker, for the days that its period has now."""
    write(report, by=by, verb="report.asked", changes={"start": period.start, "end": period.end})
    report.asked_of = queue("reports.make", subject=report, report=report.pk)
    report.save(update_fields=["asked_of"])
    return report


def new_report(award, template, period, *, by=None):
    """The row of a report that nobody asked for yet; it may be asked for by somebody or by the machine."""
    return create(_new(award, template, period), by=by, verb="report.asked")


def _new(award, template, period):
    return Report(award=award, kind=template, period=period.label, start=period.start, end=period.end)


@transaction.atomic
def report_at_once(award, reading, *, template, period, by=None):
    """The report of this period with what was read for it: its row and its figures come together."""
    locked_award(award)
    known = Report.objects.filter(award=award, kind=template, period=period.label).first()
    if known and known.stretch != period:
        write(known, by=by, verb="report.asked", changes={"start": period.start, "end": period.end})
    return make_report(known or new_report(award, template, period, by=by), reading, by=by)


@transaction.atomic
def ask_for_due_reports(*, by=None, day=None):
    """Have every report made that fell due and was not asked for yet: called often, each is made once."""
    day = day or timezone.localdate()
    for schedule in Schedule.objects.live().select_related("award").order_by("pk"):
        _ask_what_is_due(schedule, day)


def _ask_what_is_due(schedule, day):
    """One promise for each period of this schedule that is over and was paid for."""
    for period in _due_periods(schedule.award, day):
        _promise(schedule, period)


@transaction.atomic
def _promise(schedule, period):
    """The report's row and its promise come together; the second of two who come at once finds both there.

    A draft of a period that has other days by now, because the award ends on another one, is made anew.
    """
    locked_award(schedule.award)
    known = Report.objects.filter(award=schedule.award, kind=schedule.template, period=period.label).first()
    if known is not None:
        moved = not known.is_approved and known.stretch != period
        if moved or not _is_seen_to(known):
            _sent(locked(known), period, by=None)
        return
    new = _new(schedule.award, schedule.template, period)
    key = f"report:{schedule.pk}"
    new.asked_of = due_once(key, period.label, "reports.make", subject=new, report=new.pk)
    if new.asked_of:
        create(new, by=None, verb="report.asked")


def _is_seen_to(report):
    """Was it asked for, or counted once its period was over? What was begun and left is not."""
    counted = report.counted_at and timezone.localdate(report.counted_at) > report.end
    return bool(report.is_approved or report.asked_of_id or counted)


def _due_periods(award, day):
    """Quarters that are over, ended not too long ago, and in which the award paid for anything."""
    windows = windows_of(award)
    return [
        period
        for period in quarters_of(award)
        if day - LONGEST_AGO <= period.end < day
        and any(since <= period.end and until > period.start for _component, since, until in windows)
    ]
