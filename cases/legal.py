"""What the law says of what was done to somebody: act, means and purpose, by national law and by Palermo.

The rules are data, by country and day (`data/legal_tests.yaml`). The two results stand side by side; either
is enough to presume that she is a victim. Nothing here decides: a supervisor does (`actions.identify_case`).
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from cases.ages import ADULT
from codebook import lists
from codebook.codes import TO_CONFIRM, spoken
from work.dates import Precision

FILE = Path(__file__).parent / "data" / "legal_tests.yaml"
ELEMENTS = {"acts": "act", "means": "means_palermo", "purposes": "exploitation_type"}
PALERMO, NATIONAL = "palermo", "national"

# Why a result is what it is, in the order in which it is read.
REASONS = {
    "act_found": _("An act was found."),
    "act_missing": _("No act that this law names was recorded."),
    "means_found": _("Means were found."),
    "means_missing": _("She was an adult and no means were recorded."),
    "means_or_age_missing": _("Neither means nor her age at that time are recorded."),
    "means_not_asked": _("This law asks for no means."),
    "means_not_asked_of_child": _("She was under 18 then, so no means are needed."),
    "purpose_found": _("A purpose of exploitation was found."),
    "purpose_missing": _("No purpose of exploitation that this law names was recorded."),
}
# What is missing, and the question of the intake that asks for it.
MISSING = {
    "act_missing": "acts",
    "means_missing": "means",
    "means_or_age_missing": "means",
    "purpose_missing": "purposes",
}
TITLES = {NATIONAL: _("By national law"), PALERMO: _("By the Palermo Protocol")}


@cache
def rules():
    """The file of rules, read once."""
    with FILE.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=yaml.CSafeLoader)


def named(code):
    """A rule by its code, None when there is none."""
    national = [rule for country in rules()[NATIONAL].values() for rule in country]
    return next((rule for rule in (*rules()[PALERMO], *national) if rule["code"] == code), None)


def rule_of(law, day):
    """Of these rules, in the order of their days, the one that held on this day; None before the first."""
    return next((rule for rule in reversed(law) if rule["since"] <= day), None)


def national_rule(countries, day):
    """The rule of the first of these countries that has one for this day."""
    laws = (rules()[NATIONAL].get(country, ()) for country in countries)
    return next((rule for law in laws if (rule := rule_of(law, day))), None)


@dataclass(frozen=True)
class Result:
    """What one rule says: codes only, so that it can be kept and read again."""

    rule: str
    met: bool
    reasons: tuple
    acts: tuple = ()
    means: tuple = ()
    purposes: tuple = ()

    @property
    def missing(self):
        """Codes of what would have to be found."""
        return tuple(code for code in self.reasons if code.endswith("_missing"))


def judged(rule, event, child):
    """What this rule says of an event and of somebody who was a child then, was not, or it is not known."""
    acts = tuple(code for code in event.acts if code in rule["acts"])
    purposes = tuple(code for code in event.purposes if code in rule["purposes"])
    means = means_of(event)
    reasons = (
        "act_found" if acts else "act_missing",
        means_reason(rule, means, child),
        "purpose_found" if purposes else "purpose_missing",
    )
    met = not any(code.endswith("_missing") for code in reasons)
    return Result(rule["code"], met, reasons, acts, means, purposes)


def means_of(event):
    """The means that were recorded, and those that follow from how she was kept under control."""
    known = rules()["means_of_control"]
    found = {code for code in event.means if code != "not_required_child"}
    found |= {known[code] for code in event.control if code in known}
    return tuple(code for code in lists.get(ELEMENTS["means"]).codes() if code in found)


def means_reason(rule, means, child):
    """The code that says how it stands with the means."""
    if rule["means"] == "nobody":
        return "means_not_asked"
    if child:
        return "means_not_asked_of_child"
    if means:
        return "means_found"
    return "means_or_age_missing" if child is None else "means_missing"


def side_by_side(case, day):
    """`{"national": Result or None, "palermo": Result}` of the events of this case, the strongest of each.

    The rule is that of the day on which it ended or began, or of the day of deciding where neither is known;
    the country is the one in which it happened, or that of the office.
    """
    links = list(case.exploitation_links.standing().select_related("exploitation"))
    home = case.office.organisation.country
    found = {NATIONAL: [], PALERMO: []}
    for event, child in [(link.exploitation, was_child(case, link)) for link in links]:
        then = event.ended or event.began or day
        chosen = {
            NATIONAL: national_rule((event.country, home), then),
            PALERMO: rule_of(rules()[PALERMO], then) or rules()[PALERMO][0],
        }
        for law, rule in chosen.items():
            found[law] += [judged(rule, event, child)] if rule else []
    return {law: strongest(results) for law, results in found.items()}


def was_child(case, link):
    """Was she under 18 then; None when it is not known.

    A birth date that is known to the day, with a day on which it began, says it; else what she herself says,
    else what is known by the year; who is a child today was one then. It is reckoned
    anew each time: a birth date that is mended mends this too.
    """
    event, person = link.exploitation, case.person
    years = person.age_on(event.began) if event.began else None
    exact = person.birth_precision == event.began_precision == Precision.DAY and not person.age_estimated
    if link.was_child is not None and not (exact and years is not None):
        return link.was_child
    if years is not None:
        return years < ADULT
    return person.is_child_on() or None


def strongest(results):
    """The result that is met, or the one that lacks least."""
    return min(results, key=lambda result: (not result.met, len(result.missing)), default=None)


def presumes(results):
    """Is one of the two met? That is enough to presume."""
    return any(result is not None and result.met for result in results.values())


def kept(results):
    """The results as the case keeps them, in JSON."""
    return {law: result and json.loads(json.dumps(asdict(result))) for law, result in results.items()}


def digest(results):
    """A short sign of what the two tests say: another one once they say something else."""
    told = json.dumps(kept(results), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def bare(stored):
    """The results without what was found of her: the law, its outcome, and why."""
    found = {name: [] for name in ELEMENTS}
    return {law: result and result | found for law, result in stored.items()}


def read(stored):
    """The results that a case has kept; nothing for one that was never tested."""
    stored = {law: stored.get(law) for law in TITLES} if stored else {}
    return {law: result and again(result) for law, result in stored.items()}


def again(result):
    """A result as it was when it was kept; JSON knows no tuples."""
    facts = {name: tuple(value) if isinstance(value, list) else value for name, value in result.items()}
    return Result(**facts)


def in_words(results):
    """The two results as a page shows them, side by side."""
    return [one_in_words(title, results.get(law)) for law, title in TITLES.items()]


def one_in_words(title, result):
    """One result: law, outcome, reasons, and the elements that were found."""
    if result is None:
        return {"title": title, "rule": None, "met": False, "reasons": [], "found": []}
    rule = named(result.rule)
    found = [lists.get(code_list).labels(getattr(result, name)) for name, code_list in ELEMENTS.items()]
    return {
        "title": title,
        "rule": rule[f"name_{spoken()}"],
        "source": rule["source"],
        "to_confirm": rule["provenance"] in TO_CONFIRM,
        "met": result.met,
        "reasons": [(REASONS[code], MISSING.get(code, "")) for code in result.reasons],
        "found": [word for words in found for word in words],
    }
