"""What each indicator counts: data of this room, in our own words, with where they come from."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

from programmes.indicators import known
from reports.counting import sources
from reports.fingerprints import fingerprint_of

DATA = Path(__file__).parent.parent / "data" / "indicators.yaml"
# Rules whose figures of quarters add up to the year and to the whole (indicators.yaml, counting_rules).
ADDITIVE = {"first_ever", "first_in_award", "events", "sum"}
# Rules that count what lasts on the last day, for which an older period has no figure "to date".
STOCKS = {"stock_at_end"}


@dataclass(frozen=True)
class Definition:
    """One indicator: whose rows, by which rule, and by what it may be broken down."""

    code: str
    rule: str
    rows: str
    counts: dict
    by: tuple
    unit: str
    direction: str = "increase"
    target_math: str = "cumulative_additive"
    target: bool = True
    level: str = "output"
    denominator: str = ""
    provenance: str = "custom"
    sources: tuple = ()
    notes: dict | None = None

    @property
    def name(self):
        """What the indicator is called, in the reader's language."""
        return known()[self.code].name

    @property
    def words(self):
        """What is counted, in a sentence of the reader's language."""
        return self.counts[language()]

    @property
    def note(self):
        return (self.notes or {}).get(language(), "")

    @property
    def is_additive(self):
        return self.rule in ADDITIVE

    @property
    def is_stock(self):
        return self.rule in STOCKS

    def source(self):
        """Its countable rows."""
        return getattr(sources, self.rows)()

    def under(self):
        """The rows of its denominator."""
        return getattr(sources, self.denominator)()

    def as_said(self):
        """Everything that the definition says, as plain data."""
        return json.loads(json.dumps(asdict(self)))

    @property
    def digest(self):
        """A fingerprint of everything that the definition says."""
        return fingerprint_of(self.as_said())


def language():
    return "es" if (get_language() or "es").startswith("es") else "en"


@cache
def definitions():
    """{code: definition}, in the order in which they are printed."""
    read = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return {
        one["code"]: Definition(**one | {"by": tuple(one["by"]), "sources": tuple(one.get("sources", ()))})
        for one in read["indicators"]
    }


def definition(code):
    """The indicator of this code; KeyError when this room cannot count it."""
    return definitions()[code]
