"""Bar charts as SVG written by the server: the same picture on the page, on paper and in a document."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

# The value of a bar that is not shown, to protect people; None is a value that does not exist.
HIDDEN = "hidden"
WIDTH, LABEL, BAR, GAP, VALUE = 360, 19, 20, 14, 64
SHADES = 3


class Bar(NamedTuple):
    """One bar, ready to be drawn: figures are text, so that no language writes them with its own signs."""

    kind: str
    shade: int
    y: str
    width: str
    text_x: str
    text_y: str
    text: str


class Group(NamedTuple):
    label: str
    label_y: str
    bars: list


@dataclass
class Chart:
    """Values by label, in one to three series; `rows` are `(label, value, …)`: a number, None or HIDDEN.

    Where values are steps of a scale, `words` calls each by its name, `top` is the highest step of all, and
    `room` what the longest of the words takes beside its bar.
    """

    title: str
    rows: list
    series: list = field(default_factory=list)
    description: str = ""
    uid: str = "chart"
    words: dict = field(default_factory=dict)
    top: int = 0
    room: int = VALUE

    @property
    def values(self):
        return [value for row in self.rows for value in row[1:]]

    @property
    def has_hidden(self):
        return HIDDEN in self.values

    @property
    def has_none(self):
        return None in self.values

    @property
    def height(self):
        return str(sum(self.group_height(row) for row in self.rows))

    @property
    def groups(self):
        scale, y, drawn = self.scale(), 0, []
        for row in self.rows:
            bars = [self.bar(value, i, y + LABEL + i * BAR, scale) for i, value in enumerate(row[1:])]
            drawn.append(Group(str(row[0]), str(y + LABEL - 5), bars))
            y += self.group_height(row)
        return drawn

    @property
    def table(self):
        return [(row[0], [self.shown(value) for value in row[1:]]) for row in self.rows]

    def group_height(self, row):
        return LABEL + BAR * len(row[1:]) + GAP

    def scale(self):
        largest = self.top or max((value for value in self.values if value not in {None, HIDDEN}), default=0)
        return (WIDTH - self.room) / largest if largest else 0

    def bar(self, value, shade, y, scale):
        kind = {None: "none", HIDDEN: "hidden"}.get(value, "known")
        length = float(value) * scale if kind == "known" else VALUE
        return Bar(
            kind,
            shade % SHADES + 1,
            str(y),
            f"{length:.1f}",
            f"{length + 8:.1f}",
            str(y + BAR - 6),
            self.shown(value),
        )

    def shown(self, value):
        """A value as the chart and its table write it."""
        return self.words.get(value) or shown(value)


def shown(value):
    """A value in words, as the chart and its table write it."""
    if value is None:
        return _("no data")
    return _("hidden") if value == HIDDEN else number_format(value)
