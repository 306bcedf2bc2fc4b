"""A second, straightforward count: no SQL, no engine, one loop for each rule over plain Python rows.

Written from the definitions of the indicator library, to disagree where the engine is wrong.
"""

from collections import defaultdict
from datetime import timedelta
from statistics import median

DAY = timedelta(days=1)
RECOGNISED = {"presumed", "identified_programme", "confirmed_authority", "confirmed_court"}
FAMILY = {"nuclear_family", "extended_family"}
LEGAL = {"legal_advice", "legal_representation", "court_accompaniment", "early_evidence", "compensation",
         "immigration_regular", "guardianship"}  # fmt: skip
PSYCHOSOCIAL = {"psychosocial_individual", "psychosocial_group", "psychiatric", "crisis_intervention",
                "family_therapy", "recreation"}  # fmt: skip
ONE_OFF = {"food", "clothing", "hygiene", "baby_supplies", "cash", "communication", "transport_local",
           "transport_return"}  # fmt: skip
# Of which two figures a share is made.
SHARED = ("VIC-NEEDS-N", "VIC-IDENT")


def fiscal_year(day):
    return day.year + (day.month >= 10)


class World:
    """Everything that was recorded, as dictionaries; `pays(award, component, day)` says who pays."""

    def __init__(self, *, cases, services, stays, placements, beds, pays, supported):
        self.supported = supported
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
    if code == "MHPSS-PER":
        return [(one, one["on"]) for one in world.services if one["type"] in PSYCHOSOCIAL]
    if code in ("SVC-LEGAL", "VIC-NEEDS-N"):
        given = is_legal if code == "SVC-LEGAL" else follows_needs
        return [
            (one, one["on"]) for one in world.services if one["case"]["result"] in RECOGNISED and given(one)
        ]
    if code == "VIC-IDENT":
        return [
            (case, case["row"].recognised_on)
            for case in world.cases
            if case["result"] in RECOGNISED and was_brought_by_supported(world, case["row"])
        ]
    if code == "VIC-PLAN":
        return [(case, case["opened"] + 30 * DAY) for case in world.cases if case["result"] in RECOGNISED]
    if code == "CASE-EPIS":
        helped = {id(one["case"]) for one in world.services}
        return [(case, case["opened"]) for case in world.cases if id(case) in helped]
    if code == "SHL-IN":
        return [(one, one["admitted"]) for one in world.stays]
    if code in ("SHL-OUT", "SHL-LOS"):
        return [(one, one["left"]) for one in world.stays if one["left"]]
    if code == "PLACED":
        return [(one, one["since"]) for one in world.placements]
    kinds = {"REI-FAM": FAMILY, "REI-SUB": {"substitute_family"}, "REI-IND": {"independent_living"}}[code]
    return [(one, one["since"]) for one in world.placements if one["kind"] in kinds]


def is_legal(service):
    return service["type"] in LEGAL


def follows_needs(service):
    """Did somebody ask before, or on the same day, what she needs, and is it more than a meal or a ticket?"""
    asked = any(day <= service["on"] for day in service["case"]["asked"])
    return asked and service["type"] not in ONE_OFF


def was_brought_by_supported(world, case):
    """Was whoever brought her supported there, from a day before she was identified, and still?"""
    return any(
        source == case.source
        and where in ("", case.found_in)
        and since < case.recognised_on
        and (until is None or case.recognised_on <= until)
        for source, where, since, until in world.supported
    )


def is_planned(case):
    """Was a plan signed, by name or thumb, by the thirtieth day?"""
    last = case["opened"] + 30 * DAY
    return any(on <= last and how in ("signed", "thumbprint") for on, how in case["agreed"])


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
    if code in ("SVC-EVT", "CASE-EPIS", "SHL-IN", "SHL-OUT", "SHL-LOS", "VIC-PLAN", "PLACED"):
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
    if code == "DQ-COMP":
        return completeness(world, award, period)
    if code == "VIC-NEEDS-P":
        return tuple(value(world, part, award, period) for part in SHARED)
    rows = counted(world, code, award, period)
    if code == "VIC-PLAN":
        return on_time(row for row, _day in rows)
    if code == "SHL-LOS":
        return median((row["left"] - row["admitted"]).days for row, _day in rows) if rows else None
    return len(rows)


def completeness(world, award, period):
    """(complete, all) of the counted records: services, arrivals, exits, placements, cases with a service."""
    records = [
        row
        for code in ("SVC-EVT", "SHL-IN", "SHL-OUT", "CASE-EPIS", "PLACED")
        for row in counted(world, code, award, period)
    ]
    return (sum(bool(is_complete(row["case"])) for row, _day in records), len(records))


def is_complete(case):
    """Is of whoever this is known what a report asks of her? Every day here lies after the year of birth."""
    person, office = case["person"], case["row"].office
    return (
        person.sex != "U" and (person.birth_date or person.majority != "unknown") and office.department != ""
    )


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


def on_time(cases):
    """(with a plan in time, all) of these cases."""
    planned = [is_planned(case) for case in cases]
    return (sum(planned), len(planned))


def broken_down(world, code, award, period, name, category_of):
    """{category: value} of a breakdown; `category_of(row, day)` answers one category or a set of them."""
    if code in ("SVC-PER", "VIC-NEEDS-N") and name.startswith("service_type"):
        people, in_total = defaultdict(set), people_of(world, code, award, period)
        for row, day in rows_of(world, code):
            if world.charged(award, row, day) and period.start <= day <= period.end:
                people[category_of(row, day)] |= {row["case"]["person"]} & in_total
        people = {category: some for category, some in people.items() if some}
        return {category: len(some) for category, some in people.items()}
    if code == "VIC-NEEDS-P":
        over, under = (broken_down(world, part, award, period, name, category_of) for part in SHARED)
        return {one: (over.get(one, 0), under.get(one, 0)) for one in {**over, **under}}
    groups = defaultdict(list)
    for row, day in counted(world, code, award, period):
        categories = category_of(row, day)
        for category in categories if isinstance(categories, set) else {categories}:
            groups[category].append(row)
    if code == "SHL-LOS":
        return {one: median((r["left"] - r["admitted"]).days for r in rows) for one, rows in groups.items()}
    if code == "VIC-PLAN":
        return {one: on_time(rows) for one, rows in groups.items()}
    return {category: len(rows) for category, rows in groups.items()}


def people_of(world, code, award, period):
    """Everybody who is counted."""
    return {row["case"]["person"] for row, _day in counted(world, code, award, period)}
