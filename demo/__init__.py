"""Amparo on one bare machine: PostgreSQL, web server, worker and beat under one roof (`make demo`)."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


class Refused(Exception):
    """Something stands in the way; the text is the one sentence the person at the terminal reads."""
