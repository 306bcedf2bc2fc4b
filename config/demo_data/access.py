"""Access that ended with an exit or a placement of long ago ends on that day, not today when it is loaded."""

import datetime

from django.db.models import Max
from django.utils import timezone

from cases.models import AccessSource, CaseAccess
from reintegration.models import Placement
from shelters.models import Stay


def end_on_their_days():
    """As they are loaded, all exits of years were recorded today: for two days whoever works in the shelter
    could still add to each of those cases, and would read of all of them on My day."""
    left = Stay.objects.exclude(left_on=None).values_list("case", "shelter__office").annotate(Max("left_on"))
    home = Placement.objects.exclude(until=None).values_list("case").annotate(Max("until"))
    exits, ends = {(case, office): day for case, office, day in left}, dict(home)
    rows = list(CaseAccess.objects.exclude(ended_at=None))
    for row in rows:
        of_stay = row.source == AccessSource.STAY
        day = exits.get((row.case_id, row.office_id)) if of_stay else ends.get(row.case_id)
        if day:
            evening = timezone.make_aware(datetime.datetime.combine(day, datetime.time(18)))
            row.ended_at = min(evening, row.ended_at)
    CaseAccess.objects.bulk_update(rows, ["ended_at"], batch_size=500)
