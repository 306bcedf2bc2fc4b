"""Where help is found at once, by country: read from data that each programme confirms."""

from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).with_name("data") / "help_lines.yaml"


@cache
def all_lines():
    return yaml.safe_load(DATA.read_text(encoding="utf-8"))


def of_country(country):
    """`[(number, whose it is)]` of a country; none where none is known."""
    return [(line["number"], line["name"]) for line in all_lines().get(country, [])]
