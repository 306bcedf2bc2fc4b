"""The plain page where "Leave now" ends: today, the time, and the month."""

import calendar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import get_template
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import get_format
from django.views.decorators.http import require_GET

SUNDAY = 6


@require_GET
@transaction.non_atomic_requests
@login_not_required
def neutral(request):
    """A calendar; drawn without looking at who asks, and while the data base is away."""
    return HttpResponse(get_template("neutral.html").render(month_of(timezone.localtime())))


def month_of(now):
    """Today's month, its weeks beginning as the country's do."""
    first = SUNDAY if get_format("FIRST_DAY_OF_WEEK") == 0 else 0
    order = [(first + i) % 7 for i in range(7)]
    return {
        "now": now,
        "zone": settings.TIME_ZONE,
        "weekdays": [(WEEKDAYS_ABBR[day], WEEKDAYS[day]) for day in order],
        "weeks": calendar.Calendar(first).monthdatescalendar(now.year, now.month),
    }
