"""How figures come to be: from countable rows, by a counting rule, over periods, broken down.

    count(definition("VIC-NEW"), Scope.of_award(award), [period], by=["sex"])

An indicator answers rows, not a number: the same rows give the value, its breakdowns and the list of cases
behind it (`rows_behind`).
"""

from reports.counting.cells import Cell
from reports.counting.definitions import Definition, definition, definitions
from reports.counting.figures import count, count_each, rows_behind
from reports.counting.scopes import Scope

__all__ = ["Cell", "Definition", "Scope", "count", "count_each", "definition", "definitions", "rows_behind"]
