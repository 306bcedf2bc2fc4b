"""The engine and a second, straightforward count agree, for every indicator, breakdown and period.

The world is random: 2,000 cases. The seed is printed; another can be tried with SEED=… in the environment.
"""

import os
import random
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from programmes.periods import parse
from reports.counting import Scope, count, count_each, definitions
from reports.counting.cells import SHARES
from tests.reports.counting import plain, world

pytestmark = pytest.mark.django_db
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))
PERIODS = {
    "one": [
        "FY2011-Q1", "FY2011-Q2", "FY2011-Q3", "FY2011-Q4", "FY2012-Q2", "FY2011", "2011", "LOA",
        "2011-02-20..2011-05-10",
    ],
    "other": ["AQ1", "AQ2", "AQ3", "AQ4", "AY1", "FY2011-Q3", "LOA"],
}  # fmt: skip
GROUPS = {
    "food": "material_or_cash", "clothing": "material_or_cash", "medical_general": "medical",
    "legal_advice": "legal", "psychosocial_individual": "psychological", "recreation": "psychological",
}  # fmt: skip
FORMS = {
    "sexual": "sexual_exploitation", "forced_labour": "labour_exploitation", "begging": "forced_begging",
    "online": "other",
}  # fmt: skip
EXITS = {
    "family": "planned_reintegration", "left_without_notice": "unplanned_left", "other_shelter": "transfer",
}  # fmt: skip
SEXUAL, LABOUR = {"sexual"}, {"forced_labour"}
POPULATIONS = {"victim_of_trafficking": "victim_of_trafficking", "at_risk": "other", "returnee": "returnee"}


def bands(name):
    """(first year, last year, band) by hand, from the sets of the indicator library."""
    return {
        "child_adult": [(0, 17, "0-17"), (18, 200, "18+")],
        "unhcr": [(0, 4, "0-4"), (5, 11, "5-11"), (12, 17, "12-17"), (18, 59, "18-59"), (60, 200, "60+")],
        "usaid_youth": [(10, 14, "10-14"), (15, 19, "15-19"), (20, 24, "20-24"), (25, 29, "25-29")],
    }[name]


def age_band(name, person, day):
    years = world.age(person, day)
    if years is None:
        known = {"minor": "0-17", "adult": "18+"} if name == "child_adult" else {}
        return known.get(person.majority, "not_recorded")
    found = [band for first, last, band in bands(name) if first <= years <= last]
    return found[0] if found else "other"


def nationality(codes):
    if "GT" in codes:
        return "national"
    if not codes or codes == ["XX-UNKNOWN"]:
        return "not_recorded"
    return "stateless" if codes == ["XX-STATELESS"] else "foreign"


def category(name, row, day, new):
    """The category of a row by hand; of forms of trafficking a set of them; `new` are people."""
    case = row["case"]
    if name.startswith("age_band:"):
        return age_band(name.split(":")[1], case["person"], day)
    by_hand = {
        "status_new_continuing": lambda: "new" if case["person"] in new else "continuing",
        "sex": lambda: case["person"].sex,
        "nationality_group": lambda: nationality(case["person"].nationalities),
        "population_type": lambda: POPULATIONS[case["row"].population],
        "department": lambda: case["row"].office.department or "not_recorded",
        "identified_by": lambda: {"police": "police", "prosecutor": "prosecution", "self": "self_or_family"}[
            case["row"].source
        ],
        "trafficking_form": lambda: (
            {FORMS[one] for one in case["purposes"] if one in FORMS} or {"not_determined"}
        ),
        "trafficking_form:code": lambda: (
            {one for one in case["purposes"] if one in FORMS} or {"not_determined"}
        ),
        "form_rollup": lambda: one_word(set(case["purposes"])),
        "service_type": lambda: GROUPS[row["type"]],
        "service_type:code": lambda: row["type"],
        "exit_type": lambda: EXITS[row["exit"]],
        "placement": lambda: row["kind"],
    }
    return by_hand[name]()


def one_word(purposes):
    """What somebody lived through, in one word, by hand."""
    if SEXUAL & purposes:
        return "both" if LABOUR & purposes else "sexual"
    if LABOUR & purposes:
        return "labour"
    return "other" if purposes & set(FORMS) else "not_determined"


def new_ones(everything, award, period):
    """The people of VIC-NEW: whoever else is counted in VIC-TOT came before."""
    return {row["case"]["person"] for row, _day in plain.counted(everything, "VIC-NEW", award, period)}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    print(f"SEED={SEED}")  # noqa: T201
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build(SEED)
        transaction.set_rollback(True)


def told(counting, cell):
    """A figure as it is counted by hand: of a share both parts, that its value is made of."""
    if counting.rule not in SHARES:
        return cell.value
    over, under = cell.numerator or 0, cell.denominator or 0
    assert cell.value == (100 * Decimal(over) / under if under else None)
    return (over, under)


@pytest.mark.parametrize("named", ["one", "other"])
@pytest.mark.parametrize("code", list(definitions()))
def test_engine_and_plain_python_agree(built, code, named):
    everything, awards = built
    award, counting = awards[named], definitions()[code]
    periods = [parse(label, award) for label in PERIODS[named]]
    found = count(counting, Scope.of_award(award), periods, counting.by)

    for period, one in zip(periods, found, strict=True):
        expected = plain.value(everything, code, award, period)
        assert told(counting, one.total) == expected, (SEED, period.label)
        new = new_ones(everything, award, period)
        for name in counting.by:
            cells = {key[0]: told(counting, cell) for key, cell in one.breakdowns[name].items()}
            by_hand = plain.broken_down(
                everything,
                code,
                award,
                period,
                name,
                lambda row, day, name=name, new=new: category(name, row, day, new),
            )
            assert cells == by_hand, (SEED, period.label, name)


@pytest.mark.parametrize("named", ["one", "other"])
def test_counted_together_or_a_period_by_itself_each_figure_is_the_same(built, named):
    """What two indicators share is read once, and what is earlier than a period another way than within."""
    _everything, awards = built
    award, every = awards[named], [(one, one.by) for one in definitions().values()]
    scope, periods = Scope.of_award(award), [parse(label, award) for label in PERIODS[named]]
    alone = [count(counting, scope, periods, by) for counting, by in every]

    assert count_each(every, scope, periods) == alone
    for number, period in enumerate(periods):
        by_itself = [found for [found] in count_each(every, scope, [period])]
        assert by_itself == [found[number] for found in alone], (SEED, period.label)


def test_a_share_asked_for_beside_its_two_parts_reads_no_row_again(built):
    _everything, awards = built
    scope, periods = Scope.of_award(awards["one"]), [parse(PERIODS["one"][0], awards["one"])]
    parts = [(definitions()[code], definitions()[code].by) for code in ("VIC-NEEDS-N", "VIC-IDENT")]
    share = definitions()["VIC-NEEDS-P"]
    count_each(parts, scope, periods)  # what is read once and held is read here

    with CaptureQueriesContext(connection) as alone:
        count_each(parts, scope, periods)
    with CaptureQueriesContext(connection) as together:
        *_parts, [told] = count_each([*parts, (share, share.by)], scope, periods)

    assert len(together) == len(alone)
    assert [told] == count(share, scope, periods, share.by)
