"""Persons and the work done with them."""
