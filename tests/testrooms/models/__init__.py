"""Models of tests only; their tables are made by migrations: manage.py makemigrations testrooms."""

from tests.testrooms.models.contacts import Contact, Shelter
from tests.testrooms.models.deeds import Deed
from tests.testrooms.models.leaflets import Leaflet, Mark, Story
from tests.testrooms.models.visits import Visit

__all__ = ["Contact", "Deed", "Leaflet", "Mark", "Shelter", "Story", "Visit"]
