"""The way of an event from place to place, as far as somebody reads it."""

from django.utils.translation import gettext as _

from cases.models import RouteStage
from codebook import places
from vault.keys import open_keys
from work.dates import Precision
from work.dates import shown as shown_day

EXPLOITED = "exploited"


def stages_of(case, *events):
    """`{event id: stages}` of these events in their order: everybody's, and those of this case's person."""
    rows = RouteStage.objects.told_to([case]).filter(exploitation__in=events).select_related("case")
    stages, found = list(rows), {event.pk: [] for event in events}
    open_keys(stages)
    for stage in stages:
        found[stage.exploitation_id].append(stage)
    return found


def stage_label(stage):
    """Where a stage is, as nearly as it is known."""
    where = places.subdivision_label(stage.department) if stage.department else stage.get_country_display()
    return stage.place or (where and str(where)) or _("place not known")


def line(stages):
    """The route on one line: San Marcos → Tapachula."""
    return " → ".join(stage_label(stage) for stage in stages)


def in_words(stage):
    """What is written of a stage beside its place: `[words]`."""
    where = places.subdivision_label(stage.department) if stage.department and stage.place else ""
    country = stage.get_country_display() if stage.department or stage.place else ""
    days = [
        (words, shown_day(day, Precision(precision)))
        for words, day, precision in (
            (_("Came there: %(day)s"), stage.began, stage.began_precision),
            (_("Left: %(day)s"), stage.ended, stage.ended_precision),
        )
        if day
    ]
    told = [", ".join(filter(None, [str(where), str(country)])), stage.get_transport_display()]
    told += [words % {"day": day} for words, day in days]
    return [words for words in (*told, stage.get_happened_display()) if words]


def says_otherwise(event, stages):
    """Does the event name another country or department than each stage where she was exploited?

    Both are kept as they were told: somebody is asked which is right, and no figure reads the route.
    """
    there = [stage for stage in stages if EXPLOITED in stage.happened]
    return any(
        (said := getattr(event, name))
        and any(getattr(stage, name) for stage in there)
        and said not in {getattr(stage, name) for stage in there}
        for name in ("country", "department")
    )
