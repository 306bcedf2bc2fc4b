"""Countable rows of the rooms below: what happened on a day, and what lasts from a day until another."""

from dataclasses import dataclass, replace

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Least

from cases.models import Case, Service, Status, StatusChange
from reintegration.models import Placement, PlacementKind
from reports.counting.dimensions import Places
from shelters.models import Bed, Stay

# Results of the legal test by which somebody is recognised or presumed to be a victim (VIC-*).
RECOGNISED = ("presumed", "identified_programme", "confirmed_authority", "confirmed_court")


class Nights(Func):
    """How many nights lie between two days; PostgreSQL takes one date from another as a whole number."""

    template, arg_joiner = "(%(expressions)s)", " - "
    output_field = IntegerField()


@dataclass(frozen=True)
class Source:
    """Events of one kind: their rows, the column of their day, and where dimensions find what they ask.

    Sources of one `family` have the same rows but for `only`, a condition on them: indicators of a family are
    counted together. `amount` is what is measured of each, `under` what a share is of.
    """

    family: str
    rows: object
    on: str
    places: Places
    person: str = "case__person"
    only: object = None
    amount: object = None
    under: object = None

    @property
    def case(self):
        return self.places.case.removesuffix("__") or "pk"


@dataclass(frozen=True)
class Spans:
    """Rows that last: columns of their first day and of the first day after, None while they go on.

    `charge` leads to the row that says to which component they belong; with `own_charge`, also whether they
    are charged to one award alone.
    """

    rows: object
    since: str
    until: str
    places: Places | None
    person: str
    charge: str = ""
    own_charge: bool = True

    @property
    def case(self):
        return self.places.case.removesuffix("__")


def services():
    """Services that were given."""
    own = (("service_type", "type"),)
    at = Places("case__", ("age_from", "child"), own)
    return Source("services", Service.objects.standing(), "on", at)


def services_to_victims():
    """Services to people who are recognised, or must be presumed, to be victims: from its own date on."""
    return replace(services(), only=Q(case__trafficking_status__in=RECOGNISED))


def entries():
    """Stays, on the day on which they began."""
    at = Places("case__", ("age_from", "child"))
    return Source("entries", Stay.objects.standing(), "admitted_on", at, person="person")


def exits():
    """Stays, on the day on which they ended; the amount is how many nights they lasted."""
    return Source(
        "exits",
        Stay.objects.standing().filter(left_on__isnull=False),
        "left_on",
        Places("case__", ("left_age_from", "left_child"), (("exit_type", "exit_reason"),)),
        person="person",
        amount=Nights(F("left_on"), F("admitted_on")),
    )


def placements(*kinds):
    """Placements of these kinds that lasted a day at least, on the day on which they began."""
    at, only = Places("case__", ("age_from", "child"), (("placement", "kind"),)), Q(kind__in=kinds)
    return Source("placements", Placement.objects.lived(), "since", at, person="person", only=only)


def to_family():
    return placements(PlacementKind.NUCLEAR_FAMILY, PlacementKind.EXTENDED_FAMILY)


def to_substitute_family():
    return placements(PlacementKind.SUBSTITUTE_FAMILY)


def to_independence():
    return placements(PlacementKind.INDEPENDENT_LIVING)


def episodes():
    """Cases in which something was given, on the day on which they were opened.

    An enquiry or a referral without any service is no episode (EEA DOM-005).
    """
    given = Service.objects.standing().filter(case=OuterRef("pk"))
    return Source("episodes", Case.objects.filter(Exists(given)), "opened_on", Places(""), person="person")


def residence():
    """Stays with their nights."""
    return Spans(Stay.objects.standing(), "admitted_on", "left_on", Places("case__"), person="person")


def open_cases():
    """Cases with the days on which they were open, from opening or reopening until closing."""
    closings = StatusChange.objects.filter(case=OuterRef("case"), after=Status.CLOSED, pk__gt=OuterRef("pk"))
    openings = StatusChange.objects.filter(Q(before="") | Q(before=Status.CLOSED))
    rows = openings.annotate(ends=Subquery(closings.order_by("pk").values("on")[:1]))
    return Spans(rows, "on", "ends", Places("case__"), person="case", charge="case__")


def beds():
    """Beds with the nights on which they could be slept in; a shelter that closed has none."""
    rows = Bed.objects.annotate(ends=Least("until", "room__shelter__closed_on"))
    return Spans(rows, "since", "ends", None, person="pk", charge="room__shelter__", own_charge=False)
