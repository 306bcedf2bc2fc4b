"""What the pages of this room share: for whom they are, and the way to them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.doors import for_roles
from accounts.roles import Role
from cases.looks import watched
from cases.models import READERS
from shelters.models import SEERS, SETTERS, STAFF

seer_page = for_roles(*SEERS)
staff_page = watched(for_roles(*STAFF))
reader_page = watched(for_roles(*READERS))
setting_page = for_roles(*SETTERS)
bringing_page = watched(for_roles(*STAFF, Role.CASEWORKER))


def page_of(row, name="shelter"):
    """The address of one of the pages of a shelter, a stay, a room or a bed."""
    return reverse(f"shelters:{name}", args=[row.pk])


def crumbs(shelter=None):
    """The way to a shelter's pages."""
    way = [(_("Shelters"), reverse("shelters:shelters"))]
    return [*way, (str(shelter), page_of(shelter))] if shelter else way


def stay_crumbs(stay):
    """The way to the pages of one stay: by number and code name."""
    return [*crumbs(stay.shelter), (str(stay.case), page_of(stay, "stay"))]
