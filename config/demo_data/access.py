"""Access that ended with an exit or a placement of long ago ends on that day, not today when it is loaded."""

from django.db.models import Max

from cases.models import AccessSource, CaseAccess
from config.seeding.homes import over_on
from reintegration.models import Placement
from shelters.models import Stay


def end_on_their_days():
    """As they are loaded, all exits of years were recorded today: for two days whoever works in the shelter
    could still add to each of those cases, and would read of all of them on My day."""
    left = Stay.objects.exclude(left_on=None).values_list("case", "shelter__office").annotate(Max("left_on"))
    home = Placement.objects.exclude(until=None).values_list("case").annotate(Max("until"))
    ends = {(AccessSource.STAY, case, office): day for case, office, day in left}
    ends |= {(AccessSource.PLACEMENT, case, None): day for case, day in home}
    rows = list(CaseAccess.objects.exclude(ended_at=None))
    for row in rows:
        if day := ends.get((row.source, row.case_id, row.office_id)):
            row.ended_at = over_on(day)
    CaseAccess.objects.bulk_update(rows, ["ended_at"], batch_size=500)
