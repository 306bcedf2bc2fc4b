"""A report of each organisation's award, made as a worker makes it, with what hangs on it."""

from functools import cached_property

from programmes.periods import parse
from reports import actions, making
from reports.models import Schedule
from tests.factories.programmes import TargetFactory, programme_manager

KIND = "usaid_tracking"


class Reported:
    """What a programme manager finds among the reports of her organisation."""

    def __init__(self, programme):
        self.programme = programme

    @cached_property
    def report(self):
        """Far from its target, so that there is something to explain."""
        award = self.programme.award
        TargetFactory(row__award=award, period="FY2011-Q1")
        manager = programme_manager(self.programme.organisation)
        period = parse("FY2011-Q1", award)
        report = actions.ask_for_report(award, by=manager, template=KIND, period=period)
        return actions.make_report(report, making.read(report))

    @cached_property
    def figure(self):
        return self.report.figures.of_period(self.report).totals().get(code="VIC-NEW")

    @cached_property
    def report_schedule(self):
        return Schedule.objects.create(award=self.programme.award, template=KIND)


def of_reports(name):
    """A row of the own and one of the foreign organisation's reports."""

    def pair(world):
        return tuple(getattr(world.reported[place], name).pk for place in ("own", "foreign"))

    return pair


REPORTED = {name: of_reports(name) for name in ("report", "figure", "report_schedule")} | {
    "indicator_code": lambda world: ("VIC-NEW", None),
    "language": lambda world: ("es", None),
}
