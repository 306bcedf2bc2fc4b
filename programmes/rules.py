"""Who may do what with donors, awards, components and what hangs on them."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.doors import rule


def manages(user, organisation):
    """Does she manage the programme of this organisation?"""
    return user.has_role(Role.PROGRAMME_MANAGER, organisation=organisation)


@rule(_("Only a programme manager of the organisation may keep its donors, awards and components."))
def can_keep_programme(user, organisation):
    return manages(user, organisation)


@rule(_("Only a programme manager of the organisation may change its donors."))
def can_change_donor(user, donor):
    return manages(user, donor.organisation_id)


@rule(_("Only a programme manager of the organisation may change its components."))
def can_change_component(user, component):
    return manages(user, component.organisation_id)


@rule(_("Only a programme manager of the organisation that holds the award may change it."))
def can_change_award(user, award):
    return manages(user, award.organisation_id)


@rule(_("Only a supervisor or a programme manager of the award's organisation may charge work to it alone."))
def can_charge_only(user, charged):
    # The award that alone is charged, or the component of work that is charged as it is funded.
    roles = (Role.SUPERVISOR, Role.PROGRAMME_MANAGER)
    return user.has_role(*roles, organisation=charged.organisation_id)
