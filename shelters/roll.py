"""The list of those who live in a shelter: by code name for whoever opens the page, with names when asked."""

from dataclasses import dataclass

from cases.models import Needs, without_shut
from shelters.models import BedAssignment, Stay
from vault.keys import open_keys


@dataclass
class Line:
    """One resident of the list; name and alert are empty until the list is opened."""

    stay: Stay
    bed: str = ""
    name: str = ""
    alert: str = ""


def residents(shelter, day, user):
    """Who lives there this night, by room and bed, then those without a bed; not whom this user knows."""
    stays = without_shut(Stay.objects.on(day).filter(shelter=shelter), user).select_related("case__person")
    stays = list(stays.order_by("case__code_name", "case__number"))
    beds = BedAssignment.objects.slept_in(day).filter(stay__in=[stay.pk for stay in stays])
    beds = {row.stay_id: str(row.bed) for row in beds.select_related("bed__room")}
    lines = [Line(stay, beds.get(stay.pk, "")) for stay in stays]
    return sorted(lines, key=lambda line: (not line.bed, line.bed))


def residents_with_names(shelter, day, user):
    """The same with names and what whoever looks after them must know; all keys are read by one statement."""
    lines = residents(shelter, day, user)
    cases = {line.stay.case_id: line.stay.case for line in lines}
    open_keys(line.stay.case.person for line in lines)
    asked = Needs.objects.filter(case__in=cases).order_by("case_id", "-on", "-created_at")
    alerts = {}
    for needs in asked.distinct("case_id"):
        needs.case = cases[needs.case_id]
        alerts[needs.case_id] = needs.health_alert or ""
    for line in lines:
        line.name, line.alert = line.stay.case.person.full_name, alerts.get(line.stay.case_id, "")
    return lines
