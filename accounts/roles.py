"""Roles, and which of them one person may not hold together (design §3)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    CASEWORKER = "caseworker", _("Caseworker")
    SUPERVISOR = "supervisor", _("Supervisor")
    SHELTER_STAFF = "shelter_staff", _("Shelter staff")
    REINTEGRATION_WORKER = "reintegration_worker", _("Reintegration worker")
    TRAINER = "trainer", _("Trainer")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    PARTNER = "partner", _("Partner")
    DATA_PROTECTION = "data_protection", _("Data protection")
    ADMINISTRATOR = "administrator", _("Administrator")
    REVIEWER = "reviewer", _("Outside reviewer")


CASE_READERS = frozenset(
    {Role.CASEWORKER, Role.SUPERVISOR, Role.SHELTER_STAFF, Role.REINTEGRATION_WORKER, Role.PARTNER}
)

# A partner and an outside reviewer are nothing else, not even in a small office.
OUTSIDE = frozenset({Role.PARTNER, Role.REVIEWER})

# Who manages accounts reads no cases, who watches the trail is watched by others, who counts sees no names,
# a partner and an outside reviewer stand outside.
INCOMPATIBLE = {
    Role.ADMINISTRATOR: CASE_READERS | {Role.DATA_PROTECTION, Role.REVIEWER},
    Role.DATA_PROTECTION: CASE_READERS | {Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.REVIEWER},
    Role.PROGRAMME_MANAGER: CASE_READERS | {Role.DATA_PROTECTION, Role.REVIEWER},
    Role.PARTNER: frozenset(Role) - {Role.PARTNER},
    Role.REVIEWER: frozenset(Role) - {Role.REVIEWER},
    Role.TRAINER: frozenset({Role.PARTNER, Role.REVIEWER}),
}


def incompatible(one, other):
    """True when one person may not use both roles at once."""
    return other in INCOMPATIBLE.get(one, ()) or one in INCOMPATIBLE.get(other, ())


def clash(roles):
    """The first pair of these roles that one person may not use at once, or None."""
    ordered = sorted(set(roles))
    return next(
        (
            (one, other)
            for i, one in enumerate(ordered)
            for other in ordered[i + 1 :]
            if incompatible(one, other)
        ),
        None,
    )
