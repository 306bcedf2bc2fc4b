"""Shelters, their beds, and who lives there."""

from shelters.models.shelters import SEERS, SETTERS, STAFF, Bed, Room, Shelter
from shelters.models.stays import ALREADY, BedAssignment, DecidedBy, Stay

__all__ = [
    "ALREADY",
    "SEERS",
    "SETTERS",
    "STAFF",
    "Bed",
    "BedAssignment",
    "DecidedBy",
    "Room",
    "Shelter",
    "Stay",
]
