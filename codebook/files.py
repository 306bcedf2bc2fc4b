"""The files of this app: one for each list, read once."""

from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parent / "data"
LISTS = DATA / "lists"
CORRECTIONS = DATA / "corrections.yaml"


def read(path):
    """What a YAML file holds."""
    with Path(path).open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=yaml.CSafeLoader)


@cache
def names():
    """Names of all lists that come with the app."""
    return tuple(sorted(path.stem for path in LISTS.glob("*.yaml")))


@cache
def one_list(name):
    """A list as it came with the app."""
    return read(LISTS / f"{name}.yaml")
