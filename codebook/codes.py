"""A code and a list of codes, as they are at one moment: read, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from codebook import standards
from codebook.files import WHOLE_LIST
from codebook.spelling import plain, spanish_order

LANGUAGES = ("es", "en")
NOTHING = MappingProxyType({})
# Answers that may close a list: what the programme adds stands before them.
LAST = {"other", "unknown", "not_specified", "no_answer", "none"}


class Provenance(TextChoices):
    """Where a list or a code comes from, and so how far it may be trusted."""

    SOURCE_READ = "source_read", _("read in the source")
    PARTLY_SOURCE = "partly_source", _("partly from a source")
    SECONDARY_SOURCE = "secondary_source", _("read about the source, not in it")
    RECALLED = "recalled", _("from memory")
    POINTER = "pointer", _("kept by a standard")
    PROGRAMME = "programme", _("our own")


TO_CONFIRM = {Provenance.RECALLED, Provenance.SECONDARY_SOURCE}


def spoken(language=None):
    """The language of a label: one of the two that every code has."""
    return "es" if (language or get_language() or "es").startswith("es") else "en"


@dataclass(frozen=True)
class Code:
    """One code with its label in both languages; `extra` holds what the source adds (htcds, ctdc, min, …)."""

    code: str
    en: str
    es: str
    provenance: Provenance
    note: str = ""
    note_es: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    extra: Mapping = field(default_factory=lambda: NOTHING)
    hidden: bool = False
    added: bool = False
    original: "Code | None" = None

    def label(self, language=None):
        """What it is called in this language, by default the reader's."""
        return getattr(self, spoken(language))

    @property
    def remark(self):
        """Its note in the reader's language; the reason of an added code stands as it was written."""
        return remark_of(self)

    @property
    def to_confirm(self):
        """True when nobody has read it in its source: it must never be shown as official."""
        return self.provenance in TO_CONFIRM

    @property
    def offered(self):
        """True when it may be chosen today: not hidden, and within the time for which it holds."""
        today = timezone.localdate()
        return not self.hidden and (self.valid_from or today) <= today <= (self.valid_to or today)

    @property
    def relabelled(self):
        """True when the programme calls it otherwise than it came."""
        return self.original is not None and (self.en, self.es) != (self.original.en, self.original.es)

    @property
    def changed(self):
        """True when the programme added, relabelled or hid it."""
        return self.added or self.hidden or self.relabelled

    def matches(self, text):
        """Does the text stand in the code or in one of its labels, accents and case aside?"""
        return any(plain(text) in plain(part) for part in (self.code, self.en, self.es))


@dataclass(frozen=True)
class CodeList:
    """A list as it is now: all its codes in order, hidden ones too, since old records hold them."""

    name: str
    title_en: str
    title_es: str
    source: Mapping
    multiple: bool
    note: str
    note_es: str
    valid_from: date | None
    valid_to: date | None
    by_code: Mapping = field(repr=False)
    reordered: bool = False

    def __iter__(self):
        return iter(self.by_code.values())

    def __len__(self):
        return len(self.by_code)

    def __contains__(self, code):
        return self.find(code) is not None

    def __getitem__(self, code):
        if (found := self.find(code)) is None:
            raise KeyError(f"{self.name} has no code {code}.")
        return found

    def find(self, code):
        """The code of this name, None when there is none; every language of the standard is a language."""
        if code in self.by_code or self.name != "language":
            return self.by_code.get(code)
        return base_code(row, row["provenance"]) if (row := standards.language(code)) else None

    @property
    def title(self):
        """What the list is called, in the reader's language."""
        return getattr(self, f"title_{spoken()}")

    @property
    def remark(self):
        """Its note in the reader's language."""
        return remark_of(self)

    @property
    def standard(self):
        """The name of the standard or paper that the list follows."""
        return self.source["standard"]

    @property
    def provenance(self):
        """Where the list comes from."""
        return Provenance(self.source["provenance"])

    @property
    def to_confirm(self):
        """True when nobody has read the list in its source."""
        return self.provenance in TO_CONFIRM

    @property
    def changed(self):
        """True when the programme changed anything in it."""
        return self.reordered or any(code.changed for code in self)

    def codes(self):
        """The codes that may be chosen, in order."""
        return [code.code for code in self.in_order() if code.offered]

    def choices(self, language=None, include=()):
        """Pairs for a form: what may be chosen, and those codes that the record already holds."""
        kept = {str(code) for code in include if code}
        shown = [code for code in self.in_order(language) if code.offered or code.code in kept]
        elsewhere = [self[code] for code in sorted(kept - set(self.by_code)) if code in self]
        return [(code.code, code.label(language)) for code in [*shown, *elsewhere]]

    def label(self, code, language=None):
        """What the code is called; a code that nobody knows is shown as it stands."""
        found = self.find(code)
        return found.label(language) if found else str(code or "")

    def labels(self, codes, language=None):
        """What several codes are called, in the order of the list."""
        wanted = {str(code) for code in codes if code}
        elsewhere = [self[code] for code in sorted(wanted - set(self.by_code)) if code in self]
        return [code.label(language) for code in [*self.in_order(language, among=wanted), *elsewhere]]

    def in_order(self, language=None, among=None):
        """Its codes, or those `among` these: countries by the alphabet of the language, unless the programme
        put them in an order."""
        codes = [code for code in self if among is None or code.code in among]
        if self.name != "country" or self.reordered:
            return codes
        return sorted(
            codes, key=lambda code: (code.code.startswith("XX-"), spanish_order(code.label(language)))
        )


def remark_of(noted):
    """The note of a list or a code in the reader's language."""
    return (spoken() == "es" and noted.note_es) or noted.note


def base_list(file, notes_es):
    """A list as it came with the app, with the Spanish of its notes."""
    codes = [*standards.countries(), *file["codes"]] if file["name"] == "country" else file["codes"]
    known = {key: file[key] for key in ("name", "title_en", "title_es", "source", "multiple")}
    dates = {key: file.get(key) for key in ("valid_from", "valid_to")}
    notes = {"note": file.get("note", ""), "note_es": notes_es.get(WHOLE_LIST, "")}
    provenance = file["source"]["provenance"]
    made = [base_code(code, provenance, notes_es.get(code["code"], "")) for code in codes]
    return CodeList(**known, **dates, **notes, by_code=MappingProxyType({c.code: c for c in made}))


def base_code(row, provenance, note_es=""):
    """A code as it came with the app; what it is made of beyond the usual is kept as `extra`."""
    usual = {"code", "en", "es", "note", "valid_from", "valid_to"}
    own = {key: row[key] for key in usual if key in row}
    extra = {key: value for key, value in row.items() if key not in usual | {"provenance"}}
    provenance = Provenance(row.get("provenance", provenance))
    return Code(**own, note_es=note_es, provenance=provenance, extra=MappingProxyType(extra))


def laid_over(base, labels, added, order):
    """The list with the programme's own codes, labels and order over it."""
    codes = dict(base.by_code)
    usual = before_the_last([*codes], [row.code for row in added if row.code not in codes])
    for row in added:
        codes[row.code] = added_code(row, codes.get(row.code))
    for row in labels:
        if row.code in codes:
            codes[row.code] = relabelled(codes[row.code], row)
    codes = {code: codes[code] for code in in_this_order(usual, order)}
    return replace(base, by_code=MappingProxyType(codes), reordered=bool(order))


def before_the_last(codes, added):
    """The codes with those of the programme before "other", "unknown" and the like that close the list."""
    cut = len(codes) - len([*takewhile(lambda code: code in LAST, reversed(codes))])
    return [*codes[:cut], *added, *codes[cut:]]


def in_this_order(codes, order):
    """Codes as the programme placed them; one it has not placed follows the code it usually follows."""
    placed = [code for code in order if code in codes]
    for before, code in zip([None, *codes], codes, strict=False):
        if code not in placed:
            placed.insert(placed.index(before) + 1 if before else 0, code)
    return placed


def added_code(row, known):
    """A code of the programme; where a newer release of the app brings the same one, its labels stay."""
    if known:
        return replace(known, en=row.label_en, es=row.label_es, original=known)
    return Code(row.code, row.label_en, row.label_es, Provenance.PROGRAMME, note=row.reason, added=True)


def relabelled(code, row):
    """A code as the programme wants it called and shown."""
    return replace(
        code,
        en=row.label_en or code.en,
        es=row.label_es or code.es,
        hidden=row.hidden,
        original=code.original or code,
    )
