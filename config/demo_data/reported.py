"""The reports of the demonstration: asked of the worker, who makes them like any other."""

from programmes.models import Award
from programmes.periods import quarters_of
from reports import actions

KIND = "usaid_tracking"
HISTORY = ("USAID-GT-2010-01", "PRM-GT-2011-07")
FIRST_QUARTERS = 4


def load(manager):
    """The first year of both closed awards, quarter by quarter; what is due of the running one by itself."""
    for number in HISTORY:
        award = Award.objects.get(number=number)
        for period in quarters_of(award)[:FIRST_QUARTERS]:
            actions.ask_for_report(award, by=manager, template=KIND, period=period)
    running = Award.objects.visible_to(manager).exclude(number__in=HISTORY)
    for award in running.order_by("number"):
        actions.schedule_reports(award, by=manager, template=KIND)
