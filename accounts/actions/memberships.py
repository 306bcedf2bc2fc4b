from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access, rules
from accounts.models import Membership, Office
from accounts.roles import OUTSIDE, Role, incompatible
from work import actions as work
from work.errors import refusal

# An office is small with fewer people than this.
SMALL_BELOW = 5


@transaction.atomic
def grant_membership(
    person, *, by, organisation, role, office=None, profession="", since=None, until=None, once=None
):
    """Give somebody a role in an office, or in a whole organisation, from a day on."""
    person = access.locked(person)
    access.allow(rules.can_manage_organisation, by, organisation)
    membership = Membership(
        user=person,
        organisation=organisation,
        office=office,
        role=role,
        profession=profession,
        since=since or timezone.localdate(),
        until=until,
    )

    def make():
        _refuse_clash(membership)
        _refuse_wrong_place(membership)
        return work.create(membership, by=by, verb="membership.granted", office=office, detail=[role])

    return Membership.objects.get(pk=work.once(once, by=by, verb="membership.granted", make=make))


@transaction.atomic
def end_membership(membership, *, by, on=None):
    """End somebody's role: from this day on (today, if none is given) she has it no more."""
    access.lock_lead()
    access.allow(rules.can_manage_membership, by, membership)
    person = access.locked(membership.user)
    today = timezone.localdate()
    if membership.until and membership.until <= today:
        raise refusal(_("This role has already ended."))
    until = max(on or today, membership.since)
    ended = work.write(
        membership, by=by, verb="membership.ended", changes={"until": until}, office=membership.office
    )
    if membership.role == Role.ADMINISTRATOR and membership.organisation.is_lead and person.is_active:
        access.refuse_to_leave_nobody()
    return ended


def _refuse_wrong_place(membership):
    """The office is one of the organisation's, it is open, and if it is small it stays so."""
    if membership.office is None:
        return
    office = Office.objects.select_for_update(of=("self",), no_key=True).get(pk=membership.office.pk)
    if office.organisation_id != membership.organisation.pk:
        raise refusal(_("This office belongs to another organisation."), field="office")
    if office.closed_on:
        raise refusal(_("This office is closed."), field="office")
    if office.is_small and membership.role not in OUTSIDE and _would_be_too_many(office, membership.user):
        raise refusal(
            _("This office was declared small, which it is with fewer than five people. End that first."),
            field="office",
        )


def _would_be_too_many(office, person):
    return len(set(office.people()) | {person.pk}) >= SMALL_BELOW


def _refuse_clash(membership):
    """Refuse roles that one person may not hold together, unless her office was declared small."""
    held = membership.user.memberships.overlapping(membership.since, membership.until)
    for other in held.select_related("office"):
        if incompatible(other.role, membership.role) and not _may_stand_together(other, membership):
            raise refusal(
                _(
                    "One person may not be both “%(one)s” and “%(other)s”, "
                    "unless her office is declared small."
                )
                % {"one": other.get_role_display(), "other": membership.get_role_display()},
                code="incompatible_roles",
                field="role",
            )


def _may_stand_together(*memberships):
    """In a small office, yes, she then acts in one role at a time; who stands outside never works inside."""
    offices = [membership.office for membership in memberships if membership.office]
    same = len({membership.organisation_id for membership in memberships}) == 1
    outside = any(membership.role in OUTSIDE for membership in memberships)
    return bool(offices) and same and not outside and all(office.is_small for office in offices)
