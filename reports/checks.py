"""What is looked at before a report may be approved: whether its figures agree with each other.

What is wrong stops the approval; what is lacking is said loudly, and whoever approves has read it.
"""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field

from cases.models import Case, Likeness
from programmes.targets import agreed, present_targets
from reports.counting import definition
from reports.counting.breakdowns import is_overlapping
from reports.counting.movement import movement
from reports.fingerprints import fingerprint_of
from reports.kinds import kinds
from reports.models.made import Stretch

# Shown at most so many codes or numbers of a kind; the rest is counted.
SHOWN = 20


@dataclass
class Finding:
    """One check with its answer: `stops` is wrong figures, `warns` something lacking."""

    check: str
    holds: bool
    stops: bool = True
    facts: dict = field(default_factory=dict)


def run(report, scope, figures):
    """Every check in order, as plain data."""
    found = [
        residents_come_out(report, scope, figures),
        categories_come_to_total(report, figures),
        quarters_come_to_life(figures),
        new_are_within_total(figures),
        nothing_after_the_end(figures),
        targets_are_there(report, figures),
        likenesses_are_examined(report),
    ]
    return [asdict(one) for one in found]


def residents_come_out(report, scope, figures):
    """Opening and carried in, with entries, without exits and carried out, come to the closing number."""
    account = movement(scope, report.stretch)
    counted = {"SHL-IN": account.entries, "SHL-OUT": account.exits, "SHL-STOCK": account.closing}
    told = {one.code: one.value for one in totals(figures) if is_own(one, report)}
    wrong = [
        f"{code}: {int(told[code])} ≠ {value}"
        for code, value in counted.items()
        if code in told and told[code] != value
    ]
    facts = asdict(account) | {"reported": int(told.get("SHL-STOCK", account.closing)), "wrong": wrong}
    return Finding("residents", account.comes_out and not wrong, facts=facts)


def categories_come_to_total(report, figures):
    """Each breakdown of which every row has one category is there and comes to the total."""
    sums = Counter()
    for one in figures:
        sums[one.code, one.stretch, one.period, one.dimension] += one.n
    wrong = [
        f"{one.code} {one.period} {dimension}: {added} ≠ {one.n}"
        for one in totals(figures)
        for dimension in breakdowns_of(one, report)
        if (added := sums[one.code, one.stretch, one.period, dimension]) != one.n
    ]
    return Finding("categories", not wrong, facts={"wrong": sorted(wrong)[:SHOWN]})


def breakdowns_of(total, report):
    """The breakdowns without overlap that were counted of a total; all in the report's own column."""
    counting = definition(total.code)
    shown = counting.by if is_own(total, report) else kinds()[report.kind].breakdowns
    return [name for name in shown if name in counting.by and not is_overlapping(counting, name)]


def quarters_come_to_life(figures):
    """Of rules that add up, the quarters come to the award so far."""
    # Of what nobody can tell there is no figure, neither of a quarter nor of the award.
    told = [one for one in totals(figures) if one.value is not None]
    additive = [one for one in told if definition(one.code).is_additive]
    quarters = defaultdict(int)
    for one in additive:
        if one.stretch == Stretch.QUARTER:
            quarters[one.code] += one.value
    life = {one.code: one.value for one in additive if one.stretch == Stretch.LIFE}
    wrong = [f"{code}: {quarters[code]} ≠ {value}" for code, value in life.items() if quarters[code] != value]
    return Finding("quarters", not wrong, facts={"wrong": sorted(wrong)[:SHOWN]})


def new_are_within_total(figures):
    """Nobody is new in a period who is not among all that were helped in it."""
    told = {(one.code, one.stretch, one.period): one.value for one in totals(figures)}
    wrong = []
    for (code, stretch, period), value in told.items():
        whole = told.get(("VIC-TOT", stretch, period))
        if code == "VIC-NEW" and whole is not None and value > whole:
            wrong.append(f"{period}: {value} > {whole}")
    return Finding("new", not wrong, facts={"wrong": sorted(wrong)[:SHOWN]})


def nothing_after_the_end(figures):
    """No counted row is dated after the period of its figure: the statements that count are looked at here by
    what they brought back."""
    late = sorted({f"{one.code} {one.period}" for one in figures if one.latest and one.latest > one.end})
    return Finding("after_the_end", not late, facts={"wrong": late[:SHOWN]})


def targets_are_there(report, figures):
    """Every indicator of the award has a target for the report's period, its year or the award; of those that
    it never agreed to, how many have none."""
    having = {one.code for one in totals(figures) if one.target is not None and is_about(one, report)}
    lacking = [
        one.code
        for one in totals(figures)
        if is_own(one, report) and definition(one.code).target and one.code not in having
    ]
    promised = in_the_award(report.award)
    facts = {"lacking": [code for code in lacking if code in promised]}
    facts["without"] = len(lacking) - len(facts["lacking"])
    return Finding("targets", not lacking, stops=False, facts=facts)


def in_the_award(award):
    """Codes of the indicators that the award agreed to, or has a target of in any period."""
    return {row.indicator for row in agreed(award)} | {key[0] for key in present_targets(award)}


def deviations_are_explained(far, explained):
    """Every one of these indicators far from its target has an explanation: afterwards none can be given."""
    names = {one.code: one.both_names for one in far if one.code not in explained}
    return Finding("deviations", not names, stops=False, facts={"unexplained": list(names), "names": names})


def likenesses_are_examined(report):
    """Possible duplicates among the organisation's people that nobody has examined yet."""
    own = Case.objects.filter(office__organisation=report.award.organisation_id).order_by()
    people = own.values("person")
    waiting = Likeness.objects.waiting().filter(one__in=people) | Likeness.objects.waiting().filter(
        other__in=people
    )
    pairs = list(waiting.order_by("created_at", "id").values_list("one", "other"))
    # Of a pair with somebody of a partner's, the one number would tell that a partner knows her too.
    ours = set(own.filter(person__in=people_of(pairs[:SHOWN])).values_list("person", flat=True))
    shown = people_of(pair for pair in pairs[:SHOWN] if ours.issuperset(pair))
    numbers = sorted(own.filter(person__in=shown).values_list("number", flat=True))
    return Finding("likenesses", not pairs, stops=False, facts={"pairs": len(pairs), "cases": numbers})


def people_of(pairs):
    return {person for pair in pairs for person in pair}


def totals(figures):
    return [one for one in figures if not one.dimension]


def is_own(one, report):
    """Does the figure stand in the report's own column?"""
    return one.stretch == Stretch.QUARTER and one.period == report.period


def is_about(one, report):
    """Does the figure stand in the report's own column, in its year's, or in that of the whole award?"""
    its_year = one.stretch == Stretch.YEAR and one.start <= report.end <= one.end
    return is_own(one, report) or its_year or one.stretch == Stretch.LIFE


def stopping(found):
    """The checks that do not hold and stop an approval."""
    return [one for one in found if not one["holds"] and one["stops"]]


def warning(found):
    """The checks that do not hold and must be confirmed."""
    return [one for one in found if not one["holds"] and not one["stops"]]


def shown_as(one):
    """The name of a finding with what it said: what was confirmed is not another answer of the same check."""
    return f"{one['check']}-{fingerprint_of(one['facts'])[:16]}"


def without_target(found):
    """Codes of the indicators that need a target and have none."""
    return {code for one in found if one["check"] == "targets" for code in one["facts"]["lacking"]}
