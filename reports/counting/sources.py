"""Countable rows of the rooms below: what happened on a day, and what lasts from a day until another."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import models
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from cases.models import (
    RECOGNISED,
    TRANSFERRED,
    AgreedHow,
    Case,
    Needs,
    PlanAgreement,
    Service,
    Status,
    StatusChange,
    component_on,
)
from programmes.models import Component, SupportedInstitution
from reintegration.models import Placement, PlacementKind
from reports.counting.completeness import complete
from reports.counting.dimensions import Places, groups_of, one_off
from shelters.models import Bed, Stay

# Within so many days of the first contact a plan is to be signed: with her name or her thumb.
PLAN_DAYS, SIGNED = 30, [AgreedHow.SIGNED.value, AgreedHow.THUMBPRINT.value]


class Nights(Func):
    """How many nights lie between two days; PostgreSQL takes one date from another as a whole number."""

    template, arg_joiner = "(%(expressions)s)", " - "
    output_field = IntegerField()


@dataclass(frozen=True)
class Source:
    """Events of one kind: their rows, the column of their day, and where dimensions find what they ask.

    Sources of one `family` have the same rows but for `only`, a condition on them: indicators of a family are
    counted together. `component` is the column of the line of work to which a row belongs on its day,
    `amount` what is measured of each, `under` what a share is of; `rests_on` is plain data that the condition
    rests on, kept with the definition; `is_kept(scope)` says whether anybody wrote down at all what it asks
    for: where nobody did, there is no figure, not even none.
    """

    family: str
    rows: object
    on: str
    places: Places
    person: str = "case__person"
    component: str = "component"
    only: object = None
    amount: object = None
    under: object = None
    rests_on: dict | None = None
    is_kept: object = None

    @property
    def case(self):
        return self.places.case.removesuffix("__") or "pk"


@dataclass(frozen=True)
class Share:
    """So many as one indicator counts for each hundred that another counts, each by its own rule."""

    over: str
    under: str


@dataclass(frozen=True)
class Spans:
    """Rows that last: columns of their first day and of the first day after, None while they go on.

    `charge` leads to the row that says to which component they belong, unless `component` says it; with
    `own_charge`, also whether they are charged to one award alone.
    """

    rows: object
    since: str
    until: str
    places: Places | None
    person: str
    charge: str = ""
    own_charge: bool = True
    component: object = None

    @property
    def case(self):
        return self.places.case.removesuffix("__")


@dataclass(frozen=True)
class Together:
    """A share of several kinds of rows: `of(scope)` answers them, and both parts of all are added."""

    of: object


def services():
    """Services that were given."""
    own = (("service_type", "type"),)
    at = Places("case__", ("age_from", "child"), own)
    return Source("services", Service.objects.standing(), "on", at)


def services_to_victims():
    """Services to people who are recognised, or must be presumed, to be victims: from its own date on."""
    return replace(services(), only=Q(case__trafficking_status__in=RECOGNISED))


def legal_services():
    """Services to victims in their legal matters."""
    types = groups_of("service_type")["legal"]
    only = Q(case__trafficking_status__in=RECOGNISED, type__in=types)
    return replace(services(), only=only, rests_on={"types": types})


def psychosocial_services():
    """Psychological, psychosocial and psychiatric care, of anybody."""
    groups = groups_of("service_type")
    types = groups["psychological"] + groups["psychiatric"]
    return replace(services(), only=Q(type__in=types), rests_on={"types": types})


def services_after_needs():
    """Services to victims of whom it was asked before, or on that day, what they need; nothing one-off."""
    asked = Needs.objects.filter(case=OuterRef("case"), on__lte=OuterRef("on"))
    # What is cheap to see is asked first: a condition is worked out in the order in which it stands.
    only = Q(case__trafficking_status__in=RECOGNISED) & ~Q(type__in=one_off()) & Q(Exists(asked))
    return replace(services(), only=only, rests_on={"one_off": one_off()})


def plans_due():
    """Cases of victims, on the day by which their plan had to be signed; the amount is whether it was.

    Of a day that is still to come nobody can say yet whether the plan was late. Whose it was to have it
    signed says the line of work to which the case belonged on that day.
    """
    due = models.ExpressionWrapper(F("opened_on") + PLAN_DAYS, output_field=models.DateField())
    signed = PlanAgreement.objects.filter(case=OuterRef("pk"), how__in=SIGNED, on__lte=OuterRef("due"))
    return Source(
        "plans",
        Case.objects.annotate(due=due, due_in=component_on("due")).filter(due__lte=timezone.localdate()),
        "due",
        Places(""),
        person="person",
        component="due_in",
        only=Q(trafficking_status__in=RECOGNISED),
        amount=models.Case(When(Exists(signed), then=Value(1)), default=Value(0)),
        under=Value(1),
        rests_on={"days": PLAN_DAYS, "signed": SIGNED},
    )


def identified_by_supported():
    """Cases of victims, on the first day of their identification, brought by whom the programme supported
    before, as the organisation says in which the case was on that day.

    An institution that works somewhere says nothing of whom was met elsewhere, or nobody knows where.
    """
    then = {
        "recognised_in": component_on("recognised_on"),
        "recognised_by": component_on("recognised_on", told="__organisation"),
    }
    supported = SupportedInstitution.objects.standing().filter(
        Q(department="") | Q(department=OuterRef("found_in")),
        Q(until=None) | Q(until__gte=OuterRef("recognised_on")),
        organisation=OuterRef("recognised_by"),
        source=OuterRef("source"),
        since__lt=OuterRef("recognised_on"),
    )
    return Source(
        "identified",
        Case.objects.filter(recognised_on__isnull=False).annotate(**then),
        "recognised_on",
        Places(""),
        person="person",
        component="recognised_in",
        only=Q(trafficking_status__in=RECOGNISED) & Q(Exists(supported)),
        is_kept=knows_institutions,
    )


def knows_institutions(scope):
    """Did any organisation whose work is counted write down whom it supported?"""
    organisations = Component.objects.filter(pk__in=scope.components()).values("organisation")
    return SupportedInstitution.objects.standing().filter(organisation__in=organisations).exists()


def needs_share():
    """Victims helped by their needs, for each hundred whom supported actors identified."""
    return Share("VIC-NEEDS-N", "VIC-IDENT")


def complete_records():
    """All records that figures are counted from, of which those are complete that lack nothing."""
    return Together(lambda scope: complete(counted_records(), scope))


def counted_records():
    """Every kind of record that figures are counted from."""
    return services(), entries(), exits(), placements(), episodes()


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
    """Placements of these kinds, or of any, that lasted a day at least, on the day on which they began."""
    at, only = (
        Places("case__", ("age_from", "child"), (("placement", "kind"),)),
        Q(kind__in=kinds) if kinds else None,
    )
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
    """Cases with the days on which they were open, from opening or reopening until closing.

    A case that is handed over is open in one line of work until that day, and from it on in another. In which
    says its last day there: the line of the hand-over knows nothing of what was mended since.
    """
    moves = Q(reason=TRANSFERRED)
    later = StatusChange.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk")).order_by("pk")
    ends = later.filter(moves | Q(after=Status.CLOSED)).values("on")[:1]
    leaves = Subquery(later.filter(moves).values("on")[:1]) - 1
    begins = StatusChange.objects.filter(moves | Q(before="") | Q(before=Status.CLOSED))
    last = Coalesce(models.ExpressionWrapper(leaves, models.DateField()), Value(date.max))
    rows = begins.annotate(ends=Subquery(ends), last=last)
    component = component_on("last", "case__")
    return Spans(rows, "on", "ends", Places("case__"), "case", charge="case__", component=component)


def beds():
    """Beds with the nights on which they could be slept in; a shelter that closed has none."""
    rows = Bed.objects.annotate(ends=Least("until", "room__shelter__closed_on"))
    return Spans(rows, "since", "ends", None, person="pk", charge="room__shelter__", own_charge=False)
