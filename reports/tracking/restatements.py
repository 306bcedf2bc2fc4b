"""Restatements in words: each total, and under it what moved among its categories."""

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.periods import words_of


@dataclass
class Restatement:
    """One indicator in one column: its total where that moved, and what moved of its breakdowns."""

    code: str
    name: str
    period: str
    total: object = None
    finer: dict = field(default_factory=dict)

    @property
    def period_words(self):
        return words_of(self.period)


def together(restated, names):
    """What moved, one after the other: totals with their categories under them; `names` of their codes."""
    found = {}
    for one in restated:
        new = Restatement(one.code, names.get(one.code, ""), one.period)
        group = found.setdefault((one.code, one.stretch, one.period), new)
        if one.dimension:
            group.finer.setdefault(one.dimension_words, []).append(one)
        else:
            group.total = one
    return list(found.values())


def restated_rows(restated):
    """(code, sentence) for the file: one of each total, one of each breakdown."""
    for group in together(restated, {}):
        if group.total:
            yield [group.code, restated_words(group.total)]
        for categories in group.finer.values():
            yield [group.code, categories_words(categories)]


def restated_words(one):
    """What an earlier report said and what is counted now."""
    about = [one.period, *([f"{one.dimension_words}: {one.category_words}"] if one.dimension else [])]
    return _(
        "Restated: %(period)s was reported as %(reported)s (approved on %(day)s) and is now %(now)s."
    ) % {
        "period": ", ".join(about),
        "reported": plain(one.reported),
        "now": plain(one.now),
        "day": timezone.localdate(one.approved_at).isoformat(),
    }


def categories_words(rows):
    """The categories of one breakdown that moved, in one sentence."""
    first, moved = rows[0], _("%(category)s %(reported)s, now %(now)s")
    said = [
        moved % {"category": one.category_words, "reported": plain(one.reported), "now": plain(one.now)}
        for one in rows
    ]
    return _("Restated: %(period)s, %(dimension)s (approved on %(day)s): %(categories)s.") % {
        "period": first.period,
        "dimension": first.dimension_words,
        "day": timezone.localdate(first.approved_at).isoformat(),
        "categories": "; ".join(said),
    }


def plain(value):
    return "–" if value is None else f"{value.normalize():f}"
