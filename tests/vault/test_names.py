"""Names are found in memory although they are misspelt; nothing here touches a data base."""

import random
from pathlib import Path

import pytest
import yaml

from vault.names import NameIndex

NAMES = yaml.safe_load(Path("config/seeding/names.yaml").read_text(encoding="utf-8"))
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def index():
    index = NameIndex(lambda word: word.replace("sh", "x").replace("v", "b"))
    index.put("ixchel", [("ixchel", "tzoc", "mejia")])
    index.put("marta", [("marta", "paz", "luna"), ("tita", "paz", "luna")])
    index.put("maria", [("maria", "paz", "soto")])
    return index


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ixchel tzoc", ["ixchel"]),
        ("mejia ixchel", ["ixchel"]),
        ("ixhcel tsoc mejia", ["ixchel"]),
        ("ishchel", ["ixchel"]),
        ("tita", ["marta"]),
        ("mar paz", ["maria", "marta"]),
        ("zacarias", []),
        ("", []),
    ],
)
def test_a_name_is_found_in_any_order_by_its_sound_its_beginning_and_with_a_slip(index, typed, found):
    assert sorted(index.find(typed.split())) == found


def test_the_one_who_is_called_exactly_so_comes_first(index):
    assert index.find(["maria", "paz"])[0] == "maria"
    assert index.find(["marta", "pas"])[0] == "marta"


def test_only_those_are_found_whom_the_asker_may_see_and_whoever_came_later(index):
    seen, end = index.rows(["maria", "nobody"]), index.end

    assert index.find(["paz"], among=seen, behind=end) == ["maria"]
    index.put("paz", [("paz", "rios")])
    assert sorted(index.find(["paz"], among=seen, behind=end)) == ["maria", "paz"]


def test_somebody_who_is_called_otherwise_is_not_found_by_her_old_name(index):
    index.put("ixchel", [("elena", "coc")])

    assert (index.find(["tzoc"]), index.find(["elena"])) == ([], ["ixchel"])


def test_of_somebody_who_is_taken_out_no_name_is_left_in_memory(index):
    index.drop("ixchel")
    index.put("maria", [])

    assert (index.find(["ixchel"]), len(index)) == ([], 1)
    assert [names for names in index._names if names] == [(("marta", "paz", "luna"), ("tita", "paz", "luna"))]


def test_an_index_of_names_that_changed_again_and_again_says_that_it_is_to_be_built_anew():
    index = NameIndex()
    for turn in range(3):
        for person in range(400):
            index.put(person, [(f"name{turn}",)])

    assert index.mostly_gone


def misspelt(word, chance):
    """The word with one letter changed, left out, doubled or put before its neighbour."""
    place = chance.randrange(len(word))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    ways = [before + chance.choice(LETTERS) + after, before + after, before + letter + letter + after]
    ways.append(before + after[:1] + letter + after[1:])
    return chance.choice(ways)


def test_of_500_misspelt_names_among_20000_at_least_98_of_100_are_found_among_the_first_20():
    """How often is a matter of the letters that fall: the same ones in every run."""
    chance, index = random.Random(20261130), NameIndex()
    pools = [NAMES["rare_first"], NAMES["first"], NAMES["rare_family"], NAMES["family"]]
    people = [tuple(chance.choice(pool).casefold() for pool in pools) for _person in range(20_000)]
    for number, name in enumerate(people):
        index.put(number, [name])

    found = 0
    for _try in range(500):
        number = chance.randrange(len(people))
        typed = list(people[number])
        for _slip in range(chance.choice([1, 2])):
            place = chance.randrange(len(typed))
            typed[place] = misspelt(typed[place], chance)
        found += number in index.find(typed, most=20)

    assert found >= 490
