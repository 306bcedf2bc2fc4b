"""Many invented cases, as fast as the database takes them, to measure with: `manage.py seed --cases N`."""
