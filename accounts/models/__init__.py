"""People who sign in, and where they work."""

from accounts.models.memberships import Membership, Profession
from accounts.models.offices import Office, OfficeKind, Organisation
from accounts.models.tokens import AccessToken
from accounts.models.users import Invitation, User
from accounts.roles import Role

__all__ = [
    "AccessToken",
    "Invitation",
    "Membership",
    "Office",
    "OfficeKind",
    "Organisation",
    "Profession",
    "Role",
    "User",
]
