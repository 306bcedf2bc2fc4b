"""What is missing, case by case, and how often in each office and with each worker."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Case as OneOf
from django.db.models import F, OuterRef, Subquery, When

from accounts.models import Office
from cases.models import Case, Transfer
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


def by_office(found, organisations):
    """How many cases of each office of these organisations lack what, in order of their names."""
    return summed(found, stands_in(found, organisations).values_list("pk", "stands_in", "stands_as"))


def stands_in(found, organisations):
    """The found cases with their office; one that went elsewhere stands in the last that it left."""
    left = Transfer.objects.gone_from(organisations).filter(case=OuterRef("pk"))
    left = left.order_by("-decided_on", "-created_at")
    here = {"office__organisation__in": sorted(organisations)}

    def told(name):
        now, before = F(f"office__{name}"), Subquery(left.values(f"from_office__{name}")[:1])
        kind = Office._meta.get_field(name).clone()
        return OneOf(When(**here, then=now), default=before, output_field=kind)

    rows = Case.objects.filter(pk__in=list(found)).order_by()
    return rows.annotate(stands_in=told("id"), stands_as=told("name"))


def by_worker(found):
    """The same of each worker; cases that nobody answers for stand under an empty name, last."""
    rows = Case.objects.filter(pk__in=list(found)).order_by()
    return summed(found, rows.values_list("pk", "worker", "worker__full_name"))


def summed(found, rows):
    sums = {}
    for case, key, name in rows:
        one = sums.setdefault(key, Summary(key, name or ""))
        one.cases += 1
        one.counts.update(found[case])
    return sorted(sums.values(), key=lambda one: (not one.name, one.name, str(one.key)))
