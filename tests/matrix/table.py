"""The table of the role matrix: one row for each address and method, one column for each actor.

A cell is the status for an own row; where something stands in the address, `own/other` with the status for a
foreign row, which must equal that for an absent one. Methods with the same row share a line.
"""

import csv
import os
from pathlib import Path

from tests.matrix.actors import ACTORS

FILE = Path(__file__).with_name("table.csv")
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def read():
    """{address name: {method: {actor: cell}}}"""
    table = {}
    if not FILE.exists():
        return table
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for method in row["methods"].split():
                table.setdefault(row["address"], {})[method] = {actor: row[actor] for actor in ACTORS}
    return table


def keep(address, found):
    """Put what was found into the table, for a person to read and judge: only when she asks for it."""
    if os.environ.get("AMPARO_KEEP_MATRIX"):
        write(read() | {address: found})


def write(table):
    """Write the table, addresses in order, methods with the same answers on one line."""
    with FILE.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(["address", "methods", *ACTORS])
        for address in sorted(table):
            shared = {}
            for method in METHODS:
                shared.setdefault(tuple(table[address][method][actor] for actor in ACTORS), []).append(method)
            writer.writerows([address, " ".join(methods), *cells] for cells, methods in shared.items())


if __name__ == "__main__":
    held = read()
    asked = sum(
        3 if "/" in cell else 1 for rows in held.values() for row in rows.values() for cell in row.values()
    )
    print(f"{len(held)} addresses, {len(METHODS)} methods, {len(ACTORS)} actors: {asked:,} requests")  # noqa: T201
