"""Whose list of what is missing a sending is about; read before the list is written."""

from cases.models import Case
from reports.missing.lacking import lacking
from reports.missing.words import HERS
from reports.models import MissingSending


def counted_for(keys):
    """{worker: how many of her cases lack something that she can write}; long reading, before the effect."""
    sending = MissingSending.objects.get(pk=keys["sending"])
    found = what_workers_lack(sending.organisation_id, sending.days)
    rows = Case.objects.filter(pk__in=list(found), worker__isnull=False, worker__is_active=True).order_by()
    counts, meant = {}, set()
    for worker, office in rows.values_list("worker", "office"):
        counts[worker] = counts.get(worker, 0) + 1
        if sending.office_id in (None, office):
            meant.add(worker)
    return {worker: counts[worker] for worker in meant}


def what_workers_lack(organisation, period):
    """{case id: what is missing that a worker can write} in an organisation's cases."""
    cases = Case.objects.filter(office__organisation=organisation)
    found = lacking(cases, [organisation], period)
    told = {case: lacks.intersection(HERS) for case, lacks in found.items()}
    return {case: lacks for case, lacks in told.items() if lacks}
