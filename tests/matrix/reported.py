"""A report of each organisation's award, made as a worker makes it, with what hangs on it."""

from datetime import date
from functools import cached_property

from django.utils import timezone

from programmes.periods import parse
from programmes.targets import present_targets
from reports import actions, making
from reports.agreed import as_agreed
from reports.counting import definition
from reports.counting.cells import Counted, nothing
from reports.kinds import kinds
from reports.models import Deviation, MissingList, MissingSending, Schedule
from tests.factories.programmes import TargetFactory, programme_manager

KIND = "usaid_tracking"


def of_nothing(report):
    """The reading of a period in which nothing happened, without counting: doors are tried, not figures."""
    targets, columns = present_targets(report.award), making.columns_of(report)
    figures = [
        row
        for counting in map(definition, kinds()[KIND].indicators)
        for stretch, period in columns
        for row in making.rows_of(counting, stretch, period, Counted(nothing(counting.rule)), targets)
    ]
    lacking = {"check": "targets", "holds": False, "stops": False, "facts": {"lacking": ["VIC-TOT"]}}
    return making.Reading(
        timezone.now(),
        report.stretch,
        figures,
        [lacking],
        as_agreed(report, kinds()[KIND].indicators, targets),
    )


class Reported:
    """What a programme manager finds among the reports of her organisation."""

    def __init__(self, programme):
        self.programme = programme

    @cached_property
    def report(self):
        """Far from its target, so that there is something to explain."""
        award = self.programme.award
        TargetFactory(row=self.programme.award_indicator, period="FY2011-Q1")
        manager = programme_manager(self.programme.organisation)
        period = parse("FY2011-Q1", award)
        report = actions.ask_for_report(award, by=manager, template=KIND, period=period)
        return actions.make_report(report, of_nothing(report))

    @cached_property
    def figure(self):
        return self.report.figures.of_period(self.report).totals().get(code="VIC-NEW")

    @cached_property
    def deviation(self):
        facts = {"code": "VIC-TOT", "cause": "access", "explanation": "The road was closed."}
        return Deviation.objects.create(report=self.report, **facts)

    @cached_property
    def report_schedule(self):
        return Schedule.objects.create(award=self.programme.award, template=KIND)


def of_reports(name):
    """A row of the own and one of the foreign organisation's reports."""

    def pair(world):
        return tuple(getattr(world.reported[place], name).pk for place in ("own", "foreign"))

    return pair


def list_of_missing(world):
    """A list of the caseworker, and one of somebody else in another organisation."""
    days = {"period": "2026-Q1", "start": date(2026, 1, 1), "end": date(2026, 3, 31)}
    facts = days | {"cases": 2, "sent_at": timezone.now()}
    own = MissingList(organisation=world.own, worker=world.users["caseworker"], **facts)
    foreign = MissingList(organisation=world.foreign, worker=world.stranger, **facts)
    MissingList.objects.bulk_create([own, foreign])
    return own.pk, foreign.pk


def sending_of_missing(world):
    """A sending of the own office, and one of another organisation's."""
    days = {"period": "2026-Q1", "start": date(2026, 1, 1), "end": date(2026, 3, 31)}
    places = ((world.own, world.own_office), (world.foreign, world.foreign_office))
    rows = [
        MissingSending(organisation=one, office=office, sent_by=world.stranger, **days)
        for one, office in places
    ]
    return tuple(row.pk for row in MissingSending.objects.bulk_create(rows))


REPORTED = {name: of_reports(name) for name in ("report", "figure", "deviation", "report_schedule")} | {
    "missing_list": list_of_missing,
    "missing_sending": sending_of_missing,
    "indicator_code": lambda world: ("VIC-NEW", None),
    "language": lambda world: ("es", None),
}
