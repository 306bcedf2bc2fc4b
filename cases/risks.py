"""What follows from a risk assessment: when it is looked at again, whether a safety plan is asked for.

The days stand in `data/risk.yaml`, and nowhere else.
"""

from datetime import timedelta
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.task_words import DANGER
from codebook import lists
from work.charts import Chart
from work.dates import Precision, written
from work.errors import refusal

FILE = Path(__file__).parent / "data" / "risk.yaml"
# So many of the latest assessments are drawn.
DRAWN = 6
IN_DANGER = _("She is in danger now, and nobody has written yet what protects her.")
IN_DANGER_WITH_PLAN = _("The person is in danger now; what protects her stands under “Risk”.")
PILLS = {"low": "good", "medium": "", "high": "care", "imminent": "bad"}


@cache
def days():
    """The table of days, read once."""
    with FILE.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=yaml.CSafeLoader)


def rank(level):
    """1 of the least level, one more of each above; None of one that the programme has added."""
    known = list(days()["review_days"])
    return known.index(level) + 1 if level in known else None


def review_day(level, on):
    """When a risk that was said to be of this level on a day is looked at again."""
    return on + timedelta(days=days()["review_days"].get(level, days()["other_days"]))


def plan_within(level):
    """In how many days a safety plan is asked for at this level; None where none is."""
    return days()["plan_days"].get(level)


def calls_supervisors(level):
    """Is it so high that the supervisors have to act today?"""
    return level == days()["calls"]


def lacks_plan(risk):
    """Is it of a level at which what keeps the person safe is written down, and is not?"""
    return plan_within(risk.level) is not None and not risk.safety_plan


def higher_than(level, domains):
    """Domains of which a higher level is said than of the whole."""
    said = rank(level)
    pairs = [pair.partition(":") for pair in domains or ()]
    return [domain for domain, _colon, of_it in pairs if said and (rank(of_it) or 0) > said]


def refuse_lower_without_reason(level, domains, lower_reason):
    """Ask why the whole is said to be lower than one of its domains: with a reason, it is kept so."""
    higher = [] if lower_reason else higher_than(level, domains)
    if higher:
        words = ngettext(
            "The risk as a whole is lower than in “%(domains)s”. Say why, or choose a higher level.",
            "The risk as a whole is lower than in: %(domains)s. Say why, or choose a higher level.",
            len(higher),
        )
        named = ", ".join(lists.get("risk_domain").labels(higher))
        raise refusal(words % {"domains": named}, field="lower_reason", code="lower")


def present_risk(case):
    """The assessment that stands last of a case; None where there is none."""
    return case.risks.standing().first()


def is_assessed_lately(case, day):
    """Was her risk assessed in the days before this one, or since?"""
    since = day - timedelta(days=days()["admission"]["not_older_than"])
    return case.risks.standing().filter(on__gte=since).exists()


def missing_risk(case, *, since=None):
    """Kinds of tasks for what should be known of her risk; `since` a day, of what was said from then on."""
    risk = present_risk(case)
    if risk is None or (since and risk.on < since):
        yield "risk_assessment"
    elif lacks_plan(risk):
        yield "safety_plan"


def in_danger_words(tasks, risk):
    """What is said above the page of somebody who is in danger now; empty where nobody has said so."""
    if not any(task.kind == DANGER for task in tasks):
        return ""
    return IN_DANGER_WITH_PLAN if risk and risk.safety_plan else IN_DANGER


def pill(level, words):
    """How a level is drawn: its words say it, the colour repeats it."""
    kind = PILLS.get(level, "")
    return {"text": words, "kind": kind, "icon": "alert-triangle" if kind in ("care", "bad") else ""}


def in_words(risk):
    """Give an assessment what its page shows: a pill of the whole, and one of each domain that was asked."""
    levels, by_domain = lists.get("risk_level"), risk.by_domain
    risk.pill, risk.lacks_plan = pill(risk.level, risk.get_level_display()), lacks_plan(risk)
    risk.domain_pills = [
        (words, pill(by_domain[code], levels.label(by_domain[code])))
        for code, words in lists.get("risk_domain").choices(include=by_domain)
        if code in by_domain
    ]
    return risk


def chart_of(risks):
    """The latest of these assessments as bars, the oldest first; None where there is nothing to compare."""
    found = list(risks[:DRAWN])[::-1]
    if len(found) < 2:
        return None
    rows = [(written(risk.on, Precision.DAY), rank(risk.level)) for risk in found]
    words = {rank(risk.level): risk.get_level_display() for risk in found}
    return Chart(
        str(_("Level of the risk, by day")), rows, series=[str(_("Level"))], uid="risk", words=words,
        top=len(days()["review_days"]), room=136,
    )  # fmt: skip
