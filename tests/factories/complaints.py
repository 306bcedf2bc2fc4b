"""Complaints, made through the actions that people use, and those who receive them."""

from cases import actions
from tests.factories.accounts import administrator
from tests.factories.cases import caseworker, working_office


def receivers_for(office, number=2):
    """So many people of another office of the organisation, named by its administrator."""
    boss, elsewhere = administrator(office.organisation), working_office(office.organisation)
    named = [caseworker(elsewhere) for _one in range(number)]
    for user in named:
        actions.name_receiver(office, by=boss, user=user)
    return named


def box_of(office):
    """The letter box of an office."""
    return actions.open_box(office, by=administrator(office.organisation))


def complaint_about(office, *, by=None, **facts):
    """Somebody without an account was hurt, unless it is said otherwise."""
    usual = {"kind": "violence", "words": "Somebody pushed me.", "in_danger": None}
    how = {"how": "paper"} if by else {}
    return actions.receive_complaint(office, by=by, **usual | how | facts)
