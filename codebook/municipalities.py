"""Reading a national list of municipalities, and saying of every row what becomes of it."""

import csv
import io
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from codebook.models import Municipality
from codebook.places import HOME, match_in, subdivision_label
from codebook.spelling import plain
from work import tables

HEADS = {
    "code": {
        "codigo",
        "cod",
        "code",
        "codigo municipio",
        "codigo de municipio",
        "codigo del municipio",
        "cod municipio",
    },
    "subdivision": {
        "departamento",
        "depto",
        "department",
        "subdivision",
        "nombre departamento",
        "nombre del departamento",
    },
    "name": {"municipio", "nombre", "name", "municipality", "nombre municipio", "nombre del municipio"},
}
HEADS_WITHIN = 12
# Both countries number their municipalities by department and order in it, two digits each.
DIGITS = 4
CODE = re.compile(r"[0-9A-Za-z]{1,16}")
LONGEST_NAME = Municipality._meta.get_field("name").max_length


class Outcome(TextChoices):
    """What becomes of a row of the file."""

    NEW = "new", pgettext_lazy("row of a file", "new")
    CHANGED = "changed", pgettext_lazy("row of a file", "changed")
    SAME = "same", pgettext_lazy("row of a file", "already known")
    REFUSED = "refused", pgettext_lazy("row of a file", "not taken")


@dataclass(frozen=True)
class Row:
    """A row of the file: what it says, what becomes of it, and why."""

    number: int
    code: str
    subdivision: str
    name: str
    outcome: str
    reason: str = ""

    @property
    def outcome_label(self):
        """The outcome in words."""
        return Outcome(self.outcome).label

    @property
    def department(self):
        """The department as the file has it, or its name where it was understood."""
        return subdivision_label(self.subdivision)


@dataclass(frozen=True)
class Account:
    """What becomes of every row of a file."""

    country: str
    rows: tuple

    def having(self, *outcomes):
        """Rows with one of these outcomes."""
        return [row for row in self.rows if row.outcome in outcomes]

    @property
    def counts(self):
        """Pairs of outcome and number of rows, in a fixed order."""
        return [(outcome, len(self.having(outcome))) for outcome in Outcome]

    @property
    def refused(self):
        """Rows that are not taken."""
        return self.having(Outcome.REFUSED)

    @property
    def worst_first(self):
        """All rows, those that are not taken before the others."""
        return sorted(self.rows, key=lambda row: (row.outcome != Outcome.REFUSED, row.number))

    @property
    def to_write(self):
        """Rows that change what is stored."""
        return self.having(Outcome.NEW, Outcome.CHANGED)

    @property
    def as_text(self):
        """The rows to be written as a table of text, which can be read again as it was."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["code", "department", "name"])
        writer.writerows((row.code, row.subdivision, row.name) for row in self.to_write)
        return text.getvalue()


def read(data, country):
    """The account of a file with the municipalities of a country."""
    lines = tables.read(data)
    head, places = heads_of(lines)
    known = {row.code: row for row in Municipality.objects.filter(code__startswith=f"{country}-")}
    rows, seen = [], {}
    for line in lines[head + 1 :]:
        if not line.empty:
            row = judged(line, places, country, known, seen)
            seen.setdefault(row.code, line.number)
            rows.append(row)
    return Account(country, tuple(rows))


def heads_of(lines):
    """Where the heads stand and in which column each of them; without them the file is refused."""
    for position, line in enumerate(lines[:HEADS_WITHIN]):
        found = {
            name: at
            for at, cell in enumerate(line.cells)
            for name, heads in HEADS.items()
            if plain(cell) in heads
        }
        if len(found) == len(HEADS):
            return position, found
    raise ValidationError(
        _("The file needs a row of heads with the columns: código, departamento, municipio."), code="heads"
    )


def judged(line, places, country, known, seen):
    """The row with what becomes of it."""
    written = {name: line.cell(column) for name, column in places.items()}
    subdivision = match_in(country, written["subdivision"])
    code = full_code(written["code"], country)
    reason = fault(written, country, code, subdivision, seen)
    if reason:
        return Row(
            line.number,
            code or written["code"],
            written["subdivision"],
            written["name"],
            Outcome.REFUSED,
            reason,
        )
    return Row(
        line.number,
        code,
        subdivision,
        written["name"],
        *compared(known.get(code), subdivision, written["name"]),
    )


def full_code(text, country):
    """The national code behind its country, with the zero that spreadsheets drop; None when it is no code."""
    bare = text.upper().removeprefix(f"{country}-")
    if country in HOME and bare.isdecimal():
        bare = bare.zfill(DIGITS)
    return f"{country}-{bare}" if CODE.fullmatch(bare) else None


def fault(written, country, code, subdivision, seen):
    """Why a row cannot be taken, or nothing."""
    if not code:
        return _("The code is missing or is no code.")
    if not subdivision:
        return _("“%(name)s” is no department of this country.") % {"name": written["subdivision"]}
    if country == "GT" and code[3:5] != subdivision[3:]:
        return _("The code belongs to another department than the row says.")
    if not 0 < len(written["name"]) <= LONGEST_NAME:
        return _("The name is missing or too long.")
    if code in seen:
        return _("Row %(number)s already has this code.") % {"number": seen[code]}
    return ""


def compared(stored, subdivision, name):
    """Whether the row is new, changes what is stored, or says the same."""
    if stored is None:
        return Outcome.NEW, ""
    if (stored.subdivision, stored.name) == (subdivision, name):
        return Outcome.SAME, ""
    was = {"name": stored.name, "department": subdivision_label(stored.subdivision)}
    return Outcome.CHANGED, _("Until now: %(name)s, %(department)s.") % was
