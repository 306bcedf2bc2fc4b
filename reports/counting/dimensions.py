"""By what a figure may be broken down, and into which categories each row falls.

Categories are codes of the code lists where these are as fine as the donor's, and otherwise the values of
`reports/data/dimension_maps.yaml`, to exactly one of which every code belongs.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.db.models import BooleanField, Case, CharField, F, Func, Q, Value, When
from django.utils.translation import get_language, gettext_lazy

from codebook import lists, places
from work.dates import Precision

DATA = Path(__file__).parent.parent / "data"
MAPS, ONE_OFF = DATA / "dimension_maps.yaml", DATA / "one_off.yaml"
NOT_RECORDED = "not_recorded"
STATELESS, UNKNOWN_COUNTRY = "XX-STATELESS", "XX-UNKNOWN"
# Bands by the lower edges that rows carry (`cases.ages.CUTS`); the first is where the band begins.
BANDS = {
    "child_adult": {"0-17": (0, 18), "18+": (18, None)},
    "unhcr": {"0-4": (0, 5), "5-11": (5, 12), "12-17": (12, 18), "18-59": (18, 60), "60+": (60, None)},
    "usaid_youth": {"10-14": (10, 15), "15-19": (15, 20), "20-24": (20, 25), "25-29": (25, 30)},
}
OTHER_AGE = {"usaid_youth": "other"}
NAMES = {
    "sex": gettext_lazy("Sex"),
    "age_band:child_adult": gettext_lazy("Child or adult"),
    "age_band:unhcr": gettext_lazy("Age group (UNHCR)"),
    "age_band:usaid_youth": gettext_lazy("Age group (youth)"),
    "nationality_group": gettext_lazy("Nationality"),
    "population_type": gettext_lazy("Population"),
    "department": gettext_lazy("Department of the office"),
    "trafficking_form": gettext_lazy("Form of trafficking"),
    "trafficking_form:code": gettext_lazy("Form of trafficking (code list)"),
    "form_rollup": gettext_lazy("Form of trafficking, each person once"),
    "status_new_continuing": gettext_lazy("New or continuing"),
    "service_type": gettext_lazy("Kind of service"),
    "service_type:code": gettext_lazy("Service (code list)"),
    "exit_type": gettext_lazy("Kind of exit"),
    "placement": gettext_lazy("Kind of placement"),
    "identified_by": gettext_lazy("Who identified her"),
}
FORM, ONE_WORD, NOT_DETERMINED = "trafficking_form", "form_rollup", "not_determined"
# Where a code falls that the programme added to a list.
OTHER = "other"
# Which groups of forms are exploitation of labour, where one word must do.
LABOUR = ("labour_exploitation", "domestic_servitude")
# Bands that were recalled and not read at their source (indicators.yaml): to be confirmed with the award.
RECALLED = {"age_band:unhcr", "age_band:usaid_youth"}


@cache
def groups_of(name):
    """{value: its codes} of a dimension that groups the codes of a list, in the order of printing."""
    return {value: facts["codes"] for value, facts in read_maps()[name]["values"].items()}


@cache
def one_off():
    """Types of services that are help of one moment, and no answer to what somebody was found to need."""
    return [code for codes in yaml.safe_load(ONE_OFF.read_text(encoding="utf-8")).values() for code in codes]


@cache
def read_maps():
    """The file of the maps, as it is."""
    return yaml.safe_load(MAPS.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Places:
    """Where a kind of row keeps what dimensions ask: paths of the ORM."""

    case: str
    age: tuple = ()
    own: tuple = ()
    # Of an office that is not the one in which the case is now.
    was_in: str = ""

    @property
    def office(self):
        return self.was_in or f"{self.case}office__"

    def of(self, name):
        return dict(self.own).get(name)


def expression(name, at):
    """What puts a row into its category of this dimension; None where only the vault could tell."""
    kind, _colon, form = name.partition(":")
    if kind == "age_band":
        return age_expression(form, *at.age) if at.age else None
    if kind in ("service_type", "exit_type", "placement"):
        return mapped(kind, at.of(kind)) if form != "code" else F(at.of(kind))
    return PERSONAL[kind](at)


def mapped(name, path):
    """The value to which a code belongs; a code that the programme added falls under `OTHER`."""
    whens = [
        When(**{f"{path}__in": codes}, then=Value(value)) for value, codes in groups_of(name).items() if codes
    ]
    return Case(*whens, default=Value(OTHER), output_field=CharField())


def age_expression(form, edge, child):
    """The band in which the lower edge lies; child or adult may be known where the age is not."""
    if form == "child_adult":
        known = [When(**{child: True}, then=Value("0-17")), When(**{child: False}, then=Value("18+"))]
        return Case(*known, default=Value(NOT_RECORDED), output_field=CharField())
    whens = [When(**{edge: None}, then=Value(NOT_RECORDED))]
    for band, (since, until) in BANDS[form].items():
        inside = {f"{edge}__gte": since} | ({f"{edge}__lt": until} if until else {})
        whens.append(When(**inside, then=Value(band)))
    return Case(*whens, default=Value(OTHER_AGE.get(form, NOT_RECORDED)), output_field=CharField())


def birth(case=""):
    """Of a case: whose it is, whether her birth date is kept, and its year, which stands in the clear."""
    unknown = When(**{f"{case}person__birth_precision": Precision.UNKNOWN}, then=Value(False))
    return {
        "d_person": F(f"{case}person"),
        "d_born": Case(unknown, default=Value(True), output_field=BooleanField()),
        "d_birth_year": F(f"{case}person__birth_year"),
    }


def band_of(form, edge, child):
    """The same as `age_expression`, for an age that the vault told."""
    if form == "child_adult":
        return {True: "0-17", False: "18+"}.get(child, NOT_RECORDED)
    if edge is None:
        return NOT_RECORDED
    for band, (since, until) in BANDS[form].items():
        if since <= edge and (until is None or edge < until):
            return band
    return OTHER_AGE.get(form, NOT_RECORDED)


class IsAmong(Func):
    """Is the first expression one of the values of the second, an array?"""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def nationality(at):
    """National of the country in which the organisation works, foreign, stateless or not recorded."""
    path, home = f"{at.case}person__nationalities", F(f"{at.office}organisation__country")
    return Case(
        When(Q(**{f"{path}__len": 0}), then=Value(NOT_RECORDED)),
        When(IsAmong(home, F(path)), then=Value("national")),
        When(**{f"{path}__contained_by": [UNKNOWN_COUNTRY]}, then=Value(NOT_RECORDED)),
        When(**{f"{path}__contained_by": [STATELESS, UNKNOWN_COUNTRY]}, then=Value("stateless")),
        default=Value("foreign"),
        output_field=CharField(),
    )


def department(at):
    """The department of the office, never that of the person's origin (design §2)."""
    path = f"{at.office}department"
    return Case(When(**{path: ""}, then=Value(NOT_RECORDED)), default=F(path), output_field=CharField())


def words_of_forms():
    """Of the forms that somebody lived through one word: (the word, each of these groups of codes met), in
    the order in which they are asked; any other form is `OTHER`, and without one it is not determined."""
    groups = groups_of(FORM)
    sexual, labour = groups["sexual_exploitation"], [code for group in LABOUR for code in groups[group]]
    return [("both", (sexual, labour)), ("sexual", (sexual,)), ("labour", (labour,))]


def undetermined_forms():
    """Codes that say of a form only that it is not known."""
    return groups_of(FORM)[NOT_DETERMINED]


# What the office tells in which the case was on the day of which a row speaks.
PLACED = frozenset({"nationality_group", "department"})
PERSONAL = {
    "sex": lambda at: F(f"{at.case}person__sex"),
    "nationality_group": nationality,
    "population_type": lambda at: mapped("population_type", f"{at.case}population"),
    "department": department,
    "identified_by": lambda at: mapped("identified_by", f"{at.case}source"),
}


def overlaps(name, per_event):
    """May one counted person stand in several categories, so that these come to more than the total?"""
    kind = name.partition(":")[0]
    return kind == FORM or (kind == "service_type" and not per_event)


def categories(name):
    """The categories of a dimension that are few and fixed, in order; empty where a code list tells them."""
    kind, _colon, form = name.partition(":")
    if kind == "age_band":
        other = [OTHER_AGE[form]] if form in OTHER_AGE else []
        return [*BANDS[form], *other, NOT_RECORDED]
    if form == "code" or kind == "department":
        return []
    return list(groups_of(kind))


def label(name, category):
    """What a category is called, in the reader's language."""
    kind, _colon, form = name.partition(":")
    if form == "code":
        return lists.get(read_maps()[kind]["code_list"]).label(category)
    if kind in read_maps() and (words := read_maps()[kind]["values"].get(category)):
        return words["es" if (get_language() or "es").startswith("es") else "en"]
    if kind == "department" and category != NOT_RECORDED:
        return places.subdivision_label(category)
    return str(OTHER_WORDS.get(category, category))


OTHER_WORDS = {
    NOT_RECORDED: gettext_lazy("Not recorded"),
    "other": gettext_lazy("Other ages"),
    "0-17": gettext_lazy("Girls, boys and adolescents (0-17)"),
    "18+": gettext_lazy("Adults (18+)"),
}
