"""What is missing as it is told: managers by number, supervisors by worker, workers of their own cases."""

from django.db.models import Q

from accounts.roles import Role
from cases.models import Case, Task, Transfer
from reports.counting import Scope, count, definition
from reports.missing.lacking import lacking
from reports.missing.lines import stands_in
from reports.missing.words import HERS

# Whose cases a supervisor looks at: her own, those nobody answers for, or those of the worker of this id.
MINE, NOBODY = "mine", "nobody"


def managed(user, period):
    """{case id: what is missing} in the organisations whose programme she manages.

    Of a case that went to another one what was given here still counts here, so it is told here; its tasks
    went with it.
    """
    organisations = user.organisation_ids(Role.PROGRAMME_MANAGER)
    here, gone = Q(office__organisation__in=organisations), Transfer.objects.gone_from(organisations)
    tasks = Task.objects.filter(case__office__organisation__in=organisations)
    cases = Case.objects.filter(here | Q(pk__in=gone.order_by().values("case")))
    return lacking(cases, organisations, period, tasks=tasks)


def supervised(user, period):
    """The same in the offices that she supervises."""
    offices = user.office_ids(Role.SUPERVISOR)
    cases = Case.objects.visible_to(user).filter(office__in=sorted(offices))
    return lacking(cases, user.organisation_ids(Role.SUPERVISOR), period)


def own(user, period):
    """The same of her own cases, and only what she can write."""
    cases = Case.objects.visible_to(user).filter(worker=user.pk)
    found = lacking(cases, user.organisation_ids(), period)
    told = {case: lacks.intersection(HERS) for case, lacks in found.items()}
    return {case: lacks for case, lacks in told.items() if lacks}


def of_worker(found, worker):
    """Those of the found cases for which this worker answers, or with `NOBODY` nobody does."""
    rows = Case.objects.filter(pk__in=list(found))
    rows = rows.filter(worker=None) if worker == NOBODY else rows.filter(worker=worker)
    return {case: found[case] for case in rows.values_list("pk", flat=True)}


def numbers(user, found, *, office, field):
    """(number, office, opened on) of those of the found cases of an office that lack this.

    Of those that went to another organisation she is told how many there are: they stand last and empty.
    """
    lack_it = [case for case, lacks in found.items() if field in lacks]
    own = Case.objects.filter(pk__in=lack_it, office=office).order_by("number").numbers_for(user)
    of_it = stands_in(lack_it, user.organisation_ids(Role.PROGRAMME_MANAGER)).filter(stands_in=office.pk)
    gone = of_it.exclude(office__organisation=office.organisation_id).count()
    return [*own, *[("", "", None)] * gone]


def completeness(user, period):
    """[figure] of each organisation whose programme she manages: how many of its records lack nothing."""
    asked, organisations = definition("DQ-COMP"), sorted(user.organisation_ids(Role.PROGRAMME_MANAGER))
    scopes = map(Scope.of_organisation, organisations)
    return [counted.total for scope in scopes for counted in count(asked, scope, [period])]
