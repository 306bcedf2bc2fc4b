from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access, rules
from accounts.actions.memberships import SMALL_BELOW
from accounts.models import Membership, Office
from accounts.roles import incompatible
from work import actions as work
from work.errors import refusal


@transaction.atomic
def create_office(*, by, organisation, name, kind, department="", once=None):
    """Open an office of an organisation."""
    access.allow(rules.can_manage_organisation, by, organisation)
    office = Office(organisation=organisation, name=name, kind=kind, department=department)
    made = work.once(
        once,
        by=by,
        verb="office.created",
        make=lambda: work.create(office, by=by, verb="office.created", office=office),
    )
    return Office.objects.get(pk=made)


def edit_office(office, *, by, name, kind, department="", version=None):
    """Change the name, the kind or the department of an office."""
    access.allow(rules.can_manage_office, by, office)
    changes = {"name": name, "kind": kind, "department": department}
    return work.write(office, by=by, verb="office.changed", changes=changes, version=version, office=office)


@transaction.atomic
def close_office(office, *, by, on=None):
    """Close an office in which nobody works from that day on; what was written there stays."""
    access.allow(rules.can_manage_office, by, office)
    office = _locked(office)
    on = on or timezone.localdate()
    if office.is_closed():
        raise refusal(_("This office is already closed."))
    if office.memberships.in_force_or_later(on).exists():
        raise refusal(
            _("People still work in this office on that day. End their roles first."), code="people"
        )
    return work.write(office, by=by, verb="office.closed", changes={"closed_on": on}, office=office)


@transaction.atomic
def declare_small(office, *, by, decided_by, decided_on):
    """Declare an office small on its director's decision: one person may then hold several roles there."""
    access.allow(rules.can_manage_office, by, office)
    office = _locked(office)
    if decided_on > timezone.localdate():
        raise refusal(_("The decision cannot have a date in the future."), field="decided_on")
    if len(set(office.people())) >= SMALL_BELOW:
        raise refusal(
            _("An office is small with fewer than five people; here there are more."), code="too_many"
        )
    changes = {"small_since": decided_on, "small_decided_by": decided_by}
    return work.write(office, by=by, verb="office.declared_small", changes=changes, office=office)


@transaction.atomic
def end_small(office, *, by):
    """End the declaration; whoever holds roles there that may not be held together gives one up first."""
    access.allow(rules.can_manage_office, by, office)
    office = _locked(office)
    if not office.is_small:
        raise refusal(_("This office was not declared small."))
    if holder := _first_with_clashing_roles(office):
        raise refusal(
            _("%(name)s holds roles that one person may hold in a small office only. End one of them first.")
            % {"name": holder},
            code="incompatible_roles",
        )
    changes = {"small_since": None, "small_decided_by": ""}
    return work.write(office, by=by, verb="office.small_ended", changes=changes, office=office)


def _locked(office):
    return (
        Office.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=office.pk)
    )


def _first_with_clashing_roles(office):
    """Somebody whose role in this office may not be held by one person together with another of her roles."""
    here, held = {}, {}
    working = Membership.objects.in_force_or_later().filter(user__in=office.memberships.values("user"))
    for membership in working.select_related("user"):
        held.setdefault(membership.user, set()).add(membership.role)
        if membership.office_id == office.pk:
            here.setdefault(membership.user, set()).add(membership.role)
    return next((person for person in here if _any_clash(here[person], held[person])), None)


def _any_clash(roles, others):
    return any(incompatible(one, other) for one in roles for other in others)
