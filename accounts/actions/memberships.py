from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
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
    """Give somebody a role in an office, or in a whole organisation, from a day on.

    Where the office has a day on which it closes, and no earlier end is given, her role ends that day.
    """
    person = access.locked(person)
    access.allow(rules.can_manage_organisation, by, organisation)
    access.allow(rules.can_change_roles, by, person)
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
        offices = _lock_places(membership)
        _refuse_wrong_place(membership)
        _refuse_too_many(membership, offices)
        _refuse_clash(membership, offices)
        return work.create(membership, by=by, verb="membership.granted", office=office, detail=[role])

    return Membership.objects.get(pk=work.once(once, by=by, verb="membership.granted", make=make))


@transaction.atomic
def end_membership(membership, *, by, on=None):
    """End somebody's role: from this day on (today, if none is given) she has it no more."""
    access.lock_lead()
    access.allow(rules.can_manage_membership, by, membership)
    access.allow(rules.can_change_roles, by, membership.user)
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


def _overlapping(membership):
    return membership.user.memberships.overlapping(membership.since, membership.until)


def _lock_places(membership):
    """Lock every office that the decision rests on, in the order of their ids; answers them by id.

    These are the new role's, those of her other roles, and all of an organisation for a role in all of it.
    """
    held = _overlapping(membership).exclude(office=None).values("office")
    resting_on = Q(pk__in=held) | (
        Q(pk=membership.office.pk) if membership.office else Q(organisation=membership.organisation)
    )
    locking = Office.objects.select_for_update(of=("self",), no_key=True).filter(resting_on).order_by("pk")
    offices = {office.pk: office for office in locking}
    if membership.office:
        membership.office = offices[membership.office.pk]
    return offices


def _refuse_wrong_place(membership):
    """The office is one of the organisation's, and open as long as she works there."""
    office = membership.office
    if office is None:
        return
    if office.organisation_id != membership.organisation.pk:
        raise refusal(_("This office belongs to another organisation."), field="office")
    if office.closed_on is None:
        return
    if office.is_closed(membership.since):
        raise refusal(_("This office is closed."), field="office")
    membership.until = membership.until or office.closed_on
    if membership.until > office.closed_on:
        raise refusal(
            _("This office closes on %(day)s: nobody works there from that day on.")
            % {"day": date_format(office.closed_on, "SHORT_DATE_FORMAT")},
            field="until",
        )


def _refuse_too_many(membership, offices):
    """An office that was declared small stays small; a role in a whole organisation is one in each office."""
    if membership.role in OUTSIDE:
        return
    places = [membership.office] if membership.office else offices.values()
    for office in places:
        here = office.organisation_id == membership.organisation.pk
        if here and office.is_small and _would_be_too_many(office, membership.user):
            raise refusal(
                _(
                    "The office %(office)s was declared small, which it is with fewer than five people. "
                    "End that first."
                )
                % {"office": office},
                code="too_many",
                field="office",
            )


def _would_be_too_many(office, person):
    return len(set(office.people()) | {person.pk}) >= SMALL_BELOW


def _refuse_clash(membership, offices):
    """Refuse roles that one person may not hold together, unless her offices were declared small."""
    for other in _overlapping(membership):
        if incompatible(other.role, membership.role) and not _may_stand_together(other, membership, offices):
            raise refusal(
                _(
                    "One person may not be both “%(one)s” and “%(other)s”, "
                    "unless her office is declared small."
                )
                % {"one": other.get_role_display(), "other": membership.get_role_display()},
                code="incompatible_roles",
                field="role",
            )


def _may_stand_together(one, other, offices):
    """In a small office, yes, she then acts in one role at a time; who stands outside never works inside.

    A role in a whole organisation is one in its large offices too: it stands beside no role it clashes with.
    """
    places = [offices.get(membership.office_id) for membership in (one, other)]
    same = one.organisation_id == other.organisation_id
    outside = one.role in OUTSIDE or other.role in OUTSIDE
    return same and not outside and all(office is not None and office.is_small for office in places)
