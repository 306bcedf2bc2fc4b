"""The figures of a quarter by the engine and by the statements of `bench/sql`, as one and the same table."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import connection

from cases.ages import band_edge
from cases.models import Person
from programmes.models import windows_of
from reports.counting import Scope, count_each, definitions
from reports.counting.cells import SHARES
from reports.counting.dimensions import BANDS, band_of, read_maps
from vault.keys import held_keys, open_keys

STATEMENTS = settings.BASE_DIR / "bench" / "sql"
FAMILIES = ("services", "stays", "placements", "cases", "records")
# Rows whose age band the birth year does not settle: person and day, for her birth date to be opened.
SEALED = "sealed"
# Of which two figures a share is made.
SHARES_OF_TWO = {"VIC-NEEDS-P": ("VIC-NEEDS-N", "VIC-IDENT")}


def by_engine(award, period):
    """{(indicator, breakdown, category): figure} of a quarter, with all breakdowns there are."""
    found, asked = {}, [(counting, counting.by) for counting in definitions().values()]
    told = count_each(asked, Scope.of_award(award), [period])
    for (counting, _by), [counted] in zip(asked, told, strict=True):
        code = counting.code
        found[code, "", ""] = kept(*parts(counting.rule, counted.total))
        for name, cells in counted.breakdowns.items():
            for (category,), cell in cells.items():
                found[code, name, category] = kept(*parts(counting.rule, cell))
    return found


def parts(rule, cell):
    """A figure with its quartiles, or with both parts of a share."""
    if rule in SHARES:
        return cell.value, cell.numerator, cell.denominator
    return cell.value, cell.low, cell.high


def by_hand(award, period):
    """The same from one statement for each family; nothing is zero where no row came back."""
    found, sealed = {(code, "", ""): kept(0) for code in definitions()}, []
    values = parameters(award, period)
    for family in FAMILIES:
        for code, name, category, *figure in asked(family, values):
            if name == SEALED:
                sealed.append((code, *category.split(), figure))
            elif category != SEALED:
                found[code, name, category] = kept(*figure)
    for key, figures in bands_of(sealed).items():
        found[key] = added_up([*figures, found[key]] if key in found else figures)
    found |= shares_of_two(found)
    return {key: shared(figure) if is_share(key[0]) else figure for key, figure in found.items()}


def shares_of_two(found):
    """Both parts of those shares that are made of two indicators."""
    shares = {}
    for code, (over, under) in SHARES_OF_TWO.items():
        for name in ("", *definitions()[code].by):
            for category in {one[2] for one in found if one[0] in (over, under) and one[1] == name}:
                parts = (found.get((part, name, category), kept(0))[0] for part in (over, under))
                shares[code, name, category] = kept(None, *parts)
    return shares


def is_share(code):
    return definitions()[code].rule in SHARES


def added_up(figures):
    """Figures of the same category, each part by itself."""
    return kept(*(None if None in part else sum(part) for part in zip(*figures, strict=True)))


def shared(figure):
    """A share from its two parts."""
    _value, over, under = figure
    return kept(100 * over / under if under else None, over, under)


def asked(family, values):
    """The lines of a family's statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement(family), values)
        return cursor.fetchall()


@cache
def statement(family):
    return (STATEMENTS / f"{family}.sql").read_text(encoding="utf-8")


def parameters(award, period):
    """What the statements are asked with: the days that the award pays, and which code belongs where."""
    components, since, until = (list(column) for column in zip(*windows_of(award), strict=True))
    names, codes, values = (list(column) for column in zip(*mapped(), strict=True))
    return {
        "award": award.pk, "since": period.start, "until": period.until,
        "components": components, "paid_since": since, "paid_until": until,
        "map_names": names, "map_codes": codes, "map_values": values,
    }  # fmt: skip


@cache
def mapped():
    """(breakdown, code, value) of every code that a breakdown groups."""
    return [
        (name, code, value)
        for name, grouped in read_maps().items()
        for value, facts in grouped["values"].items()
        for code in facts["codes"]
    ]


def bands_of(sealed):
    """{(indicator, breakdown, category): figures} of rows that wait for the birth date of their person."""
    found = defaultdict(list)
    with held_keys():
        people = Person.objects.in_bulk({person for _code, person, _day, _figure in sealed})
        open_keys(people.values())
        for code, person, day, figure in sealed:
            one, day = people[UUID(person)], date.fromisoformat(day)
            band = band_edge(one.age_on(day)), one.is_child_on(day)
            for form in BANDS:
                found[code, f"age_band:{form}", band_of(form, *band)].append(figure)
    return found


def kept(value, low=None, high=None):
    """As figures are kept: to four places."""
    return tuple(None if one is None else round(Decimal(one), 4) for one in (value, low, high))
