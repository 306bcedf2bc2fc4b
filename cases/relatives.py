"""Her family and contacts: what of them is told to whom, and who must not be called.

They are the person's, not a case's: who must not be called must not be called from any case. They are
reached through a case, whose level says how much of them is told.
"""

from cases import rules
from cases.models import Relative, SafeToContact

# Of a relative, what the team alone is told: who took part would tell the account, where he or she lives is
# a secret, and what stands of whom nobody may call is why not.
OF_THE_TEAM = ("place", "knows", "involved", "suitable")
# What would name or find somebody: written where something lets her data be kept.
NAMING = ("name", "telephones", "place")


def told_of(user, case):
    """Her relatives as this user is told them through this case: each says whether its words are told.

    Those that were withdrawn are for the team.
    """
    team = rules.can_weigh_relative(user, case)
    found = Relative.objects.of_case(case)
    return [tell(one, case, team=team) for one in (found if team else found.standing())]


def tell(relative, case, *, team):
    """The relative, reached through this case, with how much of it is told."""
    relative.case, relative.team = case, team
    relative.tells_how = team or relative.safe_to_contact != SafeToContact.NO
    relative.opens = relative.tells_how and relative.withdrawn_at is None
    return relative


def not_to_call(case):
    """Those of her family who are not contacted, or only in one way: beside whatever telephone or address."""
    found = Relative.objects.of_case(case).standing().not_freely_contacted()
    return [tell(one, case, team=False) for one in found]
