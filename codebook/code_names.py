"""Neutral words for the code names of cases."""

from functools import cache

from codebook import files

WORDS = files.DATA / "neutral_code_names.yaml"


@cache
def neutral_words():
    """Every word, in a fixed order, as it is written in a case's heading."""
    return tuple(sorted(word.capitalize() for words in files.read(WORDS).values() for word in words))
