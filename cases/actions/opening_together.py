from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.doors import require
from cases import rules
from cases.actions.events import put_to_event
from cases.actions.opening import open_case
from cases.events import can_stand_in_event
from cases.grounds import FOUND_IN_WORDS
from cases.keeping import add_task
from cases.models import Exploitation, GroupIntake
from work import actions as work
from work.errors import refusal

# What may be written of an event before anybody was asked: codes, and no words of anybody.
OF_THE_EVENT = ("acts", "purposes", "country", "department")


@transaction.atomic
def open_group(*, people, by, office, once=None, **found):
    """Open a case for each of several people found together, for all of them or for none.

    What was done to them is one event, to which every direct victim's case is put; of whoever does not want
    data kept it says nothing, nor do free words of how they were found. Each has a worker of her own, and a
    task that asks whether her data may be kept.
    """
    require(rules.can_open_case, by, office)
    _refuse_strangers(people, office)
    lived = {name: found.pop(name) for name in OF_THE_EVENT if name in found}

    def make():
        group = work.create(GroupIntake(opened_by=by), by=by, verb="case.group_opened", office=office)
        cases = _open_each(people, by=by, office=office, group=group, **found)
        victims = [case for case in cases if can_stand_in_event(case)]
        if victims:
            event = work.create(Exploitation(**lived), by=by, verb="exploitation.recorded", office=office)
            for case in victims:
                put_to_event(case, event, by=by)
            told = {"exploitation": event}
            group = work.write(group, by=by, verb="case.group_opened", changes=told, office=office)
        for case in cases:
            if not case.person.unnamed:
                add_task(case, "consent_to_data", by=by, on=case.opened_on)
        return group

    return GroupIntake.objects.get(pk=work.once(once, by=by, verb="case.group_opened", make=make))


def _open_each(people, **found):
    """A case for each, in the order of the list; a child after whoever it accompanies."""
    opened = {}
    rows = sorted(enumerate(people, 1), key=lambda row: bool(row[1].get("accompanies")))
    for place, person in rows:
        facts = {name: value for name, value in person.items() if name != "accompanies"}
        # Nobody's own words go into the case of whoever minds that her data be kept.
        silent = dict.fromkeys(FOUND_IN_WORDS) if person.get("unnamed") else {}
        mother = opened.get(person.get("accompanies"))
        opened[place] = open_case(mother_case=mother, **found | facts | silent)
    return [opened[place] for place in sorted(opened)]


def _refuse_strangers(people, office):
    """Refuse somebody as worker who does not work with cases in this office."""
    working = set(User.objects.working(office=office.pk, role__in=rules.TEAM).values_list("pk", flat=True))
    for place, person in enumerate(people, 1):
        worker = person.get("worker")
        if worker and worker.pk not in working:
            words = _("Person %(number)s: whoever answers for the case works with cases in this office.")
            raise refusal(words % {"number": place}, code="worker")
