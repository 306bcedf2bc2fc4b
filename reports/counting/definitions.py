"""What each indicator counts: data of this room, in our own words, with where they come from."""

import json
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language

from programmes.indicators import known
from reports.counting import sources
from reports.counting.cells import nothing
from reports.counting.dimensions import categories
from reports.counting.maps import maps_of
from reports.fingerprints import fingerprint_of

DATA = Path(__file__).parent.parent / "data" / "indicators.yaml"
# Rules whose figures of quarters add up to the year and to the whole (indicators.yaml, counting_rules).
ADDITIVE = {"first_ever", "first_in_award", "events", "sum"}
# Rules that count what lasts on the last day, for which an older period has no figure "to date".
STOCKS = {"stock_at_end"}


@dataclass(frozen=True)
class Definition:
    """One indicator: whose rows, by which rule, and by what it may be broken down.

    `names` and `maps` are what it was called and what fell where when it was kept (`as_said`); nothing in
    the library itself, of which both are as they are now.
    """

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
    names: dict | None = None
    maps: dict | None = None

    @property
    def name(self):
        """What the indicator is called, in the reader's language."""
        return self.both_names[language()]

    @property
    def both_names(self):
        """{language: what it is called}."""
        return self.names or names_of(self.code)

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

    @property
    def of_no_rows(self):
        """What is told of a category without rows: none of them, or of a median or a share nothing."""
        value = nothing(self.rule).value
        return None if value is None else Decimal(value)

    def source(self):
        """Its countable rows."""
        return getattr(sources, self.rows)()

    def under(self):
        """The rows of its denominator."""
        return getattr(sources, self.denominator)()

    def as_said(self):
        """Everything that the definition says, and all that it rests on, as plain data."""
        rests_on = {"names": self.both_names, "maps": self.maps or maps_of(self)}
        return json.loads(json.dumps(asdict(self) | rests_on))

    def categories(self, name):
        """The fixed categories of a breakdown, as they were when this was kept."""
        kept = (self.maps or {}).get("by", {}).get(name)
        return categories(name) if kept is None else [category for category, _inside in kept]

    @property
    def digest(self):
        """A fingerprint of everything that the definition says."""
        return fingerprint_of(self.as_said())


def names_of(code):
    """What an indicator is called in each language."""
    found = known().get(code)
    return {"en": found.en, "es": found.es} if found else {"en": code, "es": code}


def as_it_was(says):
    """The definition that was kept, from what it said; of what nobody asks any more, nothing."""
    said = {one.name: says[one.name] for one in fields(Definition) if one.name in says}
    return Definition(**said | {"by": tuple(says["by"]), "sources": tuple(says["sources"])})


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
