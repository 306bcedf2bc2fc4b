"""Cases and the people in them, made through the actions that people use: nothing impossible stands here."""

import datetime

from accounts.roles import Role
from cases import actions
from cases.models import CaseAccess, Level
from programmes.models import ComponentKind, OfficeDefault
from tests.factories.accounts import MembershipFactory, OfficeFactory, member
from tests.factories.programmes import ComponentFactory

OPENED = datetime.date(2026, 3, 2)
# What a supervisor says of a case when she closes it.
ENDING = {
    "closure_reason": "goals_met",
    "reintegration_outcome": "progressing",
    "final_risk": "low",
    "told_how_to_return": True,
    "closing_summary": "She works.",
}


def working_office(organisation=None, kind=ComponentKind.ASSISTANCE, **facts):
    """An office whose cases belong to a component."""
    place = {"organisation": organisation} if organisation else {}
    office = OfficeFactory(**place, **facts)
    component = ComponentFactory(organisation=office.organisation, kind=kind)
    OfficeDefault.objects.create(
        component=component, office=office, organisation=office.organisation, kind=kind
    )
    return office


def caseworker(office=None, role=Role.CASEWORKER, **more):
    """Somebody who works with people in an office."""
    return member(role, office or working_office(), since="2010-01-01", **more)


def supervisor(office=None, **more):
    """Somebody who answers for an office's cases."""
    return caseworker(office, role=Role.SUPERVISOR, **more)


def opened_case(by=None, **facts):
    """A case in intake, opened by a caseworker of its office."""
    by = by or caseworker()
    office = facts.pop("office", None) or by.memberships.get().office
    usual = {
        "source": "police",
        "found_on": facts.get("on", OPENED),
        "danger": "no",
        "sex": "F",
        "majority": "adult",
    }
    return actions.open_case(by=by, office=office, **{"on": OPENED} | usual | facts)


def let_in(user_or_office, case, level=Level.ASSISTANCE, source=""):
    """Open a case to a person or an office; who works in another organisation has it by a referral."""
    whom = "office" if hasattr(user_or_office, "organisation_id") else "user"
    if not source:
        elsewhere = whom == "user" and not user_or_office.has_role(organisation=case.office.organisation_id)
        source = "referral" if elsewhere else "team"
    return CaseAccess.objects.create(case=case, level=level, source=source, **{whom: user_or_office})


__all__ = ["MembershipFactory", "caseworker", "let_in", "opened_case", "supervisor", "working_office"]
