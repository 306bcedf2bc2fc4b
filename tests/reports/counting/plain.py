"""A second, straightforward count: no SQL, no engine, one loop for each rule over plain Python rows.

Written from the definitions of the indicator library, to disagree where the engine is wrong.
"""

from collections import defaultdict
from datetime import timedelta
from statistics import median

DAY = timedelta(days=1)
RECOGNISED = {"presumed", "identified_programme", "confirmed_authority", "confirmed_court"}
FAMILY = {"nuclear_family", "extended_family"}


def fiscal_year(day):
    return day.year + (day.month >= 10)


class World:
    """Everything that was recorded, as dictionaries; `pays(award, component, day)` says who pays."""

    def __init__(self, *, cases, services, stays, placements, beds, pays):
        self.cases, self.services, self.stays = cases, services, stays
        self.placements, self.beds, self.pays = placements, beds, pays
        self.counted = {}

    def charged(self, award, row, day):
        """Is this row charged to the award on this day?"""
        only = row.get("only")
        return self.pays(award, row["component"], day) and only in (None, award)


def rows_of(world, code):
    """(row, day) of the events of an indicator."""
    if code in ("VIC-NEW", "VIC-TOT", "VIC-FY"):
        return [(one, one["on"]) for one in world.services if one["case"]["result"] in RECOGNISED]
    if code in ("PRM-REACH", "SVC-EVT", "SVC-PER"):
        return [(one, one["on"]) for one in world.services]
    if code == "CASE-EPIS":
        helped = {id(one["case"]) for one in world.services}
        return [(case, case["opened"]) for case in world.cases if id(case) in helped]
    if code == "SHL-IN":
        return [(one, one["admitted"]) for one in world.stays]
    if code in ("SHL-OUT", "SHL-LOS"):
        return [(one, one["left"]) for one in world.stays if one["left"]]
    kinds = {"REI-FAM": FAMILY, "REI-SUB": {"substitute_family"}, "REI-IND": {"independent_living"}}[code]
    return [(one, one["since"]) for one in world.placements if one["kind"] in kinds]


def counted(world, code, award, period):
    """[(row, day on which it counts)] of the rows that make up the figure; each is worked out once."""
    key = (code, award, period)
    if key not in world.counted:
        world.counted[key] = worked_out(world, code, award, period)
    return world.counted[key]


def worked_out(world, code, award, period):
    if code in ("SHL-STOCK", "SHL-UNIQ", "VIC-ACTIVE"):
        return lasting(world, code, award, period)
    charged = [(row, day) for row, day in rows_of(world, code) if world.charged(award, row, day)]
    charged.sort(key=lambda pair: (pair[1], pair[0]["order"]))
    inside = [(row, day) for row, day in charged if period.start <= day <= period.end]
    if code in ("SVC-EVT", "CASE-EPIS", "SHL-IN", "SHL-OUT", "SHL-LOS"):
        return inside
    if code in ("VIC-TOT", "SVC-PER"):
        return firsts(inside, lambda row, day: row["case"]["person"])
    if code == "VIC-FY" and fiscal_year(period.start) < fiscal_year(period.end):
        return firsts(inside, lambda row, day: row["case"]["person"])
    if code == "VIC-FY":
        per_year = firsts(charged, lambda row, day: (row["case"]["person"], fiscal_year(day)))
    else:
        per_year = firsts(charged, lambda row, day: row["case"]["person"])
    return [(row, day) for row, day in per_year if period.start <= day <= period.end]


def firsts(rows, key):
    """The first of each key, in the order given."""
    found = {}
    for row, day in rows:
        found.setdefault(key(row, day), (row, day))
    return list(found.values())


def lasting(world, code, award, period):
    """People (or cases) with a day that counts, each with the first such day."""
    if code == "VIC-ACTIVE":
        return [
            (case, period.end)
            for case in world.cases
            if is_open(case, period.end) and world.charged(award, case, period.end)
        ]
    days = [period.end] if code == "SHL-STOCK" else days_of(period)
    found = {}
    for day in days:
        for stay in world.stays:
            sleeps = stay["admitted"] <= day and (stay["left"] is None or stay["left"] > day)
            if sleeps and world.charged(award, stay, day):
                found.setdefault(stay["case"]["person"], (stay, day))
    return list(found.values())


def is_open(case, day):
    return any(since <= day and (until is None or day < until) for since, until in case["open"])


def days_of(period):
    return [period.start + n * DAY for n in range((period.end - period.start).days + 1)]


def value(world, code, award, period):
    """The figure itself."""
    if code == "SHL-OCC":
        return occupancy(world, award, period)
    rows = counted(world, code, award, period)
    if code == "SHL-LOS":
        return median((row["left"] - row["admitted"]).days for row, _day in rows) if rows else None
    return len(rows)


def occupancy(world, award, period):
    used = able = 0
    for day in days_of(period):
        used += sum(
            stay["admitted"] <= day and (stay["left"] is None or stay["left"] > day)
            for stay in world.stays
            if world.charged(award, stay, day)
        )
        able += sum(
            bed["since"] <= day and (bed["until"] is None or bed["until"] > day)
            for bed in world.beds
            if world.pays(award, bed["component"], day)
        )
    return (used, able)


def broken_down(world, code, award, period, name, category_of):
    """{category: value} of a breakdown; `category_of(row, day)` answers one category or a set of them."""
    if code == "SVC-PER" and name.startswith("service_type"):
        people = defaultdict(set)
        for row, day in rows_of(world, code):
            if world.charged(award, row, day) and period.start <= day <= period.end:
                people[category_of(row, day)].add(row["case"]["person"])
        return {category: len(some) for category, some in people.items()}
    groups = defaultdict(list)
    for row, day in counted(world, code, award, period):
        categories = category_of(row, day)
        for category in categories if isinstance(categories, set) else {categories}:
            groups[category].append(row)
    if code == "SHL-LOS":
        return {one: median((r["left"] - r["admitted"]).days for r in rows) for one, rows in groups.items()}
    return {category: len(rows) for category, rows in groups.items()}
