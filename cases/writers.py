"""Who wrote something of a case, as far as its reader is told.

Of her stays elsewhere a shelter reads that they were, not where (`cases.rules.follows`): the name of somebody
who works in that other shelter would say it.
"""

from collections import defaultdict

from django.utils.translation import gettext as _

from accounts.models import Membership, OfficeKind
from cases import rules
from cases.models import READERS, Case
from work.door_by_door import behind, ids_among


def of_other_shelters(user, pairs):
    """Those of these `(case, id of a person)` of whom she is not told, as `{(id of the case, id)}`.

    People who work or worked in a shelter, and neither in an office of hers nor in that of the case.
    """
    worked, own = _places_of({who for _case, who in pairs if who}), user.office_ids(*READERS)
    hidden = {(case.pk, who) for case, who in pairs if _elsewhere(worked[who], own | {case.office_id})}
    if not hidden:
        return hidden
    followed = behind(Case.objects.all(), "pk", Case.objects.followed(user))
    followed = ids_among(followed, {case for case, _who in hidden})
    return {(case, who) for case, who in hidden if case not in followed}


def _places_of(people):
    """`{id of a person: {id of an office: its kind}}` of all offices in which they work or ever worked."""
    found = defaultdict(dict)
    for person, office, kind in Membership.objects.places_of(people):
        found[person][office] = kind
    return found


def _elsewhere(places, known):
    """Does somebody of these places work in a shelter, and in none of the offices that are known?"""
    return OfficeKind.SHELTER in places.values() and not places.keys() & known


def name_writers(user, case, rows, field):
    """Say in `written_by` of each of these rows of the case who wrote it, as far as she is told.

    `elsewhere` is whether that was somebody of another shelter.
    """
    hidden = set()
    if not rules.follows(user, case):
        hidden = of_other_shelters(user, {(case, getattr(row, f"{field}_id")) for row in rows})
    for row in rows:
        unknown = (case.pk, getattr(row, f"{field}_id")) in hidden
        row.written_by = another() if unknown else str(getattr(row, field) or "")
        row.elsewhere = unknown
    return rows


def writer(user, case, who):
    """Somebody who wrote in this case, or that it was another shelter's."""
    hidden = not rules.follows(user, case) and of_other_shelters(user, {(case, who.pk)})
    return another() if hidden else who


def another():
    """In the place of a name."""
    return _("Somebody of another shelter")
