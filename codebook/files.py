"""The files of this app: one for each list, read once."""

from functools import cache
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parent / "data"
LISTS = DATA / "lists"
# Lists that the paper has not: written by hand, and marked as the programme's own proposal.
PROPOSED = DATA / "proposed"
CORRECTIONS = DATA / "corrections.yaml"
SPANISH_NOTES = DATA / "notes_es.yaml"
# Where a correction or a note speaks of the list itself and not of one of its codes.
WHOLE_LIST = "_list"


def read(path):
    """What a YAML file holds."""
    with Path(path).open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=yaml.CSafeLoader)


@cache
def names():
    """Names of all lists that come with the app."""
    return tuple(sorted({path.stem for kept in (LISTS, PROPOSED) for path in kept.glob("*.yaml")}))


@cache
def made_names():
    """Names of those that were made from the paper."""
    return tuple(sorted(path.stem for path in LISTS.glob("*.yaml")))


@cache
def one_list(name):
    """A list as it came with the app; what the paper brings takes the place of what was proposed."""
    return read((LISTS if name in made_names() else PROPOSED) / f"{name}.yaml")


@cache
def spanish_notes():
    """{list: {code: note}} in Spanish; the lists themselves bring their notes in English."""
    return read(SPANISH_NOTES)
