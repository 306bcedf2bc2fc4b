"""What was agreed of an award when its report was counted: kept with the report, as plain data.

Targets, baselines and ends of awards go on to be changed; a report reads what was kept, and nothing else.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import Office
from programmes.periods import LIFE, Period, quarters_of, years_of
from programmes.targets import agreed


@dataclass(frozen=True)
class Promise:
    """Under which objective an indicator, or a category of it, was agreed, and from where it began."""

    objective: str
    objective_en: str
    baseline: Decimal | None
    baseline_on: date | None


def as_agreed(report, codes, targets):
    """What is agreed now of these indicators, for the columns of a report."""
    award = report.award
    years = [one for one in years_of(award) if one.start <= report.end]
    last = max((one.end for one in years), default=report.end)
    to_come = [one for one in quarters_of(award) if report.end < one.start and one.end <= last]
    labels = {one.label for one in (*quarters_of(award), *years) if one.start <= last} | {LIFE, report.period}
    return {
        "deviation_percent": award.deviation_percent,
        "small_cell_threshold": award.small_cell_threshold,
        "threshold_decided_on": award.threshold_decided_on and award.threshold_decided_on.isoformat(),
        "threshold_decision": award.threshold_decision,
        "starts": award.starts.isoformat(),
        "ends": award.ends.isoformat(),
        "small_offices": small_offices(award),
        "years": {one.label: one.end.isoformat() for one in years},
        "to_come": [[one.label, one.start.isoformat(), one.end.isoformat()] for one in to_come],
        "targets": [
            [*key, str(value)]
            for key, value in sorted(targets.items())
            if key[0] in codes and key[-1] in labels
        ],
        "indicators": [promised(row) for row in agreed(award) if row.indicator in codes],
    }


def small_offices(award):
    """Name, day and words of the decision of each small office of the award's organisation."""
    small = Office.objects.filter(organisation=award.organisation_id, small_since__isnull=False)
    names = ("name", "small_since", "small_decided_by")
    return [[name, on.isoformat(), by] for name, on, by in small.order_by("name").values_list(*names)]


def promised(row):
    """An agreed indicator as plain data."""
    return [
        row.indicator,
        row.dimension,
        row.category,
        str(row.objective or ""),
        f"{row.objective.code} {row.objective.title_en}" if row.objective and row.objective.title_en else "",
        None if row.baseline is None else str(row.baseline),
        row.baseline_on and row.baseline_on.isoformat(),
    ]


class Agreed:
    """The same, read back; nothing of a report that was counted before it was kept."""

    def __init__(self, said):
        self.ends = date.fromisoformat(said["ends"]) if "ends" in said else None
        self.year_ends = {label: date.fromisoformat(end) for label, end in said.get("years", {}).items()}
        self.to_come = [
            Period(label, date.fromisoformat(start), date.fromisoformat(end))
            for label, start, end in said.get("to_come", ())
        ]
        self.targets = {tuple(key): Decimal(value) for *key, value in said.get("targets", ())}
        self.promises = {
            tuple(key): Promise(*words, baseline and Decimal(baseline), on and date.fromisoformat(on))
            for *key, objective, objective_en, baseline, on in said.get("indicators", ())
            for words in [(objective, objective_en)]
        }
