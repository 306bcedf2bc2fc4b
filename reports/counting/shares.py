"""Shares of two indicators, each counted by its own rule: their figures are put together, never averaged."""

from decimal import Decimal

from reports.counting.cells import HUNDRED, Cell, Counted, cell_of


def note_share(member, over, under):
    """Fill in the figures of a share from those of its two parts."""
    member.found[:] = [
        Counted(share_of(one.total, other.total), breakdowns_of(member.by, one, other))
        for one, other in zip(over.found, under.found, strict=True)
    ]


def breakdowns_of(by, over, under):
    """Each category that either of the two has; of the other it is nothing, or cannot be told."""
    none = Cell(None if under.total.value is None else 0)
    return {
        asked: {
            key: share_of(over.breakdowns[asked].get(key, Cell(0)), under.breakdowns[asked].get(key, none))
            for key in {**over.breakdowns[asked], **under.breakdowns[asked]}
        }
        for asked in by
    }


def share_of(over, under):
    """So many for each hundred; nothing where there is nobody of whom it would be a share."""
    days = [one.latest for one in (over, under) if one.latest]
    numerator, denominator = (None if one.value is None else Decimal(one.value) for one in (over, under))
    value = HUNDRED * numerator / denominator if denominator else None
    return Cell(value, over.n, max(days, default=None), numerator=numerator, denominator=denominator)


def note_sum(member, parts):
    """Fill in the figures of a share whose rows are of several kinds: both its parts are added up."""
    for number in range(len(member.found)):
        cells = [part.found[number].total for part in parts]
        cells = [cell for cell in cells if cell.denominator]
        if cells:
            over, under = sum(cell.numerator for cell in cells), sum(cell.denominator for cell in cells)
            latest, n = max(cell.latest for cell in cells), sum(cell.n for cell in cells)
            member.found[number] = Counted(cell_of(member.definition.rule, n, latest, None, over, under))


def in_order(rows, first):
    """(case, day) of several kinds in order of their day, those of the cases `first` foremost."""
    own = set()
    if first is not None:
        own = set(first.filter(pk__in={case for case, _on in rows}).values_list("pk", flat=True))
    return sorted(rows, key=lambda row: (row[0] not in own, row[1]))
