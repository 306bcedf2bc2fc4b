"""What is sent to the server, each turn of another case, as a form of the page sends it."""

import datetime
import uuid
from itertools import count

from django.utils import timezone

from cases.models import Case, Needs, Status
from shelters.models import Stay

# The warm and the measured turns, and a few more.
TURNS = 250


def posting(cases, page, typed):
    """A function that sends `typed(turn)` to this page of the next case."""

    def visit(browser, turn):
        return browser.post(f"/cases/{cases[turn % len(cases)].number}/{page}/", typed(turn))

    return visit


def day(before=0):
    """The day so many days ago, as it is typed."""
    return (timezone.localdate() - datetime.timedelta(days=before)).strftime("%d/%m/%Y")


def needs(cases):
    """Of cases whose needs nobody asked today."""
    Needs.objects.filter(case__in=cases, on=timezone.localdate()).delete()
    asked = {"needs": ["food", "legal_advice"], "wishes": "Quiere estudiar."}
    return posting(cases, "intake/needs", lambda turn: asked | {"once": uuid.uuid4()})


def services(cases):
    number = count()
    return posting(
        cases,
        "services/new",
        lambda turn: {"type": "food", "on": day(next(number) % 20), "once": uuid.uuid4()},
    )


def for_verbs(office):
    """Closed cases, those that nothing keeps from being closed, and those in intake; so many of each."""
    cases = Case.objects.filter(office=office).order_by("pk")
    active = cases.filter(status=Status.ACTIVE).exclude(pk__in=Stay.objects.open().values("case"))
    return [
        list(some[:TURNS])
        for some in (cases.filter(status=Status.CLOSED), active, cases.filter(status=Status.INTAKE))
    ]


def reopening(cases):
    return posting(cases, "reopen", lambda turn: {"on": day(), "reason": "Volvió a pedir apoyo."})


def closing(cases):
    how = {"closure_reason": "goals_met", "final_risk": "low", "closing_summary": "Vive con su hermana."}
    how |= {"reintegration_outcome": "progressing", "told_how_to_return": "true"}
    return posting(cases, "close", lambda turn: how | {"on": day()})


def identifying(cases):
    decided = {"trafficking_status": "presumed", "status_decider": "ngo"}
    return posting(cases, "identify", lambda turn: decided | {"on": day()})


def opening_names(address):
    """The list of residents with their names, opened anew each turn."""
    return lambda browser, turn: browser.post(address, {"once": uuid.uuid4()}, 200)
