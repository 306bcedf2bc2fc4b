from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.doors import require
from cases import rules
from cases.actions.assistance import NOT_ASKED, record_service
from cases.models import Case, GroupService
from work import actions as work
from work.errors import refusal

NOBODY = gettext_lazy("Choose at least one person.")


@transaction.atomic
def record_group_service(cases, *, by, once=None, **facts):
    """Record one service for several people at once: for each of them as by itself, or for none of them.

    Whoever is still to be asked whether she agrees has a task of her own; the help does not wait for it.
    """
    require(rules.can_give_to_group, by, None)
    if not cases:
        raise refusal(NOBODY, field="cases", code="required")

    def make():
        rows = Case.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
        # In one order, so that two who record for the same people never wait in a circle.
        found = list(rows.filter(pk__in=[case.pk for case in cases]))
        _refuse_twice(found)
        group = work.create(GroupService(recorded_by=by), by=by, verb="service.group_recorded")
        for case in found:
            record_service(case, by=by, group=group, consent=NOT_ASKED, **facts)
        return group

    return GroupService.objects.get(pk=work.once(once, by=by, verb="service.group_recorded", make=make))


def _refuse_twice(cases):
    """Refuse to give the same to one person twice, where two of the cases are hers: she counts once."""
    seen = {}
    for case in cases:
        if other := seen.get(case.person_id):
            words = _("%(one)s and %(other)s are cases of one person: choose one of the two.")
            raise refusal(words % {"one": other, "other": case}, field="cases", code="twice")
        seen[case.person_id] = case
