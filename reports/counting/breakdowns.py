"""Which breakdowns an indicator has, which of them overlap, and how their columns are called."""

import re

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from cases.models import CaseExploitation
from reports.counting import statements
from reports.counting.dimensions import (
    FORM,
    NOT_DETERMINED,
    OTHER,
    Places,
    birth,
    expression,
    groups_of,
    overlaps,
    undetermined_forms,
)

AGE = "age_band:"
# Told of a picked row by its period: was there nothing earlier that counts?
STATUS = "status_new_continuing"


def refuse_unknown(definition, by):
    """Refuse a breakdown that this indicator has not, and a cross with one whose categories overlap."""
    for asked in by:
        names = asked.split("*")
        unknown = [name for name in names if name not in definition.by]
        if unknown or len(set(names)) != len(names):
            raise ValidationError(
                _("%(code)s cannot be broken down by “%(asked)s”. It can by %(possible)s."),
                code="breakdown",
                params={
                    "code": definition.code,
                    "asked": asked[:60],
                    "possible": ", ".join(definition.by) or "–",
                },
            )
        if len(names) > 1 and any(is_overlapping(definition, name) for name in names):
            raise ValidationError(
                _("The rows of “%(asked)s” overlap: ask for that breakdown alone."),
                code="breakdown",
                params={"asked": asked[:60]},
            )


def is_overlapping(definition, name):
    """May the categories of this breakdown come to more than the total?"""
    return overlaps(name, per_event=not is_narrowed(definition))


def column_of(name):
    return "d_" + re.sub(r"\W", "_", name)


def is_narrowed(definition):
    """Does its rule take some of the rows, such as the first of each person?"""
    return definition.rule in statements.NARROWING


def is_by_event(definition, name):
    """Is it a breakdown of the events behind a person, who then stands under each of its categories?"""
    return is_overlapping(definition, name) and not name.startswith(FORM)


def needs_vault(source, asked):
    """Is an age asked for of rows that carry none, so that the vault must tell it?"""
    return not source.places.age and any(name.startswith(AGE) for name in asked.split("*"))


def single(definition, by, *, events_too=False):
    """Names of the breakdowns of which each counted row has one category."""
    names = {name for asked in by for name in asked.split("*")}
    return sorted(
        name
        for name in names
        if not is_overlapping(definition, name) or (events_too and is_by_event(definition, name))
    )


def is_own(at, name):
    """Does the row itself tell this category, and not the case or the person?"""
    kind = name.partition(":")[0]
    return name == STATUS or (bool(at.age) if kind == "age_band" else at.of(kind) is not None)


def own_categories(at, names):
    """The columns of those of these breakdowns that rows tell themselves."""
    return {column_of(name): expression(name, at) for name in names if is_own(at, name) and name != STATUS}


def case_categories(at, names):
    """The columns of the others, of the case; for ages, what stands in the clear of her birth."""
    asked = [name for name in names if not is_own(at, name)]
    found = {column_of(name): expression(name, Places("")) for name in asked if not name.startswith(AGE)}
    return found | (birth() if any(name.startswith(AGE) for name in asked) else {})


def form_categories(asked, codes):
    """The categories of a breakdown by form into which a case with these codes falls, each once."""
    known = sorted(set(codes or ()) - set(undetermined_forms()))
    if not asked.endswith(":code"):
        group_of = {code: group for group, inside in groups_of(FORM).items() for code in inside}
        known = {group_of.get(code, OTHER) for code in known}
    return known or [NOT_DETERMINED]


def of_form(asked, category):
    """A condition on picked rows: their case falls into this category of a breakdown by form."""
    if category == NOT_DETERMINED:
        return statements.has_form(forms(), undetermined_forms(), beyond=True, none=True)
    if asked.endswith(":code"):
        return statements.has_form(forms(), [category])
    if category == OTHER:
        others = [code for group, codes in groups_of(FORM).items() if group != OTHER for code in codes]
        return statements.has_form(forms(), others, beyond=True)
    return statements.has_form(forms(), groups_of(FORM).get(category, ()))


def forms():
    """The purposes of exploitation of every case."""
    rows = CaseExploitation.objects.standing().order_by()
    facts = {"f_case": F("case"), "f_codes": F("exploitation__purposes")}
    return statements.compiled(rows.annotate(**facts).values(*facts))
