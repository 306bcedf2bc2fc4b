"""Neutral words for the code names of cases."""

import re
import warnings
from pathlib import Path

import pytest
from django.conf import settings
from openpyxl import load_workbook

from codebook import standards
from codebook.code_names import neutral_words
from codebook.spelling import plain, unaccented

SCENARIOS = settings.BASE_DIR.parent / "shared" / "scenarios"
KNOWN = Path(__file__).with_name("not_for_code_names.txt")


def scenario_names():
    """Every word of a name of a person in the scenarios."""
    written = []
    for path in SCENARIOS.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        written += re.findall(r"(?:name|given_names|family_names|relative|worker): ([^\n]+)", text)
    sheet = load_workbook(SCENARIOS / "honduras-attendance.xlsx", read_only=True).active
    written += [str(row[0]) for row in sheet.iter_rows(min_row=4, max_col=1, values_only=True) if row[0]]
    return {word for name in written for word in plain(name).split()}


def test_there_are_enough_words_and_each_stands_once():
    assert len(neutral_words()) >= 400
    assert len({unaccented(word) for word in neutral_words()}) == len(neutral_words())


def test_each_word_is_one_short_plain_word():
    assert [
        word for word in neutral_words() if not re.fullmatch(r"[A-ZÁÉÍÓÚÑ][a-záéíóúüñ]{1,13}", word)
    ] == []


def test_no_word_is_a_name_or_a_place_here_or_has_a_second_meaning_that_hurts():
    known = {word for line in KNOWN.read_text().splitlines() if line[:1] != "#" for word in line.split()}
    assert len(known) > 950

    assert [word for word in neutral_words() if unaccented(word) in known] == []


@pytest.mark.parametrize("country", ["GT", "HN"])
def test_no_word_is_part_of_the_name_of_a_department(country):
    parts = {part for names in standards.subdivisions(country).values() for part in plain(names[1]).split()}

    assert [word for word in neutral_words() if unaccented(word) in parts] == []


def test_no_word_is_a_name_of_somebody_in_the_scenarios():
    if not SCENARIOS.exists():
        warnings.warn(
            "The scenarios are not beside the checkout: their names were not compared.", stacklevel=1
        )
        return
    names = scenario_names()
    assert len(names) > 300

    assert [word for word in neutral_words() if unaccented(word) in names] == []
