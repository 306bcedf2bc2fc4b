"""Codes that targets may name; what an indicator counts is defined in reports."""

import difflib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

DATA = Path(__file__).parent / "data" / "indicators.json"
CATEGORY = re.compile(r"[\w.+<-]{1,60}")
# Rooms above add functions answering more indicators, `{code: Indicator}`, in their AppConfig.ready().
SOURCES = []


@dataclass(frozen=True)
class Indicator:
    """What an indicator is called, what it counts in, and by what it can be broken down."""

    code: str
    en: str
    es: str
    unit: str
    breakdowns: tuple
    target: bool = True

    @property
    def name(self):
        return self.es if (get_language() or "es").startswith("es") else self.en


@cache
def shipped():
    """The indicators that came with the app."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["indicators"]
    return {row["code"]: Indicator(**row | {"breakdowns": tuple(row["breakdowns"])}) for row in rows}


@cache
def categories():
    """{breakdown: its categories} where these are few and fixed."""
    return json.loads(DATA.read_text(encoding="utf-8"))["categories"]


def known():
    """Every indicator that a target may name."""
    more = {code: indicator for source in SOURCES for code, indicator in source().items()}
    return shipped() | more


def check_indicator(code):
    """Refuse a code that no report knows, naming the nearest that one does."""
    if code in known():
        return
    near = difflib.get_close_matches(str(code).upper(), known(), n=1)
    sentence = _("No report knows an indicator “%(code)s”.")
    if near:
        sentence = _("No report knows an indicator “%(code)s”. Is it %(near)s?")
    raise ValidationError(
        sentence, code="unknown_indicator", params={"code": str(code)[:40], "near": near[:1] and near[0]}
    )


def check_breakdown(code, dimension, category):
    """Refuse a breakdown that the indicator has not, or a category that the breakdown has not."""
    if not dimension and not category:
        return
    if dimension not in known()[code].breakdowns:
        raise refused_breakdown(dimension, known()[code].breakdowns, "dimension")
    if dimension in categories() and category not in categories()[dimension]:
        raise refused_breakdown(category, categories()[dimension], "category")
    if not CATEGORY.fullmatch(category):
        raise ValidationError({"category": _("Write the category as reports do, for example F or GT-12.")})


def refused_breakdown(given, possible, field):
    sentence = _("“%(given)s” is none of: %(possible)s.")
    params = {"given": str(given)[:40], "possible": ", ".join(possible) or "–"}
    return ValidationError({field: ValidationError(sentence, code="unknown_breakdown", params=params)})
