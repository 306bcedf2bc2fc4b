"""Kinds of report that this version can make: data, kept as a version by every report that uses them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from reports.counting.definitions import language
from reports.fingerprints import fingerprint_of

DATA = Path(__file__).parent / "data" / "templates"


@dataclass(frozen=True)
class Kind:
    """One kind of report: its indicators, and the breakdowns that its file shows."""

    key: str
    title: dict
    indicators: tuple
    breakdowns: tuple
    says: dict

    @property
    def name(self):
        """What it is called, in the reader's language."""
        return self.title[language()]

    @property
    def must_confirm(self):
        """Is its layout a recollection, to be held against the award's own papers?"""
        return self.says.get("confirm", False)

    @property
    def digest(self):
        return fingerprint_of(self.says)


@cache
def kinds():
    """{key: kind} of every template that came with the app."""
    return {kind.key: kind for kind in map(read, sorted(DATA.glob("*.yaml")))}


def read(path):
    return kind_that_says(yaml.safe_load(path.read_text(encoding="utf-8")))


def kind_that_says(says):
    """The kind of report of this data, as it is now or as it was kept."""
    return Kind(says["key"], says["title"], tuple(says["indicators"]), tuple(says["breakdowns"]), says)


def kind_choices():
    """Pairs for a form."""
    return [(kind.key, kind.name) for kind in kinds().values()]
