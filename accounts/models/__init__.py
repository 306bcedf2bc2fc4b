"""People who sign in, and where they work."""

from accounts.models.absences import Absence
from accounts.models.decisions import Outcome, Remark, SoleDecision
from accounts.models.invitations import Invitation
from accounts.models.memberships import Membership, Profession
from accounts.models.offices import Office, OfficeKind, Organisation
from accounts.models.tokens import AccessToken
from accounts.models.tries import BadTry
from accounts.models.unsent import UnsentText
from accounts.models.users import User
from accounts.roles import Role

__all__ = [
    "Absence",
    "AccessToken",
    "BadTry",
    "Invitation",
    "Membership",
    "Office",
    "OfficeKind",
    "Organisation",
    "Outcome",
    "Profession",
    "Remark",
    "Role",
    "SoleDecision",
    "UnsentText",
    "User",
]
