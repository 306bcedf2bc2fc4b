"""Which breakdowns an indicator has, which of them overlap, and how their columns are called."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cases.models import Case, CaseExploitation, Transfer
from reports.counting import statements
from reports.counting.dimensions import (
    FORM,
    NOT_DETERMINED,
    OTHER,
    PLACED,
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
# By what a case tells a category, and by what it told it before it was handed over.
CASE, BEFORE = Places(""), Places("case__", was_in="from_office__")


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


def counts_firsts_by_event(definition, name):
    """Is it such a breakdown where each person is counted at a first event, whatever its category?"""
    return definition.rule in statements.FIRSTS and is_by_event(definition, name)


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


def case_categories(at, names, told_by=CASE):
    """The columns of the others, of the case; for ages, what stands in the clear of her birth."""
    asked = [name for name in names if not is_own(at, name)]
    found = {column_of(name): expression(name, told_by) for name in asked if not name.startswith(AGE)}
    return found | (birth(told_by.case) if any(name.startswith(AGE) for name in asked) else {})


def cases_told(at, names):
    """`(the compiled cases with the columns of these breakdowns, have they a line for each time?)`

    What the office tells, a case that was handed over tells twice: as it is since that day, and before it by
    the office in which it was. So nothing of before moves with it. None where the rows tell all themselves.
    """
    told = case_categories(at, names)
    if not told:
        return None, False
    now, columns = Case.objects.order_by().annotate(d_case=F("pk"), **told), ["d_case", *told]
    if PLACED.isdisjoint(names):
        return statements.compiled(now.values(*columns)), False
    now = now.annotate(d_since=Coalesce("moved_on", Value(date.min)), d_until=Value(date.max))
    before = (
        Transfer.objects.moved()
        .order_by()
        .annotate(
            d_case=F("case"),
            **case_categories(at, names, BEFORE),
            d_since=Coalesce(Subquery(earlier_move()), Value(date.min)),
            d_until=F("decided_on"),
        )
    )
    columns += ["d_since", "d_until"]
    return statements.compiled(now.values_list(*columns).union(before.values_list(*columns), all=True)), True


def earlier_move():
    """The day on which the case came to the office from which a transfer takes it."""
    rows = Transfer.objects.moved().filter(case=OuterRef("case"), created_at__lt=OuterRef("created_at"))
    return rows.order_by("-created_at").values("decided_on")[:1]


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
