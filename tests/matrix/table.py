"""The table of the role matrix: one row for each address and method, one column for each actor.

A cell is the status for an own row; where something stands in the address, `own/other` with the status for a
foreign row, which must equal that for an absent one. Methods with the same row share a line.
"""

import csv
import os
from pathlib import Path

FILE = Path(__file__).with_name("table.csv")
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
BEFORE_ACTORS = ["address", "methods"]


def read():
    """{address name: {method: {actor: cell}}}"""
    table = {}
    if not FILE.exists():
        return table
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            address, methods = (row.pop(head) for head in BEFORE_ACTORS)
            for method in methods.split():
                table.setdefault(address, {})[method] = dict(row)
    return table


def keep(address, found):
    """Put what was found into the table, for a person to read and judge: only when she asks for it."""
    if os.environ.get("AMPARO_KEEP_MATRIX"):
        write(read() | {address: found})


def write(table):
    """Write the table, addresses in order, methods with the same answers on one line."""
    with FILE.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        actors = list(next(iter(table.values()))[METHODS[0]])
        writer.writerow([*BEFORE_ACTORS, *actors])
        for address in sorted(table):
            shared = {}
            for method in METHODS:
                shared.setdefault(tuple(table[address][method][actor] for actor in actors), []).append(method)
            writer.writerows([address, " ".join(methods), *cells] for cells, methods in shared.items())


def counted(table):
    """How much is said: `(addresses, actors, answers)`; what the table does not name is not counted."""
    cells = [cell for methods in table.values() for row in methods.values() for cell in row.values()]
    actors = {actor for methods in table.values() for row in methods.values() for actor in row}
    return len(table), len(actors), sum(3 if "/" in cell else 1 for cell in cells)


if __name__ == "__main__":
    addresses, actors, requests = counted(read())
    print(f"{addresses} addresses, {len(METHODS)} methods, {actors} actors: {requests:,} answers")  # noqa: T201
