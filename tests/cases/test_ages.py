"""Figures carry the lower edge of an age band, never years; of a half-known birth date the middle counts."""

from datetime import date

import pytest

from cases.ages import age_on, band_edge, birth_year_of
from work.dates import Precision


@pytest.mark.parametrize(
    ("day", "born", "precision", "years"),
    [
        (date(2010, 10, 4), date(1997, 8, 28), Precision.DAY, 13),
        (date(2010, 8, 27), date(1997, 8, 28), Precision.DAY, 12),
        (date(2010, 8, 28), date(1997, 8, 28), Precision.DAY, 13),
        (date(2011, 2, 28), date(2008, 2, 29), Precision.DAY, 2),
        (date(2012, 2, 29), date(2008, 2, 29), Precision.DAY, 4),
        (date(2026, 6, 30), date(2008, 1, 1), Precision.YEAR, 17),
        (date(2026, 7, 1), date(2008, 1, 1), Precision.YEAR, 18),
        (date(2026, 3, 14), date(2008, 3, 1), Precision.MONTH, 17),
        (date(2026, 3, 15), date(2008, 3, 1), Precision.MONTH, 18),
        (date(2026, 3, 15), None, Precision.UNKNOWN, None),
        (date(1997, 1, 1), date(1997, 8, 28), Precision.DAY, None),
    ],
)
def test_age_on_a_day(day, born, precision, years):
    assert age_on(day, born, precision) == years


@pytest.mark.parametrize(
    ("years", "edge"),
    [
        (0, 0),
        (4, 0),
        (5, 5),
        (9, 5),
        (11, 10),
        (12, 12),
        (17, 15),
        (18, 18),
        (19, 18),
        (24, 20),
        (59, 30),
        (99, 60),
    ],
)
def test_the_band_of_an_age(years, edge):
    assert band_edge(years) == edge


def test_who_says_her_age_is_of_that_age_that_day():
    for day in (date(2026, 1, 5), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31)):
        assert age_on(day, date(birth_year_of(15, day), 1, 1), Precision.YEAR) == 15
