"""Donors, awards, components and who pays for what."""
