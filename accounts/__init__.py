"""Organisations, offices, people who sign in, and what they may do."""
