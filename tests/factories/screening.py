"""Screening interviews, through the actions that people use."""

import datetime

from cases import actions
from tests.factories.cases import OPENED


def grounded(case, *purposes):
    """Her consent that data be kept, and to the interview."""
    asked = {"kind": "consent", "since": OPENED, "giver": "self_adult", "form": "written"}
    purposes = list(purposes or ("data_processing", "interview"))
    return actions.record_ground(case, by=case.worker, purposes=purposes, **asked)


def screening_of(case, *, by=None, **facts):
    """An interview that her worker has begun."""
    if not case.grounds.exists():
        grounded(case)
    facts = {"interviewed_on": OPENED + datetime.timedelta(days=1)} | facts
    return actions.begin_screening(case, by=by or case.worker, **facts)


def sent(screening, *, by=None, proposal="victim", reasons="She was held by a debt."):
    """The same, sent to a second person."""
    by = by or screening.interviewer
    screening = actions.edit_screening(screening, by=by, proposal=proposal, reasons=reasons)
    return actions.send_screening(screening, by=by)
