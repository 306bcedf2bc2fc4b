"""The words of the workbook: what is far from its target, and how everything was counted."""

from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.as_made import kind_of
from reports.checks import warning
from reports.counting.definitions import language
from reports.counting.dimensions import NAMES, RECALLED
from reports.restating import restated
from reports.tracking.languages import in_language
from reports.tracking.restatements import restated_rows
from reports.tracking.table import deviating

OUR_OWN = "Custom to this project"
CITABLE = Path(__file__).parent.parent / "data" / "citable.yaml"
# An indicator of the donor's whose official text nobody of ours has read in full.
TO_CONFIRM = {"official_name_only", "official_recalled"}


def deviation_rows(report, lines):
    """Every total that is far from its target, with what was said about it."""
    said = {one.code: one for one in report.deviations.all()}
    rows = [[
        _("Code"), _("Indicator"), _("Period"), _("Target"), _("Figure"), "%", _("Cause"), _("Explanation"),
        _("Action"), _("Who answers for it"), _("Until"),
    ]]  # fmt: skip
    for line, pair in deviating(report, lines):
        words = said.get(line.counting.code)
        share = pair.percent * 100 if hasattr(pair.percent, "quantize") else pair.percent
        rows.append([
            line.counting.code, line.counting.name, pair.label, pair.target, pair.actual,
            round(share) if hasattr(share, "quantize") else share,
            words.get_cause_display() if words else "",
            in_language(words.explanation, words.explanation_en) if words else "",
            in_language(words.action, words.action_en) if words else "",
            words.owner if words else "", words.due_on if words else None,
        ])  # fmt: skip
    nothing = _("No figure is far from its target.")
    return rows if len(rows) > 1 else [rows[0], [nothing, *[""] * (len(rows[0]) - 1)]]


def note_rows(report, lines):
    """How each indicator was counted, what is lacking, and what earlier reports said otherwise."""
    rows = [[_("About"), _("Note")]]
    rows += general(report)
    rows += restated_rows(restated(report))
    checked = _("Check: %(title)s")
    rows += [[checked % {"title": title}, words] for title, words in lacking_for_donor(report)]
    versions = dict(report.figures.values_list("code", "indicator__version").distinct())
    for line in (line for line in lines if not line.dimension):
        counting = line.counting
        rows.append([counting.code, f"{counting.words} {certainty(counting)}"])
        if is_untold(counting, line.life and line.life.actual):
            rows.append([counting.code, untold_words()])
        version = _("Definition, version %(version)s.") % {"version": versions.get(counting.code, 1)}
        rows.append([counting.code, " ".join([version, *source_to_cite(counting)])])
    return rows


def is_untold(counting, value):
    """Is there no figure because nobody wrote down what it asks for? A stock to come has none either."""
    return value is None and counting.is_additive


def untold_words():
    return _("There is no figure: the programme has not written down yet what is asked for here.")


def lacking_for_donor(report):
    """(title, words) of what is lacking; numbers of cases stay in the house."""
    for one in warning(report.checks):
        yield check_words(without_cases(one))


def certainty(counting):
    """How sure a donor may be of an indicator: why it is to be confirmed is for the house to read."""
    if counting.provenance in TO_CONFIRM:
        return _("To be confirmed with the award.")
    return provenance_words(counting.provenance)


@cache
def citable():
    """{code: {language: source}} of the sources that a donor may be pointed to."""
    return yaml.safe_load(CITABLE.read_text(encoding="utf-8"))


def source_to_cite(counting):
    """Where a reader finds the indicator published, in words of the language being written."""
    found = citable().get(counting.code)
    return [_("Source: %(source)s") % {"source": found[language()]}] if found else []


def sources_in_house(counting):
    """Every source and research note of a definition, as pages of the house show them."""
    return [_("Defined for this programme.") if one == OUR_OWN else one for one in counting.sources]


def general(report):
    """What holds for the whole report."""
    yield [_("Template"), template_words(report)]
    yield from small_numbers(report)
    yield [
        _("Ages"),
        _(
            "Age is that of the day on which somebody counts. Age groups to be confirmed with the award:"
            " %(names)s."
        )
        % {"names": ", ".join(str(NAMES[name]) for name in sorted(RECALLED))},
    ]
    for name, on, decided_by in report.agreed.get("small_offices", ()):
        yield [_("Small office"), f"{name}: {on}, {decided_by}"]
    if report.digest:
        yield [_("Fingerprint of the approved figures"), report.digest]


def small_numbers(report):
    """From what number on finer breakdowns are shown, as agreed when the report was counted."""
    threshold, decided_on, decision = threshold_of(report)
    yield [
        _("Small numbers"),
        _(
            "This file shows totals, sex and child or adult of the whole award, which the agreement lets the"
            " donor see exactly. Anything finer is shown from %(threshold)s on."
        )
        % {"threshold": threshold},
    ]
    if decision:
        yield [_("Small numbers"), f"{decided_on}: {decision}"]


def threshold_of(report):
    """The smallest number shown, and the day and words of a decision about it."""
    names = ("small_cell_threshold", "threshold_decided_on", "threshold_decision")
    return [report.agreed.get(name, getattr(report.award, name)) for name in names]


def template_words(report):
    kind = kind_of(report)
    version = report.template.version if report.template else 1
    words = _("%(name)s, version %(version)s.") % {"name": kind.name, "version": version}
    confirm = _("Its layout is no form of the donor's: confirm it against the award.")
    return f"{words} {confirm}" if kind.must_confirm else words


def provenance_words(provenance):
    """How sure it is that the donor asks for this in this way."""
    return {
        "official_name_only": _("Confirm: the official wording was read, its code was not."),
        "official_recalled": _("Confirm: this is a recollection, no official text was read."),
        "peer_published": _(
            "Published by a peer organisation or another donor; no code of the US government."
        ),
        "custom": _("Defined for this programme."),
    }.get(provenance, "")


def without_cases(one):
    """A finding as the donor reads it: how many, and never which cases, not all of which this award pays."""
    return one | {"facts": {name: fact for name, fact in one["facts"].items() if name != "cases"}}


def check_words(one):
    """A check's title and what it found, in words."""
    facts = one["facts"]
    said = {
        "residents": (
            _("Residents"),
            _(
                "%(opening)s at the start, %(carried_in)s carried in, %(entries)s came, %(exits)s left,"
                " %(carried_out)s carried out: %(closing)s at the end."
            ),
        ),
        "categories": (_("Breakdowns"), _("Every breakdown without overlap comes to its total.")),
        "quarters": (_("Quarters"), _("Quarters come to the award so far, where they must.")),
        "new": (_("New people"), _("Nobody is new who is not in the total of people helped.")),
        "after_the_end": (_("Dates"), _("Nothing is counted that happened after the period.")),
        "targets": (_("Targets"), _("Every indicator that needs a target has one.")),
        "deviations": (_("Explanations"), _("Every figure that is far from its target is explained.")),
        "likenesses": (_("Possible duplicates"), _("None is waiting to be examined.")),
    }
    title, words = said[one["check"]]
    words = words % facts if "%(" in words else words
    failing = "" if one["holds"] else failing_words(one["check"], facts)
    # The account of residents is told whether or not it comes out.
    return title, f"{words} {failing}" if failing and one["check"] == "residents" else failing or words


def target_words(facts):
    """Which indicators of the award lack a target; of all others only how many have none."""
    said = []
    if facts["lacking"]:
        said.append(_("No target is set for: %(codes)s.") % {"codes": ", ".join(facts["lacking"])})
    if others := facts.get("without", 0):
        words = ngettext(
            "%(n)s indicator of this template has no target in this award.",
            "%(n)s indicators of this template have no target in this award.",
            others,
        )
        said.append(words % {"n": others})
    return " ".join(said)


def failing_words(check, facts):
    """What a check says when it does not hold."""
    if check == "targets":
        return target_words(facts)
    if check == "deviations":
        kept = facts.get("names", {})
        names = {code: kept.get(code, {}).get(language(), code) for code in facts["unexplained"]}
        said = ", ".join(f"{name} ({code})" for code, name in names.items())
        return _("Far from the target and not explained: %(names)s.") % {"names": said}
    if check == "likenesses":
        return likeness_words(facts)
    if check == "residents" and not facts.get("wrong"):
        return ""
    return _("These do not agree: %(wrong)s.") % {"wrong": "; ".join(facts["wrong"])}


def likeness_words(facts):
    """How many pairs wait, and of which cases where these may be told."""
    pairs = ngettext(
        "%(pairs)s possible duplicate is not yet examined.",
        "%(pairs)s possible duplicates are not yet examined.",
        facts["pairs"],
    ) % {"pairs": facts["pairs"]}
    cases = _("Cases: %(cases)s.") % {"cases": ", ".join(facts["cases"])} if facts.get("cases") else ""
    return f"{pairs} {cases}".strip()
