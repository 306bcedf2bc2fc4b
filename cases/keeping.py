"""What several verbs of cases share; each is called inside their transaction."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import CaseCounter, CaseRole, Population, StatusChange
from cases.numbers import case_number
from programmes.models import Component, ComponentKind
from work.errors import refusal

POPULATION_OF = {CaseRole.DIRECT_VICTIM: Population.VICTIM}


def next_number(year):
    """The next number of this year; whoever asks at the same time waits, and gets the one after."""
    CaseCounter.objects.bulk_create([CaseCounter(year=year)], ignore_conflicts=True)
    counter = CaseCounter.objects.select_for_update().get(year=year)
    CaseCounter.objects.filter(year=year).update(last=F("last") + 1)
    return case_number(year, counter.last + 1)


def population_of(role):
    """The population of somebody helped in this role, until somebody says otherwise."""
    return POPULATION_OF.get(role, Population.INDIRECT_VICTIM)


def component_of(office):
    """The line of work to which cases of this office belong; refused where nobody has said which."""
    kinds = (ComponentKind.ASSISTANCE, ComponentKind.SHELTER, ComponentKind.REINTEGRATION)
    found = {one.kind: one for one in Component.objects.default_for(office)}
    component = next((found[kind] for kind in kinds if kind in found), None)
    if component is None:
        raise refusal(
            _(
                "This office has no line of work for its cases yet. Ask your programme manager to name the "
                "component of the office."
            ),
            code="no_component",
        )
    return component


def refuse_future(day, field="opened_on"):
    """Refuse a day that has not come: what happened is recorded, what is planned is a task."""
    if day > timezone.localdate():
        raise refusal(_("This day has not come yet. Write the day on which it happened."), field=field)


def note_status(case, *, before, by, on, reason=""):
    """Keep that the case came to its status on this day, with the code of the reason."""
    StatusChange.objects.create(
        case=case, before=before, after=case.status, reason=reason, on=on, by=getattr(by, "pk", None)
    )
