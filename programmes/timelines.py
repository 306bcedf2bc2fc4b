"""Who pays for what from when until when, as a picture and in words."""

from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from programmes.models import suspensions_of, suspensions_of_many
from programmes.models.charges import without
from programmes.periods import DAY

WIDTH, ROW, LABEL, BAR = 400, 44, 16, 16


class Stretch(NamedTuple):
    """Days from one until before another."""

    since: object
    until: object

    @property
    def last_day(self):
        return self.until - DAY


@dataclass
class Bar:
    """One stretch in the picture: numbers are text, so that no language writes them with its own signs."""

    x: str
    width: str
    y: str
    kind: str


@dataclass
class Line:
    """One component or award: its windows, and the days on which nothing is paid."""

    title: str
    windows: list
    gaps: list
    bars: list
    label_y: str


@dataclass
class Timeline:
    """The picture of some stretches of days between two ends."""

    starts: object
    ends: object
    lines: list
    uid: str = "timeline"
    today_x: str = ""
    suspended: list = field(default_factory=list)

    @property
    def height(self):
        return str(ROW * len(self.lines) or ROW)

    @property
    def has_gaps(self):
        return any(line.gaps for line in self.lines)

    @property
    def has_suspension(self):
        return any(bar.kind == "suspended" for line in self.lines for bar in line.bars)


def gaps_between(stretches, start, until):
    """The days from start until before until that none of these stretches covers."""
    found, reached = [], start
    for since, end in sorted(stretches):
        if since > reached:
            found.append(Stretch(reached, min(since, until)))
        reached = max(reached, end)
    if reached < until:
        found.append(Stretch(reached, until))
    return [gap for gap in found if gap.since < gap.until]


def timeline_of(award, today):
    """The award's windows by component, its suspensions hatched over them."""
    windows = award.fundings.live().select_related("component").order_by("component__name", "since")
    holes = unpaid_days(suspensions_of(award), award)
    groups = {component: (list(own), holes) for component, own in groupby(windows, attrgetter("component"))}
    timeline = drawn(groups, award.starts, award.until, today)
    timeline.suspended = holes
    return timeline


def timeline_for(component, today):
    """Who pays for a component: one line for each award, and the days on which nobody does."""
    windows = component.fundings.live().select_related("award__donor")
    windows = list(windows.order_by("award__starts", "award", "since"))
    if not windows:
        return None, []
    suspended = suspensions_of_many({window.award for window in windows})
    groups = {
        award: (list(own), unpaid_days(suspended[award.pk], award))
        for award, own in groupby(windows, attrgetter("award"))
    }
    start, until = min(w.since for w in windows), max(w.until for w in windows)
    if component.ended_on is None:
        until = max(until, today + DAY)
    paid = [
        part
        for own, holes in groups.values()
        for window in own
        for part in without((window.since, window.until), holes)
    ]
    return drawn(groups, start, until, today), gaps_between(paid, start, until)


def unpaid_days(suspensions, award):
    """The days of an award in which its work is not charged to it, cut at its ends."""
    holes = [
        Stretch(max(one.since, award.starts), min(one.until or award.until, award.until))
        for one in suspensions
        if not one.is_charged
    ]
    return [hole for hole in holes if hole.since < hole.until]


def drawn(groups, start, until, today):
    """Groups of windows and of days not charged as lines, scaled to the width of the picture."""
    scale = WIDTH / max((until - start).days, 1)

    def bar(number, kind, since, end):
        x, right = (max(since, start) - start).days * scale, (min(end, until) - start).days * scale
        return Bar(f"{x:.1f}", f"{max(right - x, 1):.1f}", str(number * ROW + LABEL + 6), kind)

    lines = []
    for number, (thing, (windows, holes)) in enumerate(groups.items()):
        paid = [Stretch(window.since, window.until) for window in windows]
        gaps = gaps_between(paid, start, until)
        stretches = {"unpaid": gaps, "paid": paid, "suspended": holes}
        bars = [bar(number, kind, *one) for kind, several in stretches.items() for one in several]
        lines.append(Line(str(thing), windows, gaps, bars, str(number * ROW + LABEL)))
    today_x = f"{(today - start).days * scale:.1f}" if start <= today < until else ""
    return Timeline(start, until - DAY, lines, today_x=today_x)
