"""Who may do what with a shelter, its beds, and those who live there."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.doors import rule
from cases import dependants
from cases.models import READERS, Level
from cases.rules import TEAM, can_change_case, follows, reads
from shelters.models import SETTERS, STAFF
from work.models import Revision

# So long whoever wrote an exit may take it for a slip of her own.
SLIP = timedelta(hours=48)


def works_in(user, shelter):
    """Does she work there on shift, or coordinate it?"""
    return shelter.office_id in user.office_ids(*STAFF)


def coordinates(user, office):
    """Is she the coordinator of the shelter that this office is?"""
    return getattr(office, "pk", office) in user.office_ids(Role.SUPERVISOR)


def administers(user, office):
    """Does she keep the offices of this organisation?"""
    return user.leads(Role.ADMINISTRATOR) or user.has_role(
        Role.ADMINISTRATOR, organisation=office.organisation_id
    )


@rule(_("A shelter is set up by its coordinator or by an administrator of its organisation."))
def can_set_up(user, office=None):
    if office is None:
        return user.has_role(*SETTERS)
    return coordinates(user, office) or administers(user, office)


@rule(_("A shelter, its rooms and beds are changed by its coordinator or an administrator."))
def can_change_shelter(user, shelter):
    return can_set_up(user, shelter.office)


@rule(_("Where the shelter stands is for those who work there alone."))
def can_open_address(user, shelter):
    return works_in(user, shelter)


@rule(_("Only the shelter's coordinator writes down where it stands."))
def can_change_address(user, shelter):
    return coordinates(user, shelter.office_id)


@rule(_("Who lives in a shelter is for those who work there alone."))
def can_see_residents(user, shelter):
    return works_in(user, shelter)


@rule(_("People are admitted by those who work in the shelter and by the team of their case."))
def can_admit(user, shelter=None):
    if shelter is None:
        return user.has_role(*STAFF, Role.CASEWORKER)
    return works_in(user, shelter) or user.has_role(
        Role.CASEWORKER, Role.SUPERVISOR, organisation=shelter.office.organisation_id
    )


@rule(_("You can only bring somebody of whose case you see more than its number."))
def can_bring(user, case):
    return reads(user, case, Level.ASSISTANCE)


def looks_after(user, stay):
    """Is she one of hers: on shift while she lives there and for a time after, as coordinator always?"""
    if coordinates(user, stay.shelter.office_id):
        return True
    return works_in(user, stay.shelter) and (stay.is_recent or stay.withdrawn_at is not None)


@rule(_("Beds are given by those who work in the shelter."))
def can_give_bed(user, stay):
    return looks_after(user, stay)


@rule(_("What is written of a stay is for its own shelter and for those who follow her case."))
def can_read_stay(user, stay):
    return reads_in_own_shelter(user, stay) or follows(user, stay.case)


def reads_in_own_shelter(user, stay):
    """Is it a stay in a shelter of hers, lately or of somebody whom she looks after now?"""
    if works_in(user, stay.shelter) and stay.is_recent:
        return True
    return stay.shelter.office_id in user.office_ids(*READERS) and reads(user, stay.case, Level.ASSISTANCE)


@rule(_("An exit is recorded by those who work in the shelter or by the team of the case."))
def can_record_exit(user, stay):
    return looks_after(user, stay) or (user.has_role(*TEAM) and can_read_stay(user, stay))


@rule(_("A stay is corrected by those who work in the shelter or by the team of the case."))
def can_correct_stay(user, stay):
    return looks_after(user, stay) or can_change_case(user, stay.case)


@rule(
    _(
        "An exit is taken back within 48 hours by whoever recorded it, while nothing rests on it; "
        "otherwise by the shelter's coordinator."
    )
)
def can_take_back_exit(user, stay):
    if coordinates(user, stay.shelter.office_id):
        return True
    if not (can_record_exit(user, stay) and recorded_lately(user, stay)):
        return False
    return not dependants.resting_on_exit(stay.case, stay.left_on)


@rule(_("Her life after the shelter has begun: only the coordinator or the team of her case undoes that."))
def can_undo_what_followed(user, stay):
    if coordinates(user, stay.shelter.office_id) or can_change_case(user, stay.case):
        return True
    return not dependants.resting_on_exit(stay.case, stay.left_on)


def recorded_lately(user, stay):
    """Did she record the exit herself, so lately that it may be a slip of hers?"""
    said = Revision.objects.of(stay).filter(verb="stay.ended").first()
    return said is not None and said.by == user.pk and said.at > timezone.now() - SLIP
