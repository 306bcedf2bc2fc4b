"""Shelters, their beds, and who lives there."""

from shelters.models.shelters import STAFF, Bed, Room, Shelter
from shelters.models.stays import BedAssignment, DecidedBy, Stay

__all__ = ["STAFF", "Bed", "BedAssignment", "DecidedBy", "Room", "Shelter", "Stay"]
