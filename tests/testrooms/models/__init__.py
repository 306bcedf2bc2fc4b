"""Models of tests only; their tables are made by migrations: manage.py makemigrations testrooms."""

from tests.testrooms.models.contacts import Contact, Shelter

__all__ = ["Contact", "Shelter"]
