from django.db import transaction
from django.utils.translation import gettext as _

from audit.doors import require
from cases import rules
from cases.keeping import FIRST_YEAR
from cases.models import ReflectionPeriod
from work import actions as work
from work.errors import refusal


@transaction.atomic
def set_reflection_period(*, by, country, days, since, source, once=None):
    """Write how long somebody has to think who is identified in a country since a day.

    What holds for who was identified before stays. A slip is mended by writing the same day once more.
    """
    require(rules.can_set_reflection_period, by)
    if since.year < FIRST_YEAR:
        raise refusal(_("Check the year."), field="since", code="too_early")

    def make():
        period = ReflectionPeriod(country=country, days=days, since=since, source=source, recorded_by=by)
        work.create(period, by=by, verb="reflection.set", detail=[country])
        return period

    return ReflectionPeriod.objects.get(pk=work.once(once, by=by, verb="reflection.set", make=make))
