"""The pages of this room are for programme managers; how they go is said in `work.asking`."""

from accounts.doors import for_roles
from accounts.roles import Role
from work.asking import FORM, change, confirm, make, own, posted

__all__ = ["FORM", "change", "confirm", "make", "manager_page", "own", "posted"]

manager_page = for_roles(Role.PROGRAMME_MANAGER)
