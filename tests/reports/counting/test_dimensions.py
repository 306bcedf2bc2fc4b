"""Every code belongs to exactly one value of each dimension that groups it: none lost, none counted twice."""

from collections import Counter

import pytest
from django.utils import translation

from cases.models import Population
from codebook import lists
from reintegration.models import PlacementKind
from reports.counting import definitions
from reports.counting.dimensions import NAMES, categories, label, read_maps

OF_LISTS = {name: said["code_list"] for name, said in read_maps().items() if said["code_list"]}
# What is grouped of choices that stand in the program and in no list.
OF_CHOICES = {"population_type": Population.values, "placement": PlacementKind.values}
GROUPED = sorted(OF_LISTS | OF_CHOICES)


def codes_of(name):
    return [code.code for code in lists.base(OF_LISTS[name])] if name in OF_LISTS else OF_CHOICES[name]


def mapped(name):
    return Counter(code for value in read_maps()[name]["values"].values() for code in value["codes"])


@pytest.mark.parametrize("name", GROUPED)
def test_each_code_has_one_value(name):
    assert mapped(name) == Counter(codes_of(name))


def test_these_dimensions_group_codes_and_the_others_are_worked_out():
    worked_out = {name for name in read_maps() if not mapped(name)}

    assert worked_out == {"nationality_group", "form_rollup", "status_new_continuing"}
    assert set(read_maps()) - worked_out == set(GROUPED)


@pytest.mark.parametrize("language", ["es", "en"])
def test_each_breakdown_and_each_of_its_fixed_categories_has_words(language):
    asked = {name for one in definitions().values() for name in one.by}

    with translation.override(language):
        words = {(name, one): label(name, one) for name in asked for one in categories(name)}
    assert asked <= set(NAMES)
    assert [key for key, said in words.items() if said == key[1] and not key[1][0].isdigit()] == []
