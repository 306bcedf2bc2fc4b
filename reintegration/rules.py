"""Who may do what with the life of somebody after the shelter."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from audit.doors import rule
from cases.models import Level
from cases.rules import TEAM, can_change_case, reads
from reintegration.models import FOLLOWERS


def reads_placements(user, case):
    """Is she told how somebody lives: she follows people home, and reads more of the case than its number?"""
    return user.has_role(*FOLLOWERS) and reads(user, case, Level.ASSISTANCE)


@rule(_("A placement is for the team of the case and for whoever follows her home."))
def can_change_placement(user, placement):
    return can_open_whereabouts(user, placement)


@rule(_("Where she lives now is for the team of her case and for whoever follows her home."))
def can_open_whereabouts(user, placement):
    if not user.has_role(*TEAM):
        return False
    follows = user.has_role(Role.REINTEGRATION_WORKER) and reads(user, placement.case, Level.ASSISTANCE)
    return follows or reads(user, placement.case, Level.FULL)


@rule(_("Only the team of the case says who follows her home."))
def can_assign_follower(user, placement):
    return can_change_case(user, placement.case)
