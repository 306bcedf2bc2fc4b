"""What is missing, case by case, and how often in each office and with each worker."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from cases.models import Case
from reports.missing.words import FIELDS, page_of, words_of


@dataclass(frozen=True)
class Line:
    """A case and what is missing of it."""

    case: object
    lacks: tuple

    @property
    def links(self):
        """(what is missing, where it is written) in the order of pages."""
        return [(words_of(name), page_of(name, self.case.number)) for name in self.lacks]


@dataclass
class Summary:
    """How many cases of an office, or of a worker, lack what."""

    key: UUID | None
    name: str
    cases: int = 0
    counts: Counter = field(default_factory=Counter)

    @property
    def told(self):
        """(field, words, how many) in the order of pages."""
        return [(name, words_of(name), self.counts[name]) for name in FIELDS]


def lines_of(found, *, limit, offset=0):
    """The lines of what was found, in order of code names; so many, after so many."""
    rows = Case.objects.filter(pk__in=list(found)).select_related("office", "worker", "person")
    rows = rows.order_by("code_name", "id")[offset : offset + limit]
    return [Line(case, in_order(found[case.pk])) for case in rows]


def in_order(lacks):
    return tuple(name for name in FIELDS if name in lacks)


def by_office(found):
    """How many cases of each office lack what, in order of their names."""
    return summed(found, ("office", "office__name"))


def by_worker(found):
    """The same of each worker; cases that nobody answers for stand under an empty name, last."""
    return summed(found, ("worker", "worker__full_name"))


def summed(found, columns):
    rows, sums = Case.objects.filter(pk__in=list(found)).order_by().values_list("pk", *columns), {}
    for case, key, name in rows:
        one = sums.setdefault(key, Summary(key, name or ""))
        one.cases += 1
        one.counts.update(found[case])
    return sorted(sums.values(), key=lambda one: (not one.name, one.name, str(one.key)))
