"""Who pays for what from when until when, as a picture and in words."""

from dataclasses import dataclass
from typing import NamedTuple

from programmes.models import suspensions_of
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
    thing: object
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
    unpaid = [one for one in suspensions_of(award) if not one.is_charged]
    holes = [(max(one.since, award.starts), min(one.until or award.until, award.until)) for one in unpaid]
    groups = {}
    for window in windows:
        groups.setdefault(window.component, []).append(window)
    return drawn(groups, holes, award.starts, award.until, today)


def timeline_for(component, today):
    """Who pays for a component: one line for each award, and the days on which nobody does."""
    windows = list(
        component.fundings.live().select_related("award__donor").order_by("award__starts", "award", "since")
    )
    if not windows:
        return None, []
    groups = {}
    for window in windows:
        groups.setdefault(window.award, []).append(window)
    start, until = min(w.since for w in windows), max(w.until for w in windows)
    covered = [(window.since, window.until) for window in windows]
    if component.ended_on is None:
        until = max(until, today + DAY)
    return drawn(groups, [], start, until, today), gaps_between(covered, start, until)


def drawn(groups, holes, start, until, today):
    """Groups of windows as lines, scaled to the width of the picture."""
    scale = WIDTH / max((until - start).days, 1)

    def bar(since, end, number, kind):
        x, right = (since - start).days * scale, (end - start).days * scale
        return Bar(f"{x:.1f}", f"{max(right - x, 1):.1f}", str(number * ROW + LABEL + 6), kind)

    lines = []
    for number, (thing, windows) in enumerate(groups.items()):
        bars = [bar(window.since, window.until, number, "paid") for window in windows]
        bars += [bar(since, end, number, "suspended") for since, end in holes if since < end]
        gaps = gaps_between([(window.since, window.until) for window in windows], start, until)
        lines.append(Line(str(thing), thing, windows, gaps, bars, str(number * ROW + LABEL)))
    inside = start <= today < until
    return Timeline(
        start, until - DAY, lines, today_x=f"{(today - start).days * scale:.1f}" if inside else ""
    )
