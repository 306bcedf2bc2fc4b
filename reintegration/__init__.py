"""Families, placements and what follows."""
