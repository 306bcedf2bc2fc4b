"""Dates as people write and know them: 27/03/2026, 27-3-26, 03/2011, 2011, not known."""

import datetime
import re

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db.models import Func, TextChoices
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

EARLIEST, LATEST = 1900, 2100
NOT_KNOWN = {"no se sabe", "se desconoce", "desconocida", "no sabe", "ns", "not known", "unknown", "?"}
# A phone's numeric keyboard may lack the stroke: spaces, points, dashes and nothing at all are read too.
DAY = re.compile(r"^(\d{1,2})[/\-. ](\d{1,2})[/\-. ](\d{4}|\d{2})$|^(\d{2})(\d{2})(\d{4})$", re.ASCII)
ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$", re.ASCII)
MONTH = re.compile(r"^(\d{1,2})[/\-. ](\d{4})$|^(\d{2})(\d{4})$", re.ASCII)
ISO_MONTH = re.compile(r"^(\d{4})-(\d{2})$", re.ASCII)
YEAR = re.compile(r"^(\d{4})$", re.ASCII)


class Precision(TextChoices):
    DAY = "day", pgettext_lazy("precision of a date", "day")
    MONTH = "month", pgettext_lazy("precision of a date", "month")
    YEAR = "year", pgettext_lazy("precision of a date", "year")
    UNKNOWN = "unknown", pgettext_lazy("precision of a date", "not known")


class DateRange(Func):
    """The days from one column until before another; without a second day they go on."""

    function = "daterange"
    output_field = DateRangeField()


HOW_TO_WRITE_A_DAY = gettext_lazy("Write the date as day, month and year, for example 27/03/2026.")
HOW_TO_WRITE_A_PART = gettext_lazy(
    "Write what is known of the date: 27/03/2011, only the month as 03/2011, or only the year as 2011."
)


def tidy(text):
    """The text without what the hand adds around it."""
    return " ".join(str(text).split()).strip(" .")


def century(digits):
    """The year these digits mean; of two digits, the latest that is not more than five years ahead."""
    if len(digits) == 4:
        return int(digits)
    limit = timezone.localdate().year + 5
    return limit - (limit - int(digits)) % 100


def read_day(text):
    """The day that was written, None when the text is not a day; a day that does not exist is refused."""
    if found := ISO_DAY.match(text):
        year, month, day = map(int, found.groups())
    elif found := DAY.match(text):
        day, month, year = (part for part in found.groups() if part is not None)
        day, month, year = int(day), int(month), century(year)
    else:
        return None
    return existing(year, month, day, text)


def existing(year, month, day, text):
    """The date itself; refused when the calendar has no such day or the year is out of reach."""
    if not EARLIEST <= year <= LATEST:
        raise ValidationError(
            _("The year must be between %(earliest)s and %(latest)s; %(written)s was written."),
            code="year",
            params={"earliest": EARLIEST, "latest": LATEST, "written": text},
        )
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise ValidationError(
            _("The calendar has no %(written)s: check the day and the month."),
            code="no_such_day",
            params={"written": text},
        ) from None


def read_part(text):
    """`(first day, precision)` of the day, month or year that was written; anything else is refused."""
    if day := read_day(text):
        return day, Precision.DAY
    if found := ISO_MONTH.match(text):
        return existing(int(found[1]), int(found[2]), 1, text), Precision.MONTH
    if found := MONTH.match(text):
        month, year = (int(part) for part in found.groups() if part is not None)
        return existing(year, month, 1, text), Precision.MONTH
    if YEAR.match(text):
        return existing(int(text), 1, 1, text), Precision.YEAR
    if text.casefold() in NOT_KNOWN:
        return None, Precision.UNKNOWN
    raise ValidationError(HOW_TO_WRITE_A_PART, code="invalid")


def written(date, precision):
    """A half-known date as it would be typed."""
    shapes = {Precision.DAY: "%d/%m/%Y", Precision.MONTH: "%m/%Y", Precision.YEAR: "%Y"}
    return date.strftime(shapes[precision]) if date and precision in shapes else ""


def shown(date, precision):
    """A half-known date in words: 27 March 2011, March 2011, 2011, not known, or nothing when never asked."""
    if precision == Precision.UNKNOWN:
        return str(Precision.UNKNOWN.label)
    if not date:
        return ""
    shapes = {Precision.MONTH: "YEAR_MONTH_FORMAT", Precision.YEAR: "Y"}
    return date_format(date, shapes.get(precision, "DATE_FORMAT"))
