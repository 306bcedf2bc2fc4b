"""Spanish is whole: every text translated, compiled, and in words that blame nobody."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from tests.look.test_in_both_languages import missed  # noqa: F401  (a fixture)
from tests.matrix import table
from tests.matrix.actors import ACTORS
from tests.matrix.addresses import addresses, named_addresses

CATALOGUE = Path(settings.LOCALE_PATHS[0], "es", "LC_MESSAGES", "django.po")
# Never used of a person (the wording of victim services); whole words, in either language.
NEVER = [
    r"menor(es)? de edad", r"una? menor\b", r"evasi[oó]n", r"rescatad[ao]s?",
    r"supuestas? v[ií]ctimas?", r"presuntas? delincuentes?", r"prostitutas?", r"alleged victims?",
    r"\bminors?\b", r"rescued", r"illegals?\b", r"ilegales", r"fugad[ao]s?", r"confes[oó]",
]  # fmt: skip
ROUTES = {f"{name} {route}": route for name, route in named_addresses()}


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(CATALOGUE)


def translated(entry):
    """All forms of what stands for a text."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_is_translated_and_none_is_a_guess(catalogue):
    missing = [entry.msgid for entry in catalogue if not all(translated(entry)) or entry.fuzzy]

    assert missing == []


def test_every_number_of_things_has_its_words(catalogue):
    forms = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])
    missing = [
        entry.msgid
        for entry in catalogue
        if entry.msgid_plural and sorted(entry.msgstr_plural) != list(range(forms))
    ]

    assert missing == []


def test_what_is_compiled_is_what_was_translated(catalogue):
    compiled = {(e.msgctxt, e.msgid): translated(e) for e in polib.mofile(CATALOGUE.with_suffix(".mo"))}

    assert compiled == {(e.msgctxt, e.msgid): translated(e) for e in catalogue}


@pytest.mark.parametrize("expression", NEVER)
def test_no_text_speaks_of_a_person_in_words_that_blame_or_belittle(catalogue, expression):
    found = [
        text
        for entry in catalogue
        for text in (entry.msgid, entry.msgid_plural, *translated(entry))
        if re.search(expression, text, re.IGNORECASE)
    ]

    assert found == []


def test_placeholders_are_the_same_in_both_languages(catalogue):
    names = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w+\}")
    different = [
        entry.msgid
        for entry in catalogue
        if not entry.msgid_plural
        and sorted(names.findall(entry.msgid)) != sorted(names.findall(entry.msgstr))
    ]

    assert different == []


def pages():
    """Addresses that show a page to somebody, with the first actor who sees it."""
    for address, methods in sorted(table.read().items()):
        if not address.split()[0].startswith("api-"):
            seer = next((who for who in ACTORS if methods["GET"][who].startswith("200")), None)
            if seer:
                yield pytest.param(address, seer, id=address)


@pytest.mark.parametrize(("address", "seer"), list(pages()))
def test_every_page_of_the_house_speaks_spanish_without_an_english_word(address, seer, world, missed):  # noqa: F811
    place = addresses(ROUTES[address], world)["own"]
    visitor = world.visitor(seer)

    shown, returned = visitor.ask("GET", place), visitor.ask("POST", place)

    assert shown.status_code == 200
    assert returned.status_code in {200, 302, 405, 409, 422}
    assert sorted(missed) == []
