"""Ages as figures need them: the lower edge of a band on a day, never whole years (design §4).

Whole years together with dates give birth dates back, so no row of a statistic carries them.
"""

import datetime

from work.dates import Precision

CUTS = (0, 5, 10, 12, 15, 18, 20, 25, 30, 60)
ADULT = 18
# Of a birth date known by its month or year alone, the middle is taken: half are younger, half are older.
MIDDLE_DAY, MIDDLE_MONTH = 15, 7


def likely_birth_day(born, precision):
    """The day reckoned with: the day itself, or the middle of the month or year that is known."""
    if born is None or precision == Precision.UNKNOWN:
        return None
    if precision == Precision.YEAR:
        return datetime.date(born.year, MIDDLE_MONTH, 1)
    return born.replace(day=MIDDLE_DAY) if precision == Precision.MONTH else born


def age_on(day, born, precision=Precision.DAY):
    """Whole years on this day; None when the birth date is not known or lies after it."""
    born = likely_birth_day(born, precision)
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band_edge(years):
    """The lower edge of the band in which this age lies; None for no age."""
    return None if years is None else max(cut for cut in CUTS if cut <= years)


def birth_year_of(stated_age, day):
    """The year in which somebody who says she is this old on this day was most likely born."""
    return day.year - stated_age - (1 if (day.month, day.day) < (MIDDLE_MONTH, 1) else 0)
