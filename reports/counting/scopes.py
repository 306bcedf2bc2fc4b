"""Whose work is counted: what an award pays for, or an organisation's own, whoever pays."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from programmes.models import Component, windows_of
from programmes.models.charges import not_another_alone

EVER = (datetime.date(1900, 1, 1), datetime.date(9999, 12, 31))


@dataclass(frozen=True)
class Scope:
    """An award, or without one an organisation as a whole; an organisation's total counts a person once.

    What is paid for is read once: a scope is made for one report or one question, and not kept.
    """

    organisation: object
    award: object = None

    @classmethod
    def of_award(cls, award):
        return cls(award.organisation_id, award)

    @classmethod
    def of_organisation(cls, organisation):
        return cls(getattr(organisation, "pk", organisation))

    def events(self, source, until):
        """Those rows of a source that count, dated before `until` by their own day."""
        if self.award is None:
            return self.everything(source, until)
        whose = {"on": source.on, "component": source.component}
        return source.rows.charged_in(self.windows(until), self.award, **whose)

    def everything(self, source, until):
        """Rows with the organisation, whoever pays for them or nobody, and those of partners it pays."""
        inside = {f"{source.component}__in": self.components(), f"{source.on}__lt": until}
        return source.rows.filter(**inside)

    def not_charged_elsewhere(self, rows, charge=""):
        """Without the rows that are charged to another award alone; `charge` leads to what says so."""
        if self.award is None:
            return rows
        return rows.filter(not_another_alone(self.award, charge))

    def components(self):
        """Ids of the organisation's components, and of those of others that the award pays for."""
        own = Component.objects.filter(organisation=self.organisation).values_list("pk", flat=True)
        return sorted({*own, *(component for component, _since, _until in self.paid)})

    @cached_property
    def paid(self):
        """The award's windows to their end; none without an award."""
        return windows_of(self.award) if self.award else []

    def windows(self, until):
        """`(component, since, until)` in which days count, half-open, cut at `until` unless that is None."""
        if self.award is None:
            end = min(EVER[1], until) if until else EVER[1]
            return [(component, EVER[0], end) for component in self.components()]
        if until is None:
            return self.paid
        return [(component, since, min(end, until)) for component, since, end in self.paid if since < until]
