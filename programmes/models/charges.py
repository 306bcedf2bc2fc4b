"""What an award pays for, as plain stretches of days: its funding windows less its suspensions."""

from collections import defaultdict

from django.db.models import Q

from programmes.models.awards import Award
from programmes.models.suspensions import suspensions_of, suspensions_of_many


def windows_of(award, until=None):
    """`(component id, since, until)` in which the award pays: half-open, none overlapping, cut at `until`.

    Days of a suspension are left out unless the donor decided to pay the work done meanwhile.
    """
    paid = award.fundings.live().order_by("component_id", "since")
    return paid_in(paid.values_list("component_id", "since", "until"), suspensions_of(award), until)


def windows_of_many(awards):
    """{award: its windows to their end}, read by two queries."""
    fundings = Award._meta.get_field("fundings").related_model.objects.live().filter(award__in=awards)
    suspended, paid = suspensions_of_many(awards), defaultdict(list)
    rows = fundings.order_by("component_id", "since")
    for award, *window in rows.values_list("award_id", "component_id", "since", "until"):
        paid[award].append(window)
    return {award: paid_in(paid[award.pk], suspended[award.pk]) for award in awards}


def paid_in(paid, suspensions, until=None):
    """The windows of one award, in order, without the days of its suspensions."""
    unpaid = [(one.since, one.until) for one in suspensions if not one.is_charged]
    cut = [(component, since, min(end, until) if until else end) for component, since, end in paid]
    return [
        (component, *part)
        for component, *window in joined(cut)
        for part in without((window[0], window[1]), unpaid)
    ]


def joined(windows):
    """Windows of one component that touch each other as one; `windows` come in order."""
    together = []
    for component, since, until in windows:
        if since >= until:
            continue
        if together and together[-1][0] == component and together[-1][2] == since:
            together[-1] = (component, together[-1][1], until)
        else:
            together.append((component, since, until))
    return together


def without(window, holes):
    """The parts of one window that none of these stretches covers; a stretch without an end has no end."""
    parts = [window]
    for since, until in holes:
        parts = [part for whole in parts for part in around(whole, since, until)]
    return parts


def around(whole, since, until):
    """What is left of a window before and after a stretch."""
    start, end = whole
    left = [(start, min(end, since))] if start < since else []
    right = [(max(start, until), end)] if until and until < end else []
    return [part for part in left + right if part[0] < part[1]]


def not_another_alone(award, charge=""):
    """A condition: no other award alone is charged; `charge` leads to the row that says so."""
    only = f"{charge}charge_only_to"
    return Q(**{only: None}) | Q(**{only: award})


def charge_condition(windows, date_field, component="component"):
    """A condition that holds for rows in one of these windows; components of the same days stand together.

    `component` names the column of the line of work to which a row belongs on its day.
    """
    components = defaultdict(list)
    for one, since, until in windows:
        components[since, until].append(one)
    condition = Q(pk__in=[])
    for (since, until), together in sorted(components.items()):
        inside = {f"{date_field}__gte": since, f"{date_field}__lt": until}
        condition |= Q(**inside, **{f"{component}__in": sorted(together)})
    return condition
